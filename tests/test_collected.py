"""Every test that is written is collected: none lies where pytest does not look.

pytest passes over folders of some names (`build`, `dist`), files not called `test_…`, classes not
called `Test…`, and those with an `__init__`, and mostly says nothing of it.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_every_test_that_is_written_is_collected():
    assert left_out(ROOT / "tests", ROOT / "pyproject.toml") == []


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

    assert left_out(tmp_path, tmp_path / "pytest.ini") == [
        "`check_it.py` has `test_it`, which pytest does not collect",
        "`dist/test_it.py` has `test_it`, which pytest does not collect",
        "`test_classes.py` has `It.test_it`, which pytest does not collect",
        "`test_classes.py` has `TestIt.test_it`, which pytest does not collect",
        "`test_nothing.py` has no test",
    ]


def left_out(folder: Path, settings: Path) -> list[str]:
    """A sentence for each test below a folder that pytest does not collect, and each empty file."""
    taken = collected(folder, settings)
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


def collected(folder: Path, settings: Path) -> defaultdict[Path, set[str]]:
    """The names of the tests that pytest finds in each file, whether or not it would run them."""
    found = Found()
    pytest.main(
        ["--collect-only", "-qq", "-p", "no:cacheprovider", "-c", str(settings), str(folder)],
        plugins=[found],
    )
    return found.tests


class Found:
    """A plugin that notes what is collected."""

    def __init__(self):
        self.tests = defaultdict(set)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items):
        """Before any is deselected."""
        for item in items:
            classes = [part.name for part in item.listchain() if isinstance(part, pytest.Class)]
            self.tests[item.path].add(".".join([*classes, item.originalname]))
