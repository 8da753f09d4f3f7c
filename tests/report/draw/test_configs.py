"""The pictures of all examples are as they should be."""

import pytest

from tests.report.draw.geometry import faults
from tests.rooms import ROOT
from wtspec.graph import layer_graph, model_graph
from wtspec.report.draw import draw_svg
from wtspec.stages import check_file

CONFIGS = sorted((ROOT / "configs").rglob("*.yaml"))


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_nothing_in_the_picture_of_an_example_lies_on_another_thing(path):
    program = check_file(path).program
    graphs = [layer_graph(program, layer.name) for layer in program.layers]
    if program.model is not None:
        graphs.append(model_graph(program))
    for graph in graphs:
        for depth in (0, 1, None):
            assert faults(draw_svg(graph, depth, interactive=True)) == []
