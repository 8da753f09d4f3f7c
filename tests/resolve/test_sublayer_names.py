"""Names of sublayers in paths, before anything is built."""

FILE = "model:\n  inputs: {x: [batch, 4]}\n  layers: {%s}\n  call: a(b(x))\n"


def test_a_name_in_paths_may_be_an_inputs(codes):
    assert codes(FILE % "a: {layer: {Dense: 4}, name: x}, b: {Dense: 4}") == []


def test_two_of_one_name_in_paths_clash(codes):
    named = "a: {layer: {Dense: 4}, name: c}, b: {layer: {Dense: 4}, name: c}"
    assert codes(FILE % named) == ["duplicate-name"]
    assert codes(FILE % "a: {layer: {Dense: 4}, name: b}, b: {Dense: 4}") == ["duplicate-name"]
