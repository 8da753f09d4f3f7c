"""Layers round layers that a module brings along, where its spec says `remat` or `scan`."""

from __future__ import annotations

from wtspec.codegen.brought import brought
from wtspec.codegen.lines import Lines


def print_wrappers(needed: frozenset[str], *, scales: bool, reports: bool) -> Lines:
    """What of this the classes of a module need.

    Args:
        needed: The names that they read and do not define.
        scales: Whether any weight has settings of its own for the optimizer.
        reports: Whether any of them reports metrics.
    """
    remat, scans = "Rematerialized" in needed, "ScannedLayers" in needed
    names = ["call_purely"] if remat or scans else []
    names += ["Rematerialized"] if remat else []
    names += ["make_within", "ScannedLayers"] if scans else []
    marks = [*(["scales"] if scales else []), *(["reports"] if reports else [])]
    lines = brought("wrappers", *names, where=marks)
    lines += brought("masked", "Masked") if needed & {"Masked", "ScannedLayers"} else []
    return lines + (brought("cells", "Replay", "DrawingCell") if "DrawingCell" in needed else [])
