"""Reads a folder of pictures piece by piece."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from wtspec.data.images.decode_images import (
    BrokenImagesError,
    common_size,
    decode_images,
)
from wtspec.data.images.decoders import FEWEST, Decoders
from wtspec.data.images.image_fault import image_faults
from wtspec.data.images.read_images import files_in, path_columns
from wtspec.errors import Span
from wtspec.sources.images import find_images
from wtspec.sources.request import SourceRequest

IMAGES_A_PIECE = 64
"""Few enough that to shuffle pieces mixes labels, which lie in folders one after the other."""

_LOOKED_AT_ONCE, _LOOKING_SECONDS = 1024, 30.0
"""How, and how long, the rest is looked through once a broken one is met, to tell all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class StoredImages:
    """The pictures of a folder; see `Stored`.

    Attributes:
        origin: The folder, for messages.
        names: `image`, `label` where there are subfolders, `path`.
        pieces: How many pictures each piece has.
        whole_bytes: Of all of them, decoded.
        source: How they are decoded, its `size` settled.
        span: Where the spec names the source.
        folder: Where they lie.
        columns: Those beside `image`.
        decoders: What decodes; None where there are too few pictures for processes.
    """

    origin: str
    names: tuple[str, ...]
    pieces: tuple[int, ...]
    whole_bytes: int
    source: SourceRequest
    span: Span | None
    folder: str
    columns: dict[str, np.ndarray]
    decoders: Decoders | None = None

    def whole(self) -> dict[str, np.ndarray]:
        """All columns of all rows.

        Raises:
            SpecError: `broken-images`.
        """
        with image_faults(self.source, self.span):
            return {"image": self._decode(self.columns["path"].tolist()), **self.columns}

    @property
    def reads_anywhere(self) -> bool:
        """Each picture is a file of its own."""
        return True

    def read(
        self, piece: int, names: Collection[str], start: int = 0, stop: int | None = None
    ) -> dict[str, np.ndarray]:
        """Some columns of a piece's rows; pictures are decoded where `image` is among them.

        Raises:
            SpecError: `broken-images`.
        """
        end = self.pieces[piece] if stop is None else stop
        return self.read_together([(piece, start, end)], names)[0]

    def read_together(
        self,
        several: Sequence[tuple[int, int, int]],
        names: Collection[str],
        wanted: Sequence[np.ndarray | None] | None = None,
    ) -> list[dict[str, np.ndarray]]:
        """The same of rows of several pieces, decoded in one go: asking for each takes time.

        Args:
            several: A piece, its first row, and the row after the last, each.
            names: Of the columns.
            wanted: Which of these rows, a truth value each; None for all. Others are not decoded.
        """
        parts = [self._rows(*one) for one in several]
        if wanted is not None:
            parts = [_masked(*one) for one in zip(parts, wanted, strict=True)]
        read = [{n: self.columns[n][rows] for n in names if n != "image"} for rows in parts]
        if "image" in names:
            paths = np.concatenate([self.columns["path"][rows] for rows in parts])
            with image_faults(self.source, self.span):
                images = self._decoded(paths.tolist())
            ends = np.cumsum([len(rows) for rows in parts])
            for one, pictures in zip(read, np.split(images, ends[:-1]), strict=True):
                one["image"] = pictures
        return read

    def _rows(self, piece: int, start: int, stop: int) -> np.ndarray:
        first = piece * IMAGES_A_PIECE
        return np.arange(first + start, first + min(stop, self.pieces[piece]))

    def _decoded(self, paths: Sequence[str]) -> np.ndarray:
        try:
            return self._decode(paths)
        except BrokenImagesError as error:
            raise self._all_broken(error) from error

    def _decode(self, paths: Sequence[str]) -> np.ndarray:
        source = self.source
        assert source.size is not None  # noqa: S101 - `open_images` has settled it
        files = files_in(self.folder, paths)
        decode = decode_images if self.decoders is None else self.decoders.decode
        return decode(files, paths, source.size, source.channels, source.resize)

    def _all_broken(self, error: BrokenImagesError) -> BrokenImagesError:
        """What is broken in all pieces, as far as a little time allows to look."""
        faults, looked_at = list[tuple[str, str]](), 0
        until = time.monotonic() + _LOOKING_SECONDS
        for first in range(0, sum(self.pieces), _LOOKED_AT_ONCE):
            paths = self.columns["path"][first : first + _LOOKED_AT_ONCE].tolist()
            try:
                self._decode(paths)
            except BrokenImagesError as found:
                faults += found.faults
            looked_at += len(paths)
            if time.monotonic() > until:
                break
        all_seen = looked_at == sum(self.pieces)
        return BrokenImagesError(faults, looked_at, all_seen=all_seen) if faults else error


def _masked(rows: np.ndarray, wanted: np.ndarray | None) -> np.ndarray:
    return rows if wanted is None else rows[wanted]


def open_images(source: SourceRequest, data_root: Path, span: Span | None = None) -> StoredImages:
    """The pictures of a source, without decoding them; where no size is given, all are looked at.

    Raises:
        SpecError: What `find_images` raises; `broken-images`, `unequal-images`.
    """
    found = find_images(source, data_root, span)
    folder, size, count = str(found.folder), source.size, len(found.paths)
    decoders = Decoders() if count >= FEWEST else None
    if size is None:
        settle = common_size if decoders is None else decoders.common_size
        with image_faults(source, span):
            size = settle(files_in(folder, found.paths), found.paths)
    columns = path_columns(found.paths)
    starts = range(0, count, IMAGES_A_PIECE)
    return StoredImages(
        origin=str(source),
        names=("image", *columns),
        pieces=tuple(min(IMAGES_A_PIECE, count - start) for start in starts),
        whole_bytes=count * (size[0] * size[1] * source.channels + 200),
        source=replace(source, size=size),
        span=span,
        folder=folder,
        columns=columns,
        decoders=decoders,
    )
