"""What an image source has, before a picture is decoded. Free of NumPy and of what decodes them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from msgspec import Struct

from wtspec.document.root import NamedFile, check_within, resolve
from wtspec.errors import Diagnostic, Span, SpecError, did_you_mean
from wtspec.sources.column import ColumnInfo
from wtspec.sources.image_folder import IMAGE_SUFFIXES, is_image, list_images
from wtspec.sources.request import SourceRequest

_MOST_SEEN = 10_000
"""Entries of a folder that are looked at before a run."""


class FoundImages(Struct, frozen=True):
    """The pictures of a source.

    Attributes:
        folder: Where they lie, symlinks resolved.
        paths: Of each picture, from there on, in natural order.
        others: How many files there are besides, by the ending of their names.
    """

    folder: Path
    paths: list[str]
    others: Mapping[str, int]


def find_images(source: SourceRequest, data_root: Path, span: Span | None = None) -> FoundImages:
    """The pictures of a source: all at and below its folder, or the one that it names.

    Raises:
        SpecError: `outside-root`, `file-not-found`, `not-a-folder`, `no-rows`, `unreadable-file`.
    """
    path = _find(source, data_root, span)
    if path.is_file():
        return FoundImages(path.parent, [path.name], {})
    try:
        paths, others = list_images(str(path))
    except OSError as error:
        message = f"a folder of {source} can't be read: {error.strerror or error}"
        raise SpecError(Diagnostic("unreadable-file", message, span)) from error
    if not paths:
        raise SpecError(_empty(source, others, span))
    root = data_root.resolve()
    for one in paths:
        whole = f"{path}/{one}"
        if os.path.islink(whole):  # noqa: PTH114 - of thousands
            named = NamedFile(one, Path(whole), span)
            check_within(Path(os.path.realpath(whole)), root, named, "--data-root")
    return FoundImages(path, paths, others)


def passed_over(source: SourceRequest, data_root: Path) -> tuple[str, ...]:
    """What is told of files beside an image source's pictures, in a sentence; nothing of others."""
    if source.kind != "images":
        return ()
    others = find_images(source, data_root).others
    return (f"{source} holds files that are no pictures: {shown_others(others)}",) if others else ()


def image_columns(source: SourceRequest, data_root: Path) -> dict[str, ColumnInfo]:
    """The columns of an image source; `label` too, unless its folder is seen to have no others."""
    sizes = source.size or (None, None)
    image = ColumnInfo((*sizes, source.channels), "int")
    label = {"label": ColumnInfo((), "str")} if _may_have_labels(source, data_root) else {}
    return {"image": image, **label, "path": ColumnInfo((), "str")}


def _may_have_labels(source: SourceRequest, data_root: Path) -> bool:
    try:
        path = _find(source, data_root, None)
        with os.scandir(path) as entries:
            seen = list(islice(entries, _MOST_SEEN))
        return len(seen) == _MOST_SEEN or any(
            entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".") for entry in seen
        )
    except (SpecError, OSError):
        return True


def _find(source: SourceRequest, data_root: Path, span: Span | None) -> Path:
    """The folder, or the picture, under the data root, symlinks resolved."""
    name = source.paths[0]
    whole = (source.folder or data_root) / name
    path = resolve(whole)
    if isinstance(path, str):
        raise SpecError(Diagnostic("file-not-found", f"`{name}` can't be read: {path}", span))
    check_within(path, data_root.resolve(), NamedFile(name, whole, span), "--data-root")
    if not path.exists():
        near = did_you_mean(path.name, _beside(path))
        message = f"there is no folder `{name}`"
        raise SpecError(Diagnostic("file-not-found", message, span, help=near))
    if not path.is_dir() and not (path.is_file() and is_image(path.name)):
        message = f"`{name}` is no folder"
        expected = "a folder whose subfolders are the labels"
        raise SpecError(Diagnostic("not-a-folder", message, span, expected=expected))
    return path


def _beside(path: Path) -> list[str]:
    try:
        return [other.name for other in path.parent.iterdir() if other.is_dir()]
    except OSError:
        return []


def _empty(source: SourceRequest, others: Mapping[str, int], span: Span | None) -> Diagnostic:
    return Diagnostic(
        "no-rows",
        f"{source} holds no pictures",
        span,
        expected=f"files that end in {', '.join(IMAGE_SUFFIXES)}",
        received=shown_others(others) or None,
    )


def shown_others(others: Mapping[str, int]) -> str:
    """What lies beside the pictures: `3 .txt, 1 .db`."""
    return ", ".join(f"{count} {ending}" for ending, count in list(others.items())[:6])
