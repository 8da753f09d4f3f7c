"""Shapes of weights that one formula says, before anything is built."""

import pytest

FILE = """\
layers:
  Thing:
    params: {sizes: {type: list, default: [2, 3]}, n: 4, start: {type: initializer}}
    inputs: {x: [batch, dim], y: {shape: [batch, dim], optional: true}}
    weights:
      a: {shape: [dim], initializer: ones}
      w: {shape: %(shape)s, initializer: %(initializer)s}
      z: {shape: [dim], initializer: ones}
    call: x * a * z * mean(w) * (1 if y is none else 2)
"""


@pytest.fixture
def told(codes):
    """The codes of a weight with some shape and initializer."""
    return lambda shape="[dim]", initializer="ones": codes(
        FILE % {"shape": shape, "initializer": initializer}
    )


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        ("=shape(x)", "dynamic-condition"),
        ('"=shape(x)[:1]"', "dynamic-condition"),
        ('"=shape(x)[0:]"', "dynamic-condition"),
        ('["=shape(x)[0]"]', "dynamic-condition"),
        ("=n", "static-type"),
        ("=dim", "static-type"),
        ("=4", "static-type"),
        ('["=range(3)"]', "static-type"),
        ('["=[3]"]', "static-type"),
        ('["=n > 1"]', "static-type"),
        ("=x", "undefined-name"),
        ('"=shape(y)[1:]"', "undefined-name"),
        ("n", "wrong-type"),
        ('"shape(x)[1:]"', "bare-formula"),
    ],
)
def test_what_is_no_shape_is_told_once(told, shape, code):
    assert told(shape=shape) == [code]


@pytest.mark.parametrize(
    ("initializer", "code"),
    [
        ("=x", "undefined-name"),
        ('"=mean(x, axis=0)"', "undefined-name"),
        ("=z", "undefined-name"),
        ("=w", "undefined-name"),
        ("=start()", "missing-argument"),
        ('"=start([2 * dim])"', "shape-mismatch"),
        ('"=concatenate([a, a])"', "shape-mismatch"),
    ],
)
def test_an_initializer_reads_what_is_above_alone(told, initializer, code):
    assert told(initializer=initializer) == [code]


def test_a_weight_below_is_told_to_move(fault):
    found = fault(FILE % {"shape": "[dim]", "initializer": "=z"})
    assert found.help == "move `z` above: an initializer reads what is declared before it"


@pytest.mark.parametrize("initializer", ["=a", "=a * 2", '"=start([dim])"', "=start(shape) + a"])
def test_what_an_initializer_may_read(told, initializer):
    assert told(initializer=initializer) == []


@pytest.mark.parametrize("size", ["range(3)", "[n]", "[i for i in range(n)]", "n > 1"])
def test_a_size_of_an_input_is_one_number(codes, size):
    file = f"""\
layers:
  Thing:
    params: {{n: 4}}
    inputs: {{x: [batch, dim], y: [batch, "={size}"]}}
    call: concatenate([x, y], axis=-1)
"""
    assert codes(file) == ["static-type"]
