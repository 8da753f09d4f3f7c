"""Arrays in the memory of the host."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtspec.model.mesh.hold import brought, hold
from wtspec.model.mesh.parts import HeldParts, Source, is_cut, is_laid


def on_host(arrays: Mapping[str, Source], *, copied: bool = False) -> dict[str, Source]:
    """Arrays in the memory of the host; each part of a cut one by itself, and once.

    Args:
        arrays: Of JAX or NumPy, by name.
        copied: Whether those that lie there already are copied as well.
    """
    parts, full = dict[str, Source](), dict[str, Any]()
    for name, one in arrays.items():
        if isinstance(one, HeldParts):
            parts[name] = one
        elif is_cut(one):
            parts[name] = hold(one, copied=copied)
        else:
            full[name] = one.addressable_data(0) if is_laid(one) else one
    found = {**brought(full, copied=copied), **parts}
    return {name: found[name] for name in arrays}
