"""Paths of layers, as their nodes have them, and of weights."""

from __future__ import annotations


def real_path(path: str) -> str:
    """A path as weights have it: what a wrapper takes stands in the place of the wrapper."""
    return "/".join(part for part in path.split("/") if part and not part.startswith("("))
