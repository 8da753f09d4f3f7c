import os
import subprocess
import sys
from pathlib import Path

import pytest

from wtspec.errors import SpecError
from wtspec.model import plan, weight_rows, weights
from wtspec.model.pretrained.storage import stored_dtype

TEXT = """
layers:
  Norm:
    inputs: {x: [..., dim]}
    weights:
      center: {shape: [dim], initializer: zeros, trainable: false}
      scale: {shape: [dim], initializer: "=ones(shape) * 2", dtype: bfloat16}
    call: (x - center) * scale
    returns: [..., dim]
  Block:
    inputs: {x: [batch, dim]}
    layers:
      norm: Norm
      up: {Dense: {units: =dim, kernel_initializer: {VarianceScaling: {scale: 2.0}}}}
    call: x + up(norm(x))
    returns: [batch, dim]
model:
  inputs: {x: [batch, 4]}
  layers: {blocks: {layer: Block, repeat: 2}, gru: {GRU: 3}}
  call: gru(expand_dims(blocks(x), 1))
"""


def test_rows_say_what_the_built_model_has(built):
    found = built(TEXT)
    planned = plan(found.code)
    assert {row.path: (row.shape, row.dtype, row.trainable) for row in planned.rows} == {
        path: (tuple(one.shape), stored_dtype(one), one.trainable)
        for path, one in weights(found.model).items()
    }
    assert planned.parameters == sum(row.parameters for row in planned.rows) == 137
    assert planned.parameters - planned.trainable == 8
    assert planned.bytes == 4 * 137 - 2 * 8


SCANNED = TEXT.replace("repeat: 2}", "repeat: 2, scan: true}").replace("GRU: 3", "LSTM: 3")


@pytest.mark.parametrize("text", [TEXT, SCANNED])
def test_rows_of_a_model_with_values_are_those_of_its_plan(built, text):
    found = built(text)
    assert weight_rows(found.code, found.model) == plan(found.code).rows


def test_rows_stand_in_the_order_of_the_file_with_initializers_as_written(compiled):
    found = compiled(TEXT)
    rows = plan(found.code).rows
    assert [(row.path, row.initializer) for row in rows[:4]] == [
        ("blocks/0/norm/center", "zeros"),
        ("blocks/0/norm/scale", "=ones(shape) * 2"),
        ("blocks/0/up/kernel", "variance_scaling"),
        ("blocks/0/up/bias", "zeros"),
    ]
    assert rows[-2].initializer == "orthogonal"


def test_the_tree_names_classes_and_shapes(compiled):
    found = compiled(TEXT)
    tree = plan(found.code).tree
    block, _, gru = tree.inner
    assert (tree.kind, block.name, block.kind, block.shape) == (
        "Spec",
        "blocks/0",
        "Block",
        (None, 4),
    )
    assert [one.name for one in block.inner] == ["norm", "up"]
    assert (gru.shape, gru.parameters) == ((None, 3), 81)


DOUBLED = "rearrange(concatenate([x, x], axis=-1), 'b i -> b i') - center"
"""What does not fit, by a function whose shapes only Keras knows."""


def test_a_fault_is_found_as_in_a_build(compiled):
    found = compiled(TEXT.replace("x - center", DOUBLED))
    with pytest.raises(SpecError, match="shape-mismatch") as caught:
        plan(found.code)
    assert caught.value.diagnostics[0].received == "x: (?, 4) float32, center: (4,) float32"


HUGE = """
wtspec: 1
layers:
  Block:
    params: {heads: {type: int}}
    inputs: {x: [batch, time, dim]}
    weights:
      wq: {shape: [dim, dim], initializer: glorot_uniform}
      wk: {shape: [dim, dim], initializer: glorot_uniform}
      wv: {shape: [dim, dim], initializer: glorot_uniform}
      wo: {shape: [dim, dim], initializer: glorot_uniform}
    layers:
      before: LayerNormalization
      after: LayerNormalization
      up: {Dense: {units: =4 * dim, activation: gelu}}
      down: {Dense: {units: =dim}}
    call: |
      y = before(x)
      parts = (batch, time, heads, dim // heads)
      q, k, v = reshape(y @ wq, parts), reshape(y @ wk, parts), reshape(y @ wv, parts)
      scores = softmax(einsum("bqhd,bkhd->bhqk", q, k) / sqrt(dim // heads))
      mixed = reshape(einsum("bhqk,bkhd->bqhd", scores, v), (batch, time, dim))
      x = x + mixed @ wo
      return x + down(up(after(x)))
    returns: [batch, time, dim]
model:
  inputs: {tokens: {shape: [batch, 2048], dtype: int32}}
  layers:
    embed: {Embedding: {input_dim: 50000, output_dim: 8000}}
    blocks: {layer: {Block: 80}, repeat: 80}
    head: {Dense: 50000}
  call: head(blocks(embed(tokens)))
"""
CODE = """
import re, sys
from pathlib import Path
from wtspec.model import generated, plan, prepare_backend
from wtspec.stages import check, load
prepare_backend("cpu", compile_cache=False)
spec = load(Path(sys.argv[1]))
program = check(spec).program
planned = plan(generated(program, spec.document.source))
print(planned.parameters, len(planned.rows))
# `ru_maxrss` would hold what the process had that started this one.
print(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc").exists(), reason="a peak of its own is told by /proc")
def test_sixty_billion_parameters_take_no_memory(tmp_path):
    (tmp_path / "huge.yaml").write_text(HUGE)
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path / "huge.yaml")],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    parameters, rows, kilobytes = (int(number) for number in done.stdout.split())
    assert (parameters, rows) == (62_245_810_000, 963)
    assert kilobytes < 600_000
