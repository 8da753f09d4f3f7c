"""No file imports itself by way of others: imports in functions and those for types count too.

The contracts of import-linter hold the rooms in order; within a room a circle stays unseen when one
of its imports stands in a function or under `TYPE_CHECKING`. A file in a circle can be read only
with all of the others.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import wtspec


def test_no_file_imports_itself_by_way_of_others() -> None:
    assert circles(Path(wtspec.__file__).parent) == []


@pytest.mark.parametrize(
    "second",
    [
        "from made.first import one",
        "import made.first",
        "from made import first",
        "from .first import one",
        "def two():\n    from made.first import one",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from made.first import one",
    ],
)
def test_a_circle_is_found_however_it_is_imported(tmp_path: Path, second: str) -> None:
    made = package(
        tmp_path, first="from made.third import three", third="import made.second", second=second
    )

    assert circles(made) == [("made.first", "made.second", "made.third")]


def test_every_circle_is_found_and_what_leads_to_one_is_no_part_of_it(tmp_path: Path) -> None:
    made = package(
        tmp_path,
        a="from made.b import b",
        b="from made.a import a",
        c="from made.d import d",
        d="from made.c import c\nfrom made.a import a",
        reader="from made.a import a",
        read="import ast",
    )

    assert circles(made) == [("made.a", "made.b"), ("made.c", "made.d")]


def test_a_package_stands_in_a_circle_with_a_file_that_imports_from_it(tmp_path: Path) -> None:
    made = package(tmp_path, __init__="from made.first import one", first="from made import one")

    assert circles(made) == [("made", "made.first")]


def test_files_in_order_make_no_circle(tmp_path: Path) -> None:
    made = package(
        tmp_path, __init__="from made.first import one", first="from made import second", second=""
    )

    assert circles(made) == []


def package(folder: Path, **files: str) -> Path:
    """A package `made` of these files, by their names."""
    made = folder / "made"
    made.mkdir()
    for name, source in {"__init__": "", **files}.items():
        (made / f"{name}.py").write_text(source)
    return made


def circles(package: Path) -> list[tuple[str, ...]]:
    """The sets of modules that import each other, be it by way of others; in order."""
    imports = read_imports(package)
    reached = {name: _reached(name, imports) for name in imports}
    sets = {
        tuple(sorted(other for other in reached[name] if name in reached[other]))
        for name in imports
    }
    return sorted(each for each in sets if each)


def read_imports(package: Path) -> dict[str, set[str]]:
    """Which modules of a package each of them imports, wherever in its file it does."""
    files = {_module(path, package): path for path in package.rglob("*.py")}
    return {name: set(_imported(name, path, {*files})) for name, path in files.items()}


def _module(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(name: str, path: Path, modules: set[str]) -> Iterator[str]:
    home = name if path.stem == "__init__" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom):
            yield from _from(_source(node, home), node, modules)


def _source(node: ast.ImportFrom, home: str) -> str:
    """What stands between `from` and `import`, in full."""
    parents = home.split(".")[: len(home.split(".")) + 1 - node.level] if node.level else []
    return ".".join([*parents, *([node.module] if node.module else [])])


def _from(source: str, node: ast.ImportFrom, modules: set[str]) -> Iterator[str]:
    """The modules that `from source import names` reads: a name may be a module itself."""
    for alias in node.names:
        inner = f"{source}.{alias.name}"
        yield from (
            module for module in (inner if inner in modules else source,) if module in modules
        )


def _reached(start: str, imports: dict[str, set[str]]) -> set[str]:
    """The modules that one imports, be it by way of others."""
    seen: set[str] = set()
    waiting = [*imports[start]]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += imports[name]
    return seen
