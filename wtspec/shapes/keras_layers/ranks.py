"""How many axes Keras's layers want."""

from __future__ import annotations

from wtspec.catalog import facts, has
from wtspec.shapes.algebra.polynomial import number
from wtspec.shapes.algebra.shape import Shape, has_rest, rank_differs
from wtspec.shapes.algebra.show import count_axes, show_shape
from wtspec.shapes.misfit import MisfitError


def check_rank(layer: str, shape: Shape | None) -> None:
    """Refuses an input of another number of axes than a layer takes.

    Raises:
        MisfitError: `rank-mismatch`.
    """
    known = facts(layer)
    if shape is None or known.rank is None:
        return
    axes = len(shape) - has_rest(shape)
    if rank_differs(shape, known.rank, opened=known.open_rank):
        takes = f"at least {count_axes(known.rank)}" if known.open_rank else count_axes(known.rank)
        wanted = None if known.open_rank else known.rank
        has = f"at least {axes}" if has_rest(shape) else str(axes)
        raise MisfitError(
            "rank-mismatch",
            f"`{layer}` takes {takes}, but {{0}} has {has}",
            expected=_wanted(layer, wanted),
            help=_missing(layer, axes, wanted),
        )


def _wanted(layer: str, wanted: int | None) -> str | None:
    if wanted == 3 and not _is_spatial(layer):
        return "`[batch, time, features]`"
    spatial = {3: "length", 4: "height, width", 5: "depth, height, width"}.get(wanted or 0)
    return f"`[batch, {spatial}, channels]`" if _is_spatial(layer) and spatial else None


def _missing(layer: str, axes: int, wanted: int | None) -> str | None:
    if wanted is None or axes != wanted - 1:
        return None
    axis = "the channels" if _is_spatial(layer) else "time" if wanted == 3 else None
    return f"a `Reshape` before it adds an axis for {axis}" if axis else None


def _is_spatial(layer: str) -> bool:
    return has(layer, "spatial")


def channels_last(shape: Shape) -> str | None:
    """A hint where the channels seem to stand first, as they do in PyTorch."""
    first, last = number(shape[1]), number(shape[-1])
    if len(shape) < 4 or first not in (1, 3, 4) or (last is not None and last <= 4):
        return None
    return f"channels come last in Keras, as in `{show_shape((shape[0], *shape[2:], shape[1]))}`"
