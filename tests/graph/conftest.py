import pytest

from wtspec.graph import layer_graph, model_graph
from wtspec.stages import check_file


@pytest.fixture
def program(tmp_path):
    """The program of a file's text, its version left out."""

    def check(text):
        path = tmp_path / "spec.yaml"
        path.write_text(f"wtspec: 1\n{text}", encoding="utf-8")
        return check_file(path).program

    return check


@pytest.fixture
def drawn(program):
    """The graph of a text's model, or of one of its layers."""

    def draw(text, layer=None):
        found = program(text)
        return model_graph(found) if layer is None else layer_graph(found, layer)

    return draw
