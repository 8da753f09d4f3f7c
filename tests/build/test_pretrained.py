import numpy as np
import pytest

from wtspec.build import check_pretrained, load_pretrained, weights
from wtspec.build.storage import save_arrays
from wtspec.build.template import bind
from wtspec.errors import SpecError

TEXT = """
functions:
  swap(x): transpose(x)
params: {width: 3}
model:
  inputs: {x: [batch, 3]}
  layers:
    blocks: {layer: {Dense: {units: =width, use_bias: false}}, repeat: 2}
    head: {Dense: 2}
  call: head(blocks(x))
  pretrained:
    file: old.safetensors
"""
MAP = """
    map:
      "blocks/{i}/kernel": '=swap(tensor("h.{i}.attn.weight")[:, :width])'
      "head/kernel": top.weight
    partial: ["head/b*"]
    ignore: ["h.*.attn.bias"]
"""


def old(**more):
    rng = np.random.default_rng(0)
    made = {
        "h.0.attn.weight": rng.normal(size=(3, 5)),
        "h.1.attn.weight": rng.normal(size=(3, 5)),
        "h.0.attn.bias": rng.normal(size=3),
        "top.weight": rng.normal(size=(3, 2)),
    }
    return {name: array.astype("float32") for name, array in (made | more).items()}


def values(model):
    return {path: np.asarray(one.value) for path, one in weights(model).items()}


def load(found):
    return load_pretrained(found.program, found.model, found.module, found.root)


def test_a_map_fills_in_placeholders_and_computes(built, tmp_path):
    tensors = old()
    save_arrays(tensors, tmp_path / "old.safetensors")
    found = built(TEXT + MAP)
    bias = values(found.model)["head/bias"]
    assert set(load(found)) == {"blocks/0/kernel", "blocks/1/kernel", "head/kernel"}
    loaded = values(found.model)
    for index in (0, 1):
        expected = tensors[f"h.{index}.attn.weight"][:, :3].T
        assert np.array_equal(loaded[f"blocks/{index}/kernel"], expected)
    assert np.array_equal(loaded["head/kernel"], tensors["top.weight"])
    assert np.array_equal(loaded["head/bias"], bias)


def test_without_a_map_tensor_names_are_paths(built, tmp_path):
    tensors = {
        "blocks/0/kernel": np.ones((3, 3), "float32"),
        "blocks/1/kernel": np.zeros((3, 3), "float32"),
        "head/kernel": np.ones((3, 7), "float32"),
    }
    save_arrays(tensors, tmp_path / "old.safetensors")
    found = built(TEXT + "    partial: [head/**]\n    ignore: [head/**]\n")
    assert load(found) == ("blocks/0/kernel", "blocks/1/kernel")
    assert values(found.model)["blocks/0/kernel"].sum() == 9


def test_all_that_does_not_fit_is_said_at_once_before_anything_is_loaded(built, tmp_path):
    tensors = old(extra=np.ones(4), **{"top.weight": np.ones((2, 2))})
    del tensors["h.1.attn.weight"]
    save_arrays(tensors, tmp_path / "old.safetensors")
    found = built(TEXT + MAP.replace("head/b*", "nothing").replace("h.*", "g.*"))
    before = values(found.model)
    with pytest.raises(SpecError) as caught:
        load(found)
    said = [(one.code, one.message) for one in caught.value.diagnostics]
    assert said == [
        ("weight-mismatch", "`head/kernel` and what the file has for it differ"),
        (
            "missing-tensor",
            "`old.safetensors` has no tensor `h.1.attn.weight` for `blocks/1/kernel`",
        ),
        ("missing-tensor", "the weight `head/bias` has no source in `old.safetensors`"),
        ("unused-tensor", "no weight uses the tensor `extra` of `old.safetensors`"),
        ("unused-tensor", "no weight uses the tensor `h.0.attn.bias` of `old.safetensors`"),
    ]
    mismatch = caught.value.diagnostics[0]
    assert (mismatch.expected, mismatch.received) == (
        "(3, 2) float32",
        "(2, 2) float32 from `top.weight`",
    )
    assert mismatch.span.line == 17
    assert all(np.array_equal(before[path], value) for path, value in values(found.model).items())


def test_a_formula_that_does_not_fit_is_shown_before_anything_is_read(built, tmp_path):
    save_arrays(old(), tmp_path / "old.safetensors")
    found = built(TEXT + MAP.replace("[:, :width]", "[:, :, 0]"))
    with pytest.raises(SpecError) as caught:
        check_pretrained(found.program, found.model, found.module, tmp_path)
    first = caught.value.diagnostics[0]
    assert first.code == "rank-mismatch"
    assert first.received == "h.0.attn.weight: (3, 5) float32"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("old.safetensors", "../old.safetensors"), "outside-root"),
        (("old.safetensors", "older.safetensors"), "file-not-found"),
        (('"head/kernel"', '"heads/kernel"'), "unknown-weight"),
        (("h.{i}", "h.{j}"), "unknown-placeholder"),
    ],
)
def test_what_leads_nowhere_is_an_error(built, tmp_path, change, code):
    save_arrays(old(), tmp_path / "old.safetensors")
    found = built((TEXT + MAP).replace(*change))
    with pytest.raises(SpecError, match=code):
        load(found)


@pytest.mark.parametrize(
    ("template", "path", "expected"),
    [
        ("blocks/{i}/w", "blocks/12/w", {"i": "12"}),
        ("blocks/{i}/w", "blocks/1/2/w", None),
        ("{a}/{a}/w", "x/x/w", {"a": "x"}),
        ("{a}/{a}/w", "x/y/w", None),
        ("h{i}_{j}/w", "h1_2/w", {"i": "1", "j": "2"}),
        ("h{i}/w", "h/w", None),
        ("w", "w", {}),
    ],
)
def test_a_placeholder_stands_for_part_of_one_name(template, path, expected):
    assert bind(template, path) == expected
