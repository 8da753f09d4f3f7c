import shutil

import pytest
from msgspec.structs import replace

from tests.runs.conftest import FLOWERS
from wtspec.document import Entry, Mapping, Sequence
from wtspec.stages import check, load


@pytest.fixture
def run_folder(finished, tmp_path):
    """A copy of a finished run, in the same place below a copy of its data."""
    project = finished.folder.parents[2]
    shutil.copytree(project, tmp_path / "project")
    return tmp_path / "project" / finished.folder.relative_to(project)


@pytest.fixture
def edited(run_folder):
    """The run's spec as a file given anew, with some of its text replaced."""

    def edit(*replaced, overrides=()):
        text = FLOWERS
        for before, after in replaced:
            assert before in text
            text = text.replace(before, after)
        path = run_folder.parents[2] / "spec.yaml"
        path.write_text(text)
        return check(load(path, overrides))

    return edit


def backwards(node, key=None):
    """A tree with its keys in the other order, but for inputs, whose order counts."""
    if isinstance(node, Sequence):
        return replace(node, items=tuple(map(backwards, node.items)))
    if not isinstance(node, Mapping):
        return node
    entries = [
        (name, Entry(one.key, backwards(one.value, name))) for name, one in node.entries.items()
    ]
    return replace(node, entries=dict(entries if key == "inputs" else reversed(entries)))
