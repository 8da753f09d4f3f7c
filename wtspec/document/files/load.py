"""From a path to the tree of that one file."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import BinaryIO

from wtspec.document.compose import compose
from wtspec.document.decode import MAX_BYTES, decode
from wtspec.document.files.link import Chain, Link, spans
from wtspec.document.node import Mapping, Node, Scalar
from wtspec.document.written import Written, read_written
from wtspec.errors import Diagnostic, Report, Source, SpecError, nearest

_BLOCK = 65_536
_MOST_NAMES = 10_000


def load_file(chain: Chain, report: Report) -> tuple[Source, Mapping]:
    """The text and the tree of the file at the end of a chain.

    Args:
        chain: How the file was reached, itself last.
        report: Takes the faults that leave a tree.

    Raises:
        SpecError: Why there is no tree.
    """
    link = chain[-1]
    if link.text is not None:
        source, tree = read_written(Written(link.name, link.text), report)
    else:
        text = decode(_read(link), link.name, spans(chain))
        source, tree = text.source, compose(text, report)
    if not isinstance(tree, Mapping):
        raise SpecError(_not_a_mapping(tree, link.name))
    return source, tree


def _read(link: Link) -> bytes:
    _check_kind(link)
    try:
        with link.path.open("rb") as file:
            return read_start(file)
    except FileNotFoundError:
        message = f"there is no file `{link.name}`"
        raise SpecError(_fault("file-not-found", message, link, help=_suggest(link))) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        message = f"`{link.name}` can't be read: {reason}"
        raise SpecError(_fault("unreadable-file", message, link)) from None


def read_start(file: BinaryIO) -> bytes:
    """What is in a file, up to a byte more than it may hold."""
    data = file.read(_BLOCK)  # room for the largest file costs more than most files do
    return data if len(data) < _BLOCK else data + file.read(MAX_BYTES + 1 - _BLOCK)


def _check_kind(link: Link) -> None:
    """Refuses folders, and pipes and devices but for the first file."""
    try:
        is_folder = link.path.is_dir()
        is_odd = link.item is not None and link.path.exists() and not link.path.is_file()
    except OSError:
        return
    if is_folder or is_odd:
        kind = "a folder" if is_folder else "no ordinary file"
        help = "name a file in it" if is_folder else None
        raise SpecError(_fault("not-a-file", f"`{link.name}` is {kind}", link, help=help))


def _suggest(link: Link) -> str | None:
    """A help line with the nearest name in the folder, written as the user wrote the path."""
    shown = Path(link.name if link.item is None else link.item.text)
    try:
        names = [entry.name for entry in islice(link.path.parent.iterdir(), _MOST_NAMES)]
    except OSError:
        return f"there is no folder `{shown.parent}`"
    stems = [name for name in names if Path(name).stem == shown.name]
    meant = stems[0] if stems else nearest(shown.name, names)
    return f"did you mean `{shown.with_name(meant)}`?" if meant else None


def _fault(code: str, message: str, link: Link, *, help: str | None = None) -> Diagnostic:
    return Diagnostic(code, message, link.item.span if link.item else None, help=help)


def _not_a_mapping(tree: Node, name: str) -> Diagnostic:
    if isinstance(tree, Scalar) and tree.value is None:
        help = "a spec begins with `wtspec: 1`"
        return Diagnostic("empty-file", f"`{name}` is empty", tree.span, help=help)
    is_text = isinstance(tree, Scalar)
    return Diagnostic(
        "not-a-mapping",
        f"`{name}` holds no mapping",
        tree.span,
        expected="`key: value` on each line",
        received="text" if is_text else "a list",
        help="put a space after the colon" if is_text and ":" in tree.text else None,
    )
