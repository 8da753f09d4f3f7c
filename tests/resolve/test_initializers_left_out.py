"""A weight without an initializer, before anything is built."""

import pytest

FILE = """\
layers:
  Scale:
    inputs: {x: [batch, n]}
    weights: {w: {shape: [n]%s}}
    call: x * w
model:
  inputs: {x: [batch, 4]}
  sequential: [Scale]
"""
PRETRAINED = "  pretrained: {file: a.safetensors}\n"


@pytest.mark.parametrize("given", ["", ", initializer: null"])
def test_it_is_an_error_where_no_file_fills_it(fault, given):
    found = fault(FILE % given)
    assert found.code == "missing-key"
    assert found.message == "`layers.Scale.weights.w` lacks the key `initializer`"
    assert found.span.text == "w"


@pytest.mark.parametrize("given", ["", ", initializer: null"])
def test_it_is_right_where_a_file_fills_it(codes, given):
    assert codes(FILE % given + PRETRAINED) == []


def test_a_wrong_initializer_is_told_once(codes):
    assert codes(FILE % ", initializer: [1]") == ["wrong-type"]
    assert codes(FILE % ", initialiser: zeros") == ["unknown-key"]
