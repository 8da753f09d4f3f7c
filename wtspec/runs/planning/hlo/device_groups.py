"""Which devices talk to each other in a collective operation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import prod

import numpy as np

_LISTED = re.compile(r"\breplica_groups=\{\{([\d,]+)\}")
_IOTA = re.compile(r"\breplica_groups=\[([\d,]+)\]<=\[([\d,]+)\](?:T\(([\d,]+)\))?")
_MESH = re.compile(r"\breplica_groups=(?:@\w+|mesh)\[([^\]]*)\] ?\{([^}]*)\}")
_PAIRS = re.compile(r"\bsource_target_pairs=\{(.*?)\}\}")


def first_group(rest: str, devices: int) -> tuple[int, ...]:
    """The devices that talk to the first one; all of them where that isn't said.

    Args:
        rest: What an instruction says after its operands.
        devices: How many there are.
    """
    if found := _LISTED.search(rest):
        return _numbers(found[1])
    if found := _IOTA.search(rest):
        return _of_iota(_numbers(found[1]), _numbers(found[2]), found[3])
    if found := _MESH.search(rest):
        return _of_mesh(found[1], found[2])
    if found := _PAIRS.search(rest):
        pair = next((pair for pair in _pairs(found[1]) if pair[0] != pair[1]), (0,))
        return tuple(pair)
    return tuple(range(devices))


def axes_of(group: tuple[int, ...], mesh: Mapping[str, int]) -> tuple[str, ...]:
    """Along which axes of the mesh the devices of a group differ."""
    sizes = tuple(mesh.values())
    if not group or max(group) >= prod(sizes):
        return ()
    places = np.unravel_index(np.array(group), sizes)
    return tuple(
        axis for axis, where in zip(mesh, places, strict=True) if len(set(where.tolist())) > 1
    )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in text.split(",") if one)


def _of_iota(groups: tuple[int, ...], sizes: tuple[int, ...], order: str | None) -> tuple[int, ...]:
    """`[2,4]<=[4,2]T(1,0)`: all numbers, laid out, turned, and cut into groups."""
    laid = np.arange(prod(sizes)).reshape(sizes)
    turned = laid.transpose(_numbers(order)) if order is not None else laid
    return tuple(turned.reshape(-1, groups[-1])[0].tolist())


def _of_mesh(axes: str, named: str) -> tuple[int, ...]:
    """`mesh['a'=2,'b'=4] {'b'}`: those that differ along the axes that are named."""
    sizes = dict(re.findall(r"'?([\w.\-]+)'?=(\d+)", axes))
    chosen = re.findall(r"'?([\w.\-]+)'?(?::\(\d+\)\d+)?(?:,|$)", named)
    laid = np.arange(prod(map(int, sizes.values()))).reshape(tuple(map(int, sizes.values())))
    at = tuple(slice(None) if axis in chosen else 0 for axis in sizes)
    return tuple(laid[at].reshape(-1).tolist())


def _pairs(text: str) -> list[tuple[int, ...]]:
    return [_numbers(one) for one in re.findall(r"\{([\d,]+)", text)]
