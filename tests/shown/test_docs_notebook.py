"""The notebook of the docs does what it shows. Executed anew by `--write-golden`."""

import copy
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


def execute(notebook, folder):
    """The same notebook, executed in an empty folder."""
    fresh = copy.deepcopy(notebook)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    place = {"metadata": {"path": str(folder)}}
    client = NotebookClient(fresh, kernel_name="python3", timeout=120, resources=place)
    client.record_timing = False
    return client.execute()


@pytest.fixture(scope="module")
def written(request, tmp_path_factory):
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    if request.config.getoption("--write-golden"):
        notebook = execute(notebook, tmp_path_factory.mktemp("golden"))
        nbformat.write(notebook, NOTEBOOK)
    return notebook


def kinds(notebook):
    """What kinds of outputs each cell has."""
    return [
        [(one.output_type, *sorted(one.get("data", {}))) for one in cell.get("outputs", [])]
        for cell in notebook.cells
    ]


def text_of(notebook):
    return "\n".join(
        str(one.get("data", "")) + "\n".join(one.get("traceback", []))
        for cell in notebook.cells
        for one in cell.get("outputs", [])
    )


@pytest.mark.long
def test_the_notebook_shows_what_it_does(written, tmp_path):
    assert kinds(written) == kinds(execute(written, tmp_path))


def test_each_kind_of_thing_shows_itself(written):
    text = text_of(written)
    for told in ("spec <b>digits", "plan <b>digits", "<img ", "run <b>runs/digits/0001"):
        assert told in text
    assert "epoch 8/8" in text
    assert "\x1b[1;31merror[" in text
    assert "Traceback" not in text


def test_it_tells_nothing_of_the_machine_that_executed_it(written):
    assert not re.search(r"/(tmp|home|root|work|Users)/", text_of(written))
