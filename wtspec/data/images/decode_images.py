"""Decodes many pictures, large ones on several threads: Pillow works beside Python then."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from wtspec.data.images.decode_image import decode_image, image_size

FILES_AT_ONCE = 16
"""What a thread takes on at a time."""

SMALL_BYTES = 4096
"""Of the files of small pictures: for half of their time Python holds its lock."""

Given = TypeVar("Given")
Read = TypeVar("Read")


class BrokenImagesError(ValueError):
    """Some of many pictures can't be decoded.

    Attributes:
        faults: Pairs of a path and why.
        looked_at: How many pictures were looked at.
        all_seen: Whether these are all that there are.
    """

    def __init__(
        self, faults: list[tuple[str, str]], looked_at: int, *, all_seen: bool = True
    ) -> None:
        self.faults = faults
        self.looked_at = looked_at
        self.all_seen = all_seen
        told = "; ".join(f"{path} {reason}" for path, reason in faults[:5])
        more = f"; and {len(faults) - 5} more" if len(faults) > 5 else ""
        super().__init__(f"{len(faults)} of {looked_at} pictures can't be decoded: {told}{more}")


Sized = tuple[str, tuple[int, int]]


class UnequalSizesError(ValueError):
    """Pictures have several sizes, and no size is given.

    Attributes:
        first: The path of one, and its size.
        other: The same of one of another size.
    """

    def __init__(self, first: Sized, other: Sized) -> None:
        self.first = first
        self.other = other
        super().__init__(f"pictures differ in size: {first}, {other}")


def decode_images(
    files: Sequence[str],
    names: Sequence[str],
    size: tuple[int, int],
    channels: int = 3,
    resize: str = "stretch",
) -> np.ndarray:
    """Pictures as uint8 of `(files, height, width, channels)`; see `decode_image`.

    Args:
        files: Where they lie.
        names: What errors call them.
        size: Height and width of all.
        channels: As `decode_image` takes it, like `resize`.

    Raises:
        BrokenImagesError: Some can't be decoded.
    """
    pictures = np.empty((len(files), *size, channels), "uint8")

    def decode(at: int) -> None:
        pictures[at] = decode_image(files[at], size, channels, resize)

    _each(decode, files, names)
    return pictures


def common_size(files: Sequence[str], names: Sequence[str]) -> tuple[int, int]:
    """Height and width, where all pictures have the same.

    Raises:
        BrokenImagesError: Some are no pictures.
        UnequalSizesError: They differ.
    """
    return check_one_size(names, _each(lambda at: image_size(files[at]), files, names))


def check_one_size(names: Sequence[str], sizes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The size of all pictures.

    Raises:
        UnequalSizesError: They differ.
    """
    other = next((at for at, size in enumerate(sizes) if size != sizes[0]), None)
    if other is not None:
        raise UnequalSizesError((names[0], sizes[0]), (names[other], sizes[other]))
    return sizes[0]


def on_threads(read: Callable[[Given], Read], given: Sequence[Given], count: int) -> list[Read]:
    """What a function makes of each, in their order."""

    def read_some(first: int) -> list[Read]:
        return [read(one) for one in given[first : first + FILES_AT_ONCE]]

    with ThreadPoolExecutor(count) as threads:
        found = threads.map(read_some, range(0, len(given), FILES_AT_ONCE))
        return [one for several in found for one in several]


def threads_for(files: Sequence[str]) -> int:
    """How many threads decode some files fastest: with small ones they wait for each other."""
    some = files[:: max(1, len(files) // 32)]
    sizes = [os.path.getsize(file) for file in some if os.path.isfile(file)]  # noqa: PTH113, PTH202
    return (os.cpu_count() or 1) if sum(sizes) > SMALL_BYTES * len(sizes) else 1


def _each(read: Callable[[int], Read], files: Sequence[str], names: Sequence[str]) -> list[Read]:
    """What `read` gives of each place, its ValueErrors told together."""

    def attempt(at: int) -> tuple[str, str] | list[Read]:
        try:
            return [read(at)]
        except ValueError as error:
            return names[at], str(error)

    found = on_threads(attempt, range(len(names)), threads_for(files))
    faults = [one for one in found if isinstance(one, tuple)]
    if faults:
        raise BrokenImagesError(faults, len(names))
    return [one[0] for one in found if isinstance(one, list)]
