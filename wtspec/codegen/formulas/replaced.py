"""What a module brings along where a call replaces weights of a sublayer."""

from __future__ import annotations

from collections.abc import Collection

from wtspec.codegen.brought import brought
from wtspec.codegen.lines import Lines


def print_replaced(needed: Collection[str]) -> Lines:
    """The functions that calls with replaced weights need, where there are any.

    Args:
        needed: The names that the classes of a module read.
    """
    if "call_with_weights" not in needed:
        return []
    remat = ["remat"] if "Rematerialized" in needed else []
    return brought("replaced", "ReplacedWeights", "call_with_weights", where=remat)
