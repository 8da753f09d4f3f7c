"""One layer by itself, in the names of its dims."""

import pytest

from tests.graph.reading import edges
from wtspec import api
from wtspec.errors import SpecError
from wtspec.graph import layer_graph
from wtspec.stages import check_file

LINEAR = """
layers:
  Linear:
    doc: y = x W + b
    params:
      units: {type: int}
      parts: {type: int, default: 2}
      spread: {type: list, default: [3]}
    inputs: {x: [..., features]}
    weights:
      kernel:
        shape: [features, units // parts]
        initializer: "=random.normal(shape) / sqrt(features)"
        dtype: bfloat16
        doc: |
          Turns it.
          More of that.
      center:
        shape: =spread
        initializer: {VarianceScaling: {scale: 2e-1, mode: fan_avg}}
        trainable: false
    call: |
      y = x @ kernel
      return y * y
"""


def test_edges_have_shapes_in_dims(drawn):
    graph = drawn(LINEAR, "Linear")
    assert (graph.name, graph.doc) == ("Linear", "y = x W + b")
    assert edges(graph) == [
        ("x", "x @ kernel", "x", "[..., features]"),
        ("x @ kernel", "y * y", "y", "[..., units // parts]"),
        ("y * y", "output", "", "[..., units // parts]"),
    ]


def test_weights_say_how_the_file_has_them_made(drawn):
    kernel, center = drawn(LINEAR, "Linear").weights
    assert (kernel.path, kernel.shape) == ("kernel", "[features, units // parts]")
    assert kernel.initializer == "=random.normal(shape) / sqrt(features)"
    assert (kernel.dtype, kernel.doc, kernel.trainable) == ("bfloat16", "Turns it.", True)
    assert (center.shape, center.trainable) == ("[*spread]", False)
    assert center.initializer == "{VarianceScaling: {scale: 2e-1, mode: fan_avg}}"


def test_statements_of_weights_stand_just_so_in_the_generated_source(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text(f"wtspec: 1\n{LINEAR}", encoding="utf-8")
    source = api.source(path)
    kernel, center = layer_graph(check_file(path).program, "Linear").weights
    for weight in (kernel, center):
        inside = "\n".join(f"        {line}" for line in weight.line.split("\n"))
        assert weight.line.startswith(f"self.{weight.name} = self.add_weight(")
        assert inside in source


def test_a_name_that_no_layer_has_is_told_with_the_nearest(program):
    with pytest.raises(SpecError) as raised:
        layer_graph(program(LINEAR), "Linera")
    (fault,) = raised.value.diagnostics
    assert (fault.code, fault.help) == ("unknown-layer", "did you mean `Linear`?")


def test_a_library_has_no_model_to_draw(drawn):
    with pytest.raises(SpecError) as raised:
        drawn(LINEAR)
    assert raised.value.diagnostics[0].code == "incomplete-spec"
