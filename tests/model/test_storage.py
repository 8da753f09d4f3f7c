import numpy as np
import pytest
from safetensors.numpy import save_file as save_arrays

from wtspec.errors import SpecError
from wtspec.model import load_weights, save_weights, weights

PAIR = """
layers:
  Pair:
    inputs: {x: [batch, n]}
    weights:
%s
    call: x @ a @ b + c
model: {inputs: {x: [batch, 3]}, sequential: [Pair]}
"""
A = "      a: {shape: [n, n], initializer: glorot_uniform}"
B = "      b: {shape: [n, n], initializer: glorot_uniform}"
C = "      c: {shape: [], dtype: bfloat16, initializer: 0.5}"


def values(model):
    return {path: np.asarray(one.value) for path, one in weights(model).items()}


def test_weights_find_their_paths_after_the_file_is_reordered(built, tmp_path):
    first = built(PAIR % f"{A}\n{B}\n{C}").model
    other = built(PAIR % f"{C}\n{B}\n{A}" + "runtime: {seed: 5}").model
    save_weights(first, tmp_path / "w.safetensors")
    load_weights(other, tmp_path / "w.safetensors")
    wanted, found = values(first), values(other)
    assert list(found) == ["pair/c", "pair/b", "pair/a"]
    assert all(np.array_equal(wanted[path], found[path]) for path in wanted)
    assert str(found["pair/c"].dtype) == "bfloat16"


def test_saving_leaves_one_file_alone(built, tmp_path):
    model = built(PAIR % f"{A}\n{B}\n{C}").model
    before = set(tmp_path.iterdir())
    for _ in range(2):
        save_weights(model, tmp_path / "w.safetensors")
    assert set(tmp_path.iterdir()) - before == {tmp_path / "w.safetensors"}


def test_every_mismatch_is_said_at_once_and_nothing_is_loaded(built, tmp_path):
    model = built(PAIR % f"{A}\n{B}\n{C}").model
    before = values(model)
    stored = {
        "pair/a": np.zeros((3, 4), "float32"),
        "pair/bb": np.zeros((3, 3), "float32"),
        "pair/c": np.zeros((), "float32"),
    }
    save_arrays(stored, tmp_path / "w.safetensors")
    with pytest.raises(SpecError) as caught:
        load_weights(model, tmp_path / "w.safetensors")
    found = [
        (one.code, one.message, one.expected, one.received) for one in caught.value.diagnostics
    ]
    other = "is another one in the file"
    assert found == [
        ("weight-mismatch", f"the weight `pair/a` {other}", "(3, 3) float32", "(3, 4) float32"),
        ("missing-tensor", "`w.safetensors` has no weight `pair/b`", None, None),
        ("weight-mismatch", f"the weight `pair/c` {other}", "() bfloat16", "() float32"),
        (
            "unused-tensor",
            "the model has no weight `pair/bb`, which `w.safetensors` has",
            None,
            None,
        ),
    ]
    assert all(np.array_equal(before[path], value) for path, value in values(model).items())


HEADER = '{"a":{"dtype":"F32","shape":%s,"data_offsets":[0,%d]}}'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"short",
        (2**63).to_bytes(8, "little") + b"{}",
        (2).to_bytes(8, "little") + b"[]",
        (2).to_bytes(8, "little") + b"x}",
        *(
            len(header).to_bytes(8, "little") + header.encode() + bytes(8)
            for header in (HEADER % ("[3]", 8), HEADER % ("[-2]", 8), HEADER % ("[20]", 80))
        ),
    ],
)
def test_a_file_that_lies_about_itself_is_refused(built, tmp_path, content):
    (tmp_path / "w.safetensors").write_bytes(content)
    with pytest.raises(SpecError, match="unreadable-file"):
        load_weights(built(PAIR % f"{A}\n{B}\n{C}").model, tmp_path / "w.safetensors")
