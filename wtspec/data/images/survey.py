"""Looks at a folder of pictures: what they are, and what they are labelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wtspec.data.images.decode_image import decode_image
from wtspec.data.images.decode_images import on_threads, threads_for
from wtspec.data.images.read_images import files_in
from wtspec.errors import Diagnostic, SpecError
from wtspec.sources.image_folder import label_of
from wtspec.sources.images import find_images
from wtspec.sources.request import SourceRequest

MOST_LOOKED_AT = 2000
"""Pictures that are decoded, evenly chosen of more."""

_LARGEST_SIDE = 64
_GREY = 12
"""What a JPEG may make of colors that were the same."""


@dataclass(frozen=True, slots=True)
class ImageSurvey:
    """A folder of pictures.

    Attributes:
        labels: How many pictures have each label, in sorted order.
        median: Height and width of those that were looked at.
        is_one_size: Whether all of these have that size.
        is_grey: Whether none of these has colors.
        others: How many files are no pictures, by the ending of their names.
        broken: Paths of pictures that were looked at and can't be decoded, and why.
        looked_at: How many were.
    """

    labels: Mapping[str, int]
    median: tuple[int, int]
    is_one_size: bool
    is_grey: bool
    others: Mapping[str, int]
    broken: tuple[tuple[str, str], ...]
    looked_at: int

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return sum(self.labels.values())

    @property
    def size(self) -> tuple[int, int]:
        """Height and width to train on: their own if it is small, else with powers of two."""
        if self.is_one_size and max(self.median) <= _LARGEST_SIDE:
            return self.median
        return _fitting(self.median)


def survey_images(folder: Path) -> ImageSurvey:
    """What a folder holds.

    Raises:
        SpecError: What `find_images` raises; `unusable-target`; `broken-images` where no picture
            can be decoded.
    """
    source = SourceRequest("images", paths=(folder.name,), folder=folder.resolve().parent)
    found = find_images(source, folder.resolve().parent)
    labels = Counter(map(label_of, found.paths))
    _check_labels(folder, labels)
    places = np.unique(np.linspace(0, len(found.paths) - 1, MOST_LOOKED_AT).astype(int))
    chosen = [found.paths[place] for place in places]
    files = files_in(str(found.folder), chosen)
    seen = on_threads(_look, list(zip(files, chosen, strict=True)), threads_for(files))
    whole = [one for one in seen if isinstance(one, _Seen)]
    broken = tuple(one for one in seen if not isinstance(one, _Seen))
    if not whole:
        message = f"none of the pictures of `{folder}` can be decoded"
        told = "; ".join(f"`{path}` {reason}" for path, reason in broken[:3])
        raise SpecError(Diagnostic("broken-images", message, received=told))
    sides = np.median([(one.height, one.width) for one in whole], axis=0)
    return ImageSurvey(
        labels=dict(sorted(labels.items())),
        median=(int(sides[0]), int(sides[1])),
        is_one_size=len({(one.height, one.width) for one in whole}) == 1,
        is_grey=all(one.is_grey for one in whole),
        others=found.others,
        broken=broken,
        looked_at=len(seen),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    height: int
    width: int
    is_grey: bool


def _look(named: tuple[str, str]) -> _Seen | tuple[str, str]:
    file, path = named
    try:
        picture = decode_image(file).astype("int16")
    except ValueError as error:
        return path, str(error)
    apart = np.abs(picture - picture[..., :1]).max(initial=0)
    return _Seen(picture.shape[0], picture.shape[1], bool(apart <= _GREY))


def _check_labels(folder: Path, labels: Mapping[str, int]) -> None:
    if len([label for label in labels if label]) > 1 and not labels.get(""):
        return
    beside = labels.get("", 0)
    said = f"{beside} pictures lie in none" if beside else "it has one"
    raise SpecError(
        Diagnostic(
            "unusable-target",
            f"the subfolders of `{folder}` can't be its labels: {said}",
            expected="two subfolders or more, which hold all pictures",
            help="a folder each for `cat`, `dog`, …" if beside else None,
        )
    )


def _power(side: int) -> int:
    """The power of two that is nearest to a side, of at most what trains fast."""
    return min(_LARGEST_SIDE, max(8, 2 ** round(float(np.log2(side)))))


def _fitting(median: tuple[int, int]) -> tuple[int, int]:
    """A size of about the median's shape, the longer side a power of two, the other by eights."""
    longer = _power(max(median))
    shorter = min(longer, max(8, round(longer * min(median) / max(median) / 8) * 8))
    return (longer, shorter) if median[0] > median[1] else (shorter, longer)
