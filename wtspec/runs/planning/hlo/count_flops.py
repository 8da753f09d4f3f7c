"""Counts the floating-point operations of a compiled program's products and convolutions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import prod

from wtspec.runs.planning.hlo.read_module import HloModule, Instruction

_CONTRACTED = re.compile(r"\blhs_contracting_dims=\{([\d,]*)\}")
_LABELS = re.compile(r"\bdim_labels=\w+_(\w+)->")


def count_flops(module: HloModule) -> int:
    """Two for each product that is summed up; loops as often as they run."""
    return sum(
        _flops(one, around) * module.times[name]
        for name, around in module.computations.items()
        for one in around.values()
    )


def _flops(one: Instruction, around: Mapping[str, Instruction]) -> int:
    if one.opcode == "dot":
        summed = _CONTRACTED.search(one.rest)
        left = around[one.operands[0]].arrays[0].shape
        dims = summed[1].split(",") if summed and summed[1] else []
        return 2 * _size(one) * prod(left[int(dim)] for dim in dims)
    if one.opcode == "convolution":
        labels = _LABELS.search(one.rest)
        kernel = around[one.operands[1]].arrays[0].shape
        outputs = kernel[labels[1].index("o")] if labels else 1
        return 2 * _size(one) * prod(kernel) // max(1, outputs)
    return 0


def _size(one: Instruction) -> int:
    return prod(one.arrays[0].shape)
