"""What holds of any `sharding`, of a weight or of a group."""

from __future__ import annotations

from wtspec.spec.faults.place import Place
from wtspec.spec.values import Sharding


def check_sharding(sharding: Sharding | None, place: Place) -> None:
    """Notes an axis that would cut two dims: `duplicate-axis`."""
    first: dict[str, int] = {}
    for index, axis in enumerate(sharding or ()):
        if axis is not None and first.setdefault(axis, index) != index:
            place.at(index).error(
                "duplicate-axis",
                f"`{axis}` cuts dim {first[axis]} already",
                expected="each axis of the mesh once",
                help="write `null` for all dims but one, or name another axis",
            )
