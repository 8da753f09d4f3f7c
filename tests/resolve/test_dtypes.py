"""Dtypes of 64 bits are refused wherever a dtype can be named."""

import pytest

from wtspec.errors import SpecError
from wtspec.stages import check, load

LAYER = """
layers:
  A:
    {params}
    inputs: {{x: {{shape: [batch, n], dtype: {input}}}}}
    weights: {{w: {{shape: [n], initializer: ones, trainable: false, dtype: {weight}}}}}
    call: {call}
"""
GIVEN = {"params": "doc: A.", "input": "float32", "weight": "float32", "call": "x * w"}


def faults(tmp_path, text):
    path = tmp_path / "spec.yaml"
    path.write_text("wtspec: 1\n" + text, encoding="utf-8")
    with pytest.raises(SpecError) as found:
        check(load(path))
    return [one.code for one in found.value.diagnostics]


@pytest.mark.parametrize(
    "given",
    [
        {"input": "float64"},
        {"weight": "int64"},
        {"weight": "uint64"},
        {"params": "params: {kind: {type: dtype, default: float64}}"},
        {"call": 'cast(x, "float64") * w'},
        {"call": 'x + zeros([2], dtype="complex128")'},
    ],
    ids=str,
)
def test_dtype_of_64_bits_in_a_layer_is_refused(tmp_path, given):
    assert faults(tmp_path, LAYER.format(**{**GIVEN, **given})) == ["wide-dtype"]


@pytest.mark.parametrize("dtype", ["float64", "int64"])
def test_dtype_of_64_bits_of_a_component_is_refused(tmp_path, dtype):
    model = "model: {inputs: {x: [b, 4]}, sequential: [{Dense: {units: 2, dtype: %s}}]}"
    assert faults(tmp_path, model % dtype) == ["wide-dtype"]


def test_precision_of_64_bits_is_refused(tmp_path):
    assert faults(tmp_path, "runtime: {precision: float64}") == ["wide-dtype"]
