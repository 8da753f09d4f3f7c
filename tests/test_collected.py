"""Every test that is written is collected: none lies where pytest does not look.

pytest passes over folders of some names (`build`, `dist`), files not called `test_…`, classes not
called `Test…`, and those with an `__init__`, and mostly says nothing of it.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.rooms import ROOT

TESTS = ROOT / "tests"
ROOMS = sorted(path.parent.name for path in (ROOT / "wtspec").glob("*/__init__.py"))


@pytest.fixture(scope="module")
def ours():
    """The tests of the project."""
    return collected(TESTS, ROOT / "pyproject.toml")


def test_every_test_that_is_written_is_collected(ours):
    assert left_out(TESTS, ours.tests) == []


def test_make_test_tries_every_room_that_has_tests(ours):
    tried = {path.relative_to(TESTS).parts[0] for path in ours.quick}
    assert [room for room in ROOMS if (TESTS / room).is_dir() and room not in tried] == []


@pytest.mark.filterwarnings("ignore:cannot collect test class")
def test_what_pytest_passes_over_is_told(tmp_path):
    test = "def test_it(): pass\n"
    files = {
        "check_it.py": test,
        "dist/test_it.py": test,
        "test_classes.py": f"class It:\n {test}\nclass TestIt:\n def __init__(self): pass\n {test}",
        "test_nothing.py": "",
        "test_well.py": f"{test}class TestIt:\n {test}",
    }
    (tmp_path / "dist").mkdir()
    for path, source in files.items():
        (tmp_path / path).write_text(source)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    found = collected(tmp_path, tmp_path / "pytest.ini")
    assert left_out(tmp_path, found.tests) == [
        "`check_it.py` has `test_it`, which pytest does not collect",
        "`dist/test_it.py` has `test_it`, which pytest does not collect",
        "`test_classes.py` has `It.test_it`, which pytest does not collect",
        "`test_classes.py` has `TestIt.test_it`, which pytest does not collect",
        "`test_nothing.py` has no test",
    ]


def left_out(folder: Path, taken: Mapping[Path, set[str]]) -> list[str]:
    """A sentence for each test below a folder that pytest does not collect, and each empty file."""
    faults = []
    for path in sorted(folder.rglob("*.py")):
        if "node_modules" in path.parts:
            continue
        name = path.relative_to(folder)
        tests = set(written(ast.parse(path.read_text("utf-8")).body))
        faults += [
            f"`{name}` has `{test}`, which pytest does not collect"
            for test in sorted(tests - taken[path])
        ]
        if path.name.startswith("test_") and not tests:
            faults.append(f"`{name}` has no test")
    return faults


def written(body: list[ast.stmt], within: str = "") -> Iterator[str]:
    """The names of tests, with those of the classes that they stand in."""
    for statement in body:
        match statement:
            case ast.ClassDef(name=name, body=inner):
                yield from written(inner, f"{within}{name}.")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if name.startswith("test_"):
                    yield f"{within}{name}"


def collected(folder: Path, settings: Path) -> "Found":
    """The tests that pytest finds below a folder, whether or not it would run them."""
    found = Found()
    pytest.main(
        ["--collect-only", "-qq", "-p", "no:cacheprovider", "-c", str(settings), str(folder)],
        plugins=[found],
    )
    return found


class Found:
    """A plugin that notes what is collected.

    Attributes:
        tests: The names of the tests in each file.
        quick: The files with tests that are not long.
    """

    def __init__(self):
        self.tests = defaultdict(set)
        self.quick = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items):
        """Before any is deselected."""
        for item in items:
            classes = [part.name for part in item.listchain() if isinstance(part, pytest.Class)]
            self.tests[item.path].add(".".join([*classes, item.originalname]))
            if item.get_closest_marker("long") is None:
                self.quick.add(item.path)
