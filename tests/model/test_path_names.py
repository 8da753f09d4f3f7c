"""A sublayer may have another name in paths than in formulas."""

import numpy as np
import pytest

import wtspec
from wtspec.errors import SpecError
from wtspec.model import apply_groups, weights
from wtspec.stages import check, load

SPEC = """
layers:
  Attend:
    inputs: {query: [batch, n], key: [batch, n]}
    layers:
      of_query: {layer: {Dense: 3}, name: query}
      of_keys: {layer: {Dense: 3}, name: key, repeat: 2%s}
      again: {layer: {Dense: 3}, name: output, remat: true}
    call: again(of_query(query) + of_keys(of_keys[0](key)) * 0)
model:
  inputs: {x: [batch, 3]}
  layers:
    attend: {layer: Attend, name: attention}
  call: attend(x, x)
data:
  source: {synthetic: {rows: 8, columns: {x: {shape: [3]}}}}
  inputs: {x: =x}
  targets: =x
train:
  epochs: 1
  optimizer: adam
  loss: mse
  groups: [{match: "attention/query/**", trainable: false}]
"""
EXPECTED = {
    f"attention/{name}/{weight}"
    for name in ("query", "key/0", "key/1", "output")
    for weight in ("kernel", "bias")
}


def test_paths_groups_and_runs_go_by_the_name(built, tmp_path):
    found = built(SPEC % "")
    assert set(weights(found.model)) == EXPECTED
    apply_groups(found.program, found.model)
    frozen = {w.path for w in found.model.non_trainable_weights}
    assert frozen == {"spec/attention/query/kernel", "spec/attention/query/bias"}
    path = tmp_path / "spec.yaml"
    run = wtspec.run(wtspec.load(path), runs_dir=tmp_path / "runs")
    assert set(wtspec.open(run).weights) == EXPECTED


def test_blocks_of_a_scan_go_by_the_name(built):
    text = (SPEC % ", scan: true").replace("of_keys(of_keys[0](key))", "of_keys(key)")
    assert set(weights(built(text).model)) == EXPECTED


def test_pretrained_weights_are_found_by_the_name(built, tmp_path):
    from safetensors.numpy import save_file

    shapes = {name: one.shape for name, one in weights(built(SPEC % "").model).items()}
    arrays = {name: np.full(shape, i, "float32") for i, (name, shape) in enumerate(shapes.items())}
    save_file(arrays, tmp_path / "w.safetensors")
    path = tmp_path / "spec.yaml"
    pretrained = "model:\n  pretrained: {file: w.safetensors}"
    text = path.read_text(encoding="utf-8").replace("model:", pretrained)
    path.write_text(text, encoding="utf-8")
    found = wtspec.weights(wtspec.build(wtspec.load(path)))
    for name, array in arrays.items():
        np.testing.assert_array_equal(found[name].value, array)


@pytest.mark.parametrize(
    "layers",
    [
        "{a: {layer: {Dense: 3}, name: c}, b: {layer: {Dense: 3}, name: c}}",
        "{a: {layer: {Dense: 3}, name: b}, b: {Dense: 3}}",
    ],
)
def test_two_sublayers_of_one_name_in_paths_are_refused(tmp_path, layers):
    path = tmp_path / "spec.yaml"
    path.write_text(
        f"wtspec: 1\nmodel: {{inputs: {{x: [batch, 3]}}, layers: {layers}, call: a(b(x))}}\n",
        encoding="utf-8",
    )
    with pytest.raises(SpecError, match="duplicate-name"):
        check(load(path))


def test_two_names_may_change_places(built):
    found = built("""
        model:
          inputs: {x: [batch, 3]}
          layers: {a: {layer: {Dense: 4}, name: b}, b: {layer: {Dense: 5}, name: a}}
          call: b(a(x))
        """)
    shapes = {name: one.shape for name, one in weights(found.model).items() if "kernel" in name}
    assert shapes == {"b/kernel": (3, 4), "a/kernel": (4, 5)}
