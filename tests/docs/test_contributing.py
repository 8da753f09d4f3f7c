"""What CONTRIBUTING names is there, and what tests tell one to write into."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PATHS = sorted(set(re.findall(r"`((?:wtspec|tests|scripts|docs|build)/[\w./-]+)", TEXT)))
NAMED = re.findall(r"`(\w+)` in\s+`(wtspec/[\w/]+\.py)`", TEXT)
MADE = ("build/",)
OF_THE_READER = re.compile("NAME|CODE")


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_it_names_is_there(path):
    if not path.startswith(MADE) and not OF_THE_READER.search(path):
        assert (ROOT / path).exists(), f"CONTRIBUTING.md: there is no {path} any more"


@pytest.mark.parametrize(("name", "path"), NAMED)
def test_what_it_names_in_a_file_stands_there(name, path):
    assert re.search(
        rf"^ *(class|def) {name}\b|^{name}\b", (ROOT / path).read_text("utf-8"), re.MULTILINE
    ), f"CONTRIBUTING.md: {path} has no `{name}` any more"


def test_a_file_that_a_test_sends_one_to_is_there():
    tests = {path: path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    named = r"\b(?:wtspec|tests|docs)/[\w/-]+\.(?:py|txt|md)\b"
    gone = {
        f"{test.relative_to(ROOT)} names {path}"
        for test, text in tests.items()
        for path in re.findall(named, text)
        if not (ROOT / path).exists()
    }
    assert gone == set()
