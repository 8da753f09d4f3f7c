"""A wrapper's weights, and those of the layer that it wraps, share a folder of paths."""

import pytest

FILE = """\
layers:
  Own:
    inputs: {{x: [..., features]}}
    weights: {{scale: {{shape: [features], initializer: ones}}}}
    call: x * scale
  Wrapper:
    inputs: {{x: [..., features]}}
    wraps: {{inner: [..., units]}}
    weights: {{{name}: {{shape: [features], initializer: ones{when}}}}}
    call: {call}
model:
  inputs: {{x: [batch, 4]}}
  sequential: [{{Wrapper: {{inner: {inner}}}}}]
"""


@pytest.mark.parametrize(
    ("name", "inner", "found"),
    [
        ("kernel", "{Dense: 2}", ["path-clash"]),
        ("scale", "Own", ["path-clash"]),
        ("factor", "{Dense: 2}", []),
        ("bias", "{Dense: {units: 2, use_bias: false}}", []),
        ("kernel", "relu", []),
    ],
)
def test_a_weight_of_the_wrapped_layers_name_is_a_clash(name, inner, found, codes):
    text = FILE.format(name=name, inner=inner, when="", call=f"inner(x * {name})")
    assert codes(text) == found


def test_a_weight_that_may_not_exist_is_no_clash(codes):
    text = FILE.format(name="kernel", inner="{Dense: 2}", when=", when: false", call="inner(x)")
    assert codes(text) == []
