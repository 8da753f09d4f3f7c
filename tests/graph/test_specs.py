"""Every layer and model of the project's own files, drawn."""

from pathlib import Path

import pytest

from tests.graph.reading import check_sound, layers_called
from wtspec.graph import layer_graph, model_graph
from wtspec.program.bound import Reference
from wtspec.program.walk import in_statements
from wtspec.stages import check_file

ROOT = Path(__file__).parents[2]
FILES = sorted(
    file
    for folder in (
        "configs",
        "configs/layers",
        "tests/judges/specs/keras",
        "tests/judges/specs/papers",
    )
    for file in (ROOT / folder).glob("*.yaml")
)


def read_layers(layer):
    """The sublayers that a body names."""
    nodes = in_statements(layer.body.statements)
    return {one.name for one in nodes if isinstance(one, Reference) and one.role == "layer"}


def drawn_layers(graph):
    """The sublayers that nodes stand for, whichever of several they are."""
    return {title.partition("[")[0] for title in layers_called(graph)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_layer_is_drawn_with_what_its_body_calls_and_no_other(file):
    program = check_file(file).program
    for layer in program.layers:
        graph = layer_graph(program, layer.name)
        check_sound(graph)
        assert drawn_layers(graph) == read_layers(layer), layer.name
        assert [weight.name for weight in graph.weights] == [one.name for one in layer.weights]


@pytest.mark.parametrize(
    "file", [f for f in FILES if f.parent.name == "configs"], ids=lambda f: f.stem
)
def test_each_model_is_drawn_with_what_its_body_calls_and_no_other(file):
    program = check_file(file).program
    graph = model_graph(program)
    check_sound(graph)
    assert drawn_layers(graph) == read_layers(program.model)
