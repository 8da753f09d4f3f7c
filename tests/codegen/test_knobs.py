"""A file's params as the model's arguments: what follows from another follows what is given."""

FILE = """
params: {width: 4, inner: =2 * width, depth: '=len([width, inner]) - 1'}
model:
  inputs:
    x: [batch, 8]
  layers:
    first: {Dense: {units: =inner}}
    blocks: {repeat: depth, layer: {Dense: {units: =width}}}
  call: blocks(first(x))
"""


def test_a_knob_that_follows_from_another_follows_what_is_given(module):
    made = module(FILE)
    assert [made.Spec().inner, made.Spec(width=3).inner, made.Spec(inner=5).inner] == [8, 6, 5]


def test_a_copy_derives_what_was_not_given(module):
    made = module(FILE)
    config = made.Spec(inner=5).get_config()
    assert made.Spec.from_config({**config, "width": 7}).inner == 5
    assert made.Spec.from_config({**config, "width": 7, "inner": None}).inner == 14


def test_a_knob_that_is_set_follows_nothing(module):
    made = module(FILE.replace("inner: =2 * width", "inner: 6"))
    assert made.Spec(width=3).inner == 6
