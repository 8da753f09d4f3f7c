"""Libraries: the files whose layers and functions a file uses under their own names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wtspec.document.files.extends import File, Reader
from wtspec.document.files.link import Chain
from wtspec.document.node import Mapping, Scalar
from wtspec.errors import Related, Report

_KINDS = {"functions": "function", "layers": "layer"}


def read_libraries(file: File, chain: Chain, reader: Reader) -> tuple[tuple[File, ...], bool]:
    """All that a file imports, directly and through others, each once, the needed ones first.

    With them, whether there are others that could not be read, or not in whole.

    Args:
        file: The importing file.
        chain: How it was reached, itself last.
        reader: Reads the libraries, and notes their faults and cycles.
    """
    libraries: dict[object, File] = {}
    lacks = _visit(file, chain, reader, libraries)
    return tuple(libraries.values()), lacks


def _visit(file: File, chain: Chain, reader: Reader, libraries: dict[object, File]) -> bool:
    lacks = file.lacks_library
    for links in file.imports:
        library = reader.read((*chain, *links))
        if library is None or library.lacks_base:
            lacks = True
        elif library.path not in libraries:
            lacks = _visit(library, (*chain, *links), reader, libraries) or lacks
            libraries[library.path] = library
    return lacks


class _Declared(NamedTuple):
    kind: str
    name: str


def check_clashes(trees: Iterable[Mapping], report: Report) -> None:
    """Notes layers and functions of one name that are declared in two files (`name-clash`).

    Args:
        trees: The libraries' trees, then that of the file which imports them.
        report: Takes the faults.
    """
    first: dict[_Declared, Scalar] = {}
    for tree in trees:
        for declared, key in _declarations(tree):
            known = first.setdefault(declared, key)
            if known.span != key.span and known.span.source is not key.span.source:
                _note_clash(declared, known, key, report)


def _declarations(tree: Mapping) -> Iterator[tuple[_Declared, Scalar]]:
    for section, kind in _KINDS.items():
        node = tree.get(section)
        for entry in node.entries.values() if isinstance(node, Mapping) else ():
            name = entry.key.text.partition("(")[0].strip()
            yield _Declared(kind, name), entry.key


def _note_clash(declared: _Declared, first: Scalar, second: Scalar, report: Report) -> None:
    report.error(
        "name-clash",
        f"{declared.kind} `{declared.name}` is declared in two files",
        second.span,
        help="rename one of them",
        related=(Related("the other one is here", first.span),),
    )
