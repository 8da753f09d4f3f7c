"""Reads files with the bases that they extend, each file once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from wtspec.document.files.link import Chain, Link, check_chain
from wtspec.document.files.load import load_file
from wtspec.document.merge import is_null, merge_mappings
from wtspec.document.node import Mapping, Node, Scalar, Sequence
from wtspec.document.root import resolve_within
from wtspec.errors import Report, Source, SpecError


class File(Struct, frozen=True):
    """A file with its bases merged in.

    Attributes:
        path: The file, symlinks resolved.
        source: Its own text.
        tree: The merged tree, without `extends`.
        imports: The chains from it, itself left out, to what it and its bases import.
        files: All that was read for it, itself first.
        lacks_base: Whether it extends what could not be read.
        lacks_library: Whether it imports what could not be found.
    """

    path: Path
    source: Source
    tree: Mapping
    imports: tuple[Chain, ...]
    files: tuple[Path, ...]
    lacks_base: bool = False
    lacks_library: bool = False


class Reader:
    """Reads files under one root, and notes their faults."""

    def __init__(self, root: Path, report: Report) -> None:
        self._root = root
        self._report = report
        self._files: dict[Path, File | None] = {}

    def read(self, chain: Chain) -> File | None:
        """The file at the end of a chain; None where it has faults, which are noted."""
        path = chain[-1].path
        try:
            check_chain(chain)
            if path not in self._files:
                self._files[path] = None
                self._files[path] = self._load(chain)
        except SpecError as error:
            self._report.add_all(error.diagnostics)
        else:
            return self._files[path]
        return None

    def _load(self, chain: Chain) -> File:
        path = chain[-1].path
        source, own = load_file(chain, self._report)
        links, lacks_library = self._links(own, "imports", chain)
        imports: tuple[Chain, ...] = tuple((link,) for link in links)
        tree = _without_extends(own)
        file = File(path, source, tree, imports, (path,), lacks_library=lacks_library)
        links, lacks_base = self._links(own, "extends", chain)
        bases = [(self.read((*chain, link)), link) for link in links]
        for base, link in bases:
            file = _inherit(file, base, link) if base else file
        lacks_base = lacks_base or any(base is None or base.lacks_base for base, _ in bases)
        return replace(file, lacks_base=lacks_base)

    def _links(
        self, tree: Mapping, by: Literal["extends", "imports"], chain: Chain
    ) -> tuple[list[Link], bool]:
        """The files that a tree extends or imports, and whether there are paths to no file."""
        before = self._report.count
        links = list(self._followed(tree, by, chain))
        return links, self._report.count > before

    def _followed(
        self, tree: Mapping, by: Literal["extends", "imports"], chain: Chain
    ) -> Iterator[Link]:
        here = chain[-1]
        for item in self._items(tree.get(by), by):
            try:
                path = resolve_within(item, here.path.parent, self._root)
            except SpecError as error:
                self._report.add_all(error.diagnostics)
            else:
                name = os.path.normpath(Path(here.name).parent / item.text)
                yield Link(path, name, item, by)

    def _items(self, node: Node | None, by: Literal["extends", "imports"]) -> Iterator[Scalar]:
        if node is None or is_null(node):
            return
        listed = by == "imports"
        if isinstance(node, Sequence) != listed:
            self._wrong_type(node, "a list of paths" if listed else "one path", listed=listed)
            return
        for item in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(item, Scalar) and isinstance(item.value, str) and item.value.strip():
                yield item
            else:
                self._wrong_type(item, "a path")

    def _wrong_type(self, node: Node, expected: str, *, listed: bool = False) -> None:
        help = f"write `[{node.text}]`" if listed and isinstance(node, Scalar) else None
        self._report.error(
            "wrong-type", "this names no file", node.span, expected=expected, help=help
        )


def _inherit(file: File, base: File, link: Link) -> File:
    tree = merge_mappings(base.tree, file.tree)
    inherited = tuple((link, *chain) for chain in base.imports)
    files = tuple(dict.fromkeys((*file.files, *base.files)))
    lacks = file.lacks_library or base.lacks_library
    return File(file.path, file.source, tree, inherited + file.imports, files, lacks_library=lacks)


def _without_extends(tree: Mapping) -> Mapping:
    entries = {name: entry for name, entry in tree.entries.items() if name != "extends"}
    return Mapping(entries, tree.span, tree.flow)
