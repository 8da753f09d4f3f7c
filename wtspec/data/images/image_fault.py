"""Says which pictures can't be read, and what mends that."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from wtspec.data.images.decode_images import BrokenImagesError, UnequalSizesError
from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.sources.request import SourceRequest

_MOST_TOLD = 8


@contextmanager
def image_faults(source: SourceRequest, span: Span | None) -> Generator[None, None, None]:
    """Where pictures of a source can't be read within it, that is told as a fault of the spec.

    Raises:
        SpecError: `broken-images`, `unequal-images`.
    """
    try:
        yield
    except BrokenImagesError as error:
        raise SpecError(broken_images(error, str(source), span)) from error
    except UnequalSizesError as error:
        raise SpecError(_unequal(error, source, span)) from error


def broken_images(error: BrokenImagesError, origin: str, span: Span | None) -> Diagnostic:
    """The fault of pictures that can't be decoded, the first few of them named."""
    faults = error.faults
    told = [f"`{path}` {reason}" for path, reason in faults[:_MOST_TOLD]]
    more = [f"and {len(faults) - _MOST_TOLD:,} more"] if len(faults) > _MOST_TOLD else []
    one = len(faults) == 1
    seen = f"{'' if error.all_seen else 'the first '}{error.looked_at:,}"
    return Diagnostic(
        "broken-images",
        f"{len(faults):,} of {seen} pictures of {origin} can't be decoded",
        span,
        expected="PNG, JPEG, GIF, BMP, WebP or TIFF files that are whole",
        received="; ".join([*told, *more]),
        help=f"replace {'it' if one else 'them'}, or move {'it' if one else 'them'} elsewhere",
    )


def _unequal(error: UnequalSizesError, source: SourceRequest, span: Span | None) -> Diagnostic:
    (one, size), (other, other_size) = error.first, error.other
    path = source.paths[0]
    return Diagnostic(
        "unequal-images",
        f"the pictures of {source} differ in size, and `size` is not given",
        span,
        expected="pictures of one size, or a `size` to make them",
        received=f"`{one}` of height {size[0]} and width {size[1]}; "
        f"`{other}` of {other_size[0]} and {other_size[1]}",
        help=f"write `images: {{path: {path}, size: [{size[0]}, {size[1]}]}}`",
    )
