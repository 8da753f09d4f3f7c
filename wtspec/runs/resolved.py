"""A spec as one file that stands by itself: bases, libraries and overrides merged in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from collections.abc import Mapping as AnyMapping
from pathlib import Path

from msgspec.structs import replace

from wtspec.document import Document, Entry, Mapping, Node, Scalar, locator
from wtspec.document.print_tree import print_tree
from wtspec.language import evaluate, parse_expression
from wtspec.resolve.context import formula_text, is_formula
from wtspec.runs.formula_paths import move_in_formula
from wtspec.sources.formats import FORMATS
from wtspec.spec import Spec
from wtspec.spec.trial import without_sweep

Change = Callable[[Scalar], str]

_FILES = (*FORMATS, "npy", "images")
_BY_NAME = ("npy", "inputs", "targets")
_SOURCES = ("source", "validation", "test")
_FIRST = ("wtspec", "name", "doc", "params", "functions", "layers")


def resolved_text(spec: Spec, folder: Path, params: AnyMapping[str, object]) -> str:
    """The spec as the text of a file in `folder`, from where its data and weights are found.

    It is that of a single run, without `sweep`.

    Args:
        spec: Sound.
        folder: Where the text will lie.
        params: The values of the file's params, of which formulas may make paths.
    """
    return print_tree(resolved_tree(spec, folder, params))


def resolved_tree(spec: Spec, folder: Path, params: AnyMapping[str, object]) -> Mapping:
    """The tree of that text; its values still know where they were written."""
    document = spec.document
    entries = dict(without_sweep(document.tree).entries)
    entries.pop("imports", None)
    entries["name"] = Entry(_text("name", document), _text(spec.name, document))
    for section in ("functions", "layers"):
        merged = _with_libraries(document, section)
        if merged is not None:
            entries[section] = Entry(_text(section, document), merged)
    ordered = {key: entries[key] for key in _FIRST if key in entries} | entries
    tree = Mapping(ordered, document.tree.span)
    return move_paths(tree, document, folder, params)


def _with_libraries(document: Document, section: str) -> Mapping | None:
    sections = [one.tree.get(section) for one in (*document.libraries, document)]
    mappings = [node for node in sections if isinstance(node, Mapping)]
    if not mappings:
        return None
    entries = {key: entry for node in mappings for key, entry in node.entries.items()}
    return Mapping(entries, mappings[-1].span)


def move_paths(
    tree: Mapping, document: Document, folder: Path, params: AnyMapping[str, object]
) -> Mapping:
    """Every file is found from the spec, or the base of it, that names the file."""
    own = document.path.parent

    def move(node: Scalar) -> str:
        return _move(_path(node, params), _folder_of(node, own), folder)

    sources = [inner for part in _SOURCES for inner in _sources_within(tree, ("data", part))]
    files = [(*source, kind) for source in sources for kind in _FILES]
    for steps in (*files, ("model", "pretrained", "file")):
        tree = _changed(tree, steps, move)

    def move_named(node: Scalar) -> str:
        before = _folder_of(node, own)
        return move_in_formula(node, lambda path: _move(path, before, folder))

    for role in ("inputs", "targets", "weights", "rows"):
        tree = _changed(tree, ("data", role), move_named)
    return tree


def _sources_within(tree: Mapping, steps: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The place of a source, and of the one that it has windows of, and so on."""
    node: Node | None = tree
    for step in steps:
        node = node.get(step) if isinstance(node, Mapping) else None
    if node is not None:
        yield steps
        yield from _sources_within(tree, (*steps, "windows", "of"))


def _path(node: Scalar, params: AnyMapping[str, object]) -> str:
    if not is_formula(node):
        return node.text
    text, skipped = formula_text(node)
    return str(evaluate(parse_expression(text, locator(node, skipped)), params))


def _folder_of(node: Scalar, own: Path) -> Path:
    named = Path(node.span.source.name)
    return named.resolve().parent if named.is_file() else own


def _move(path: str, before: Path, after: Path) -> str:
    """A path that is relative to one folder, relative to another."""
    if os.path.isabs(path):  # noqa: PTH117 - the text is kept as it was written
        return path
    whole = os.path.normpath(before / path)
    try:
        return Path(os.path.relpath(whole, after)).as_posix()
    except ValueError:  # on Windows, another drive
        return Path(whole).as_posix()


def _changed(tree: Mapping, steps: tuple[str, ...], move: Change) -> Mapping:
    """The tree with the path, or the paths, that stand there moved."""
    first, *others = steps
    entry = tree.entries.get(first)
    if entry is None:
        return tree
    value = entry.value
    if not others:
        value = _moved(value, first, move)
    elif isinstance(value, Mapping):
        value = _changed(value, tuple(others), move)
    return replace(tree, entries={**tree.entries, first: Entry(entry.key, value)})


def _moved(node: Node, key: str, move: Change) -> Node:
    """A path; the path of a source's long form; or the path of each array of `npy`."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        path = move(node)
        return replace(node, value=path, text=path)
    if isinstance(node, Mapping):
        for inner in tuple(node.entries) if key in _BY_NAME else ("path",):
            node = _changed(node, (inner,), move)
    return node


def _text(text: str, document: Document) -> Scalar:
    return Scalar(text, text, document.tree.span)
