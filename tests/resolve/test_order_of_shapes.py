"""Layers that fit where the model uses them need no look by themselves: it tells nothing more."""

import random
import re
import shutil

import pytest

from tests.long import mostly_long
from tests.resolve.mutate import CONFIGS, FILES
from wtspec.errors import SpecError
from wtspec.shapes import check as shapes
from wtspec.stages import check_file

SIZES = re.compile(r"(?<=[\[ ,(])(?:[a-z_]+|[0-9]+)(?=[\],) ])")
"""Names and numbers in lists and calls."""

CHANGES = 40
WITH_MODEL = [path for path in FILES if "\nmodel:" in path.read_text(encoding="utf-8")]


def change(text, seed):
    """A text in which one name or number stands where another stood."""
    chance = random.Random(seed)  # noqa: S311 - no secret depends on it
    start = re.search(r"^(?:layers|model):", text, re.MULTILINE).start()
    end = re.search(r"^data:", text, re.MULTILINE)
    found = list(SIZES.finditer(text, start, end.start() if end else len(text)))
    place, other = chance.choice(found), chance.choice(found)
    return text[: place.start()] + other[0] + text[place.end() :]


def told(path):
    try:
        found = check_file(path).warnings
    except SpecError as error:
        found = error.diagnostics
    return [(str(one.span), one.code, one.message) for one in found]


@pytest.mark.parametrize("path", mostly_long(WITH_MODEL, every=4), ids=lambda path: path.stem)
def test_each_layer_by_itself_tells_nothing_more(path, tmp_path, monkeypatch):
    shutil.copytree(CONFIGS, tmp_path, dirs_exist_ok=True)
    text, changed = path.read_text(encoding="utf-8"), tmp_path / "changed.yaml"
    follow = shapes._follow_model
    for seed in range(CHANGES):
        changed.write_text(change(text, seed), encoding="utf-8")
        short = told(changed)
        with monkeypatch.context() as patch:
            patch.setattr(shapes, "_follow_model", lambda *given: (None, follow(*given)[1]))
            assert told(changed) == short


def test_changes_make_faults_of_shapes(tmp_path):
    shutil.copytree(CONFIGS, tmp_path, dirs_exist_ok=True)
    codes = set()
    for path in WITH_MODEL:
        for seed in range(0, CHANGES, 4):
            text = change(path.read_text(encoding="utf-8"), seed)
            (tmp_path / "changed.yaml").write_text(text, encoding="utf-8")
            codes |= {code for _, code, _ in told(tmp_path / "changed.yaml")}
    assert {"shape-mismatch", "rank-mismatch"} <= codes
