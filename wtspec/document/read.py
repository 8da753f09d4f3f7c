"""Reads a spec with all that it stands on: bases, libraries, overrides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from wtspec.document.compose import compose
from wtspec.document.decode import check_size, to_input
from wtspec.document.files.extends import File, Reader
from wtspec.document.files.imports import check_clashes, read_libraries
from wtspec.document.files.link import Link
from wtspec.document.node import Document, Mapping, Node
from wtspec.document.root import check_root, find_root, resolve
from wtspec.document.written import Written
from wtspec.errors import Diagnostic, Report, SpecError

if TYPE_CHECKING:
    from wtspec.document.override import Override


def read_document(
    path: Path | Written,
    *,
    overrides: Sequence[tuple[str, object]] = (),
    root: Path | None = None,
) -> Document:
    """Reads a spec file: its bases merged in, then its overrides, and the libraries beside it.

    The tree has no `extends` any more; its `imports` are those of the file, or of a base where
    the file has none, while `libraries` holds what the file and its bases import.

    Args:
        path: The file, or what stands for one in the working directory.
        overrides: Path and value of each `--set`; a value that is text is read as YAML, any
            other is taken as it is.
        root: The folder that bases and libraries may not leave; found from `path` by default.

    Raises:
        SpecError: All that is wrong with the files and the overrides, short of their meaning.
    """
    report = Report()
    document = read_sound(path, report, overrides=overrides, root=root)
    report.check()
    return cast("Document", document)


def read_sound(
    path: Path | Written,
    report: Report,
    *,
    overrides: Sequence[tuple[str, object]] = (),
    root: Path | None = None,
) -> Document | None:
    """As `read_document`, with what is sound in the files where there are faults.

    Args:
        path: As for `read_document`.
        report: Takes the faults.
        overrides: As for `read_document`.
        root: As for `read_document`.

    Returns:
        The document; None where the file, or a base of it, has no tree.

    Raises:
        SpecError: There is no such root, or nothing of that path can be a file.
    """
    first = _first_link(path)
    folder = check_root(root) if root is not None else find_root(first.path)
    reader = Reader(folder, report)
    file = reader.read((first,))
    libraries, lacks_library = read_libraries(file, (first,), reader) if file else ((), False)
    changes = _parse_overrides(overrides, report)
    if file is None:
        return None
    tree = _apply_overrides(file.tree, changes, report)
    check_clashes((*(library.tree for library in libraries), tree), report)
    document = _document(file, tree, libraries, folder)
    return None if file.lacks_base else replace(document, lacks_library=lacks_library)


def read_text(text: str, name: str) -> Node:
    """Reads YAML from a text, without `extends`, `imports` or any file.

    Args:
        text: One YAML document.
        name: What spans call it.

    Raises:
        SpecError: All that is wrong with it as YAML.
    """
    check_size(len(text.encode("utf-8", "surrogatepass")), name)
    return compose(to_input(text.removeprefix("\ufeff"), name))


def _first_link(given: Path | Written) -> Link:
    path = given if isinstance(given, Path) else Path("<spec>")
    resolved = resolve(path)
    if isinstance(resolved, str):
        raise SpecError(Diagnostic("unreadable-file", f"`{path}` can't be read: {resolved}"))
    if isinstance(given, Written):
        return Link(resolved, given.name, text=given.text)
    return Link(resolved, str(path))


def _parse_overrides(
    overrides: Iterable[tuple[str, object]], report: Report
) -> tuple[Override, ...]:
    parsed: list[Override] = []
    for path, value in overrides:
        from wtspec.document.override import parse_override

        try:
            parsed.append(parse_override(path, value))
        except SpecError as error:
            report.add_all(error.diagnostics)
    return tuple(parsed)


def _apply_overrides(tree: Mapping, overrides: Iterable[Override], report: Report) -> Mapping:
    for override in overrides:
        from wtspec.document.override import apply_override

        try:
            tree = apply_override(tree, override)
        except SpecError as error:
            report.add_all(error.diagnostics)
    return tree


def _document(file: File, tree: Mapping, libraries: tuple[File, ...], root: Path) -> Document:
    read = dict.fromkeys((*file.files, *(path for library in libraries for path in library.files)))
    return Document(
        path=file.path,
        tree=tree,
        source=file.source,
        root=root,
        libraries=tuple(
            Document(library.path, library.tree, library.source, root, files=library.files)
            for library in libraries
        ),
        files=tuple(read),
    )
