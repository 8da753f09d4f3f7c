"""Finds what devices exchange in a compiled program."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

from wtspec.model.costs.step_cost import Collective
from wtspec.runs.planning.hlo.device_groups import axes_of, first_group
from wtspec.runs.planning.hlo.op_names import origin_of
from wtspec.runs.planning.hlo.read_module import HloModule, Instruction

_KINDS = (
    *("all-reduce", "all-gather", "reduce-scatter", "all-to-all", "ragged-all-to-all"),
    *("collective-permute", "collective-broadcast"),
)
_PLAIN = ("copy", "convert", "bitcast", "transpose", "reshape", "fusion", "get-tuple-element")
"""What a weight may go through before it is exchanged, and stays that weight."""


_MOST_STEPS = 4
"""Between a gradient and what updates its weight: a cast, a copy."""


@dataclass(frozen=True, slots=True)
class _Around:
    """A computation, and what takes each of its results.

    Attributes:
        weights: By the name of a parameter, the weight that it belongs to.
    """

    instructions: Mapping[str, Instruction]
    users: Mapping[str, Sequence[Instruction]]
    weights: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Operation:
    """A collective operation.

    Attributes:
        times: How often it runs in a step.
    """

    kind: str
    one: Instruction
    around: _Around
    times: int


def find_collectives(
    module: HloModule, mesh: Mapping[str, int], leaves: Sequence[str | None]
) -> tuple[dict[str, int], tuple[Collective, ...]]:
    """How often each kind runs, and what is exchanged where.

    Args:
        module: Of a program whose first results are the state that it began with.
        mesh: The size of each axis.
        leaves: The path of the weight to which each value of that state belongs; None of none.
    """
    times, summed = Counter[str](), dict[tuple[object, ...], Collective]()
    for found in _operations(module, _parameters(module, leaves)):
        group = first_group(found.one.rest, prod(mesh.values()))
        if len(group) < 2:
            continue
        times[found.kind] += found.times
        for one in _exchanged(found, axes_of(group, mesh), len(group)):
            key = (one.kind, one.axes, one.phase, one.place, one.is_weight)
            so_far = summed.get(key, replace(one, arrays=0, bytes=0))
            summed[key] = replace(
                one, arrays=so_far.arrays + one.arrays, bytes=so_far.bytes + one.bytes
            )
    ordered = sorted(summed.values(), key=lambda one: -one.bytes)
    return dict(sorted(times.items())), tuple(ordered)


def _operations(module: HloModule, weights: Mapping[str, str]) -> Iterator[_Operation]:
    for name, instructions in module.computations.items():
        times = module.times[name]
        kinds = {one.name: one.opcode.removesuffix("-start") for one in instructions.values()}
        own = [one for one, kind in kinds.items() if kind in _KINDS]
        if own and times:
            named = weights if name == module.entry else {}
            around = _Around(instructions, _users(instructions), named)
            yield from (_Operation(kinds[one], instructions[one], around, times) for one in own)


def _users(instructions: Mapping[str, Instruction]) -> Mapping[str, Sequence[Instruction]]:
    users = defaultdict[str, list[Instruction]](list)
    for one in instructions.values():
        for name in one.operands:
            users[name].append(one)
    return users


def _exchanged(found: _Operation, axes: tuple[str, ...], devices: int) -> Iterator[Collective]:
    """What one operation exchanges, array by array."""
    around = found.around
    given = [around.instructions[one] for one in found.one.operands if one in around.instructions]
    more = devices if found.kind == "all-gather" else 1
    for at, source in enumerate(given):
        result = _result(found, at) if len(given) > 1 else found.one
        phase, layer = origin_of(result.op_name or found.one.op_name or source.op_name)
        weight = _given(around, source) or _updated(around, result, phase)
        size = sum(array.bytes for array in source.arrays) * more * found.times
        is_weight = weight is not None
        yield Collective(found.kind, axes, phase, weight or layer, is_weight, found.times, size)


def _result(found: _Operation, at: int) -> Instruction:
    """What takes the result out that belongs to an operand, or the operation where nothing does."""
    for one in found.around.users.get(found.one.name, ()):
        if one.opcode == "get-tuple-element" and f"index={at}," in f"{one.rest},":
            return one
    return found.one


def _parameters(module: HloModule, leaves: Sequence[str | None]) -> dict[str, str]:
    """By the name of a parameter, the weight that it belongs to."""
    named: dict[str, str] = {}
    for one in module.computations[module.entry].values():
        if one.opcode == "parameter":
            leaf = module.aliases.get(int(one.operands[0]))
            weight = leaves[leaf] if leaf is not None and leaf < len(leaves) else None
            if weight is not None:
                named[one.name] = weight
    return named


def _given(around: _Around, one: Instruction) -> str | None:
    """The weight that an array is, whatever its layout and dtype."""
    while one.name not in around.weights:
        known = [name for name in one.operands if name in around.instructions]
        if one.opcode not in _PLAIN or len(known) != 1:
            return None
        one = around.instructions[known[0]]
    return around.weights[one.name]


def _updated(around: _Around, result: Instruction, phase: str) -> str | None:
    """The weight that is updated by what was exchanged, which is its gradient then."""
    near = [result] if phase == "backward" else []
    for _ in range(_MOST_STEPS):
        near = [user for one in near for user in around.users.get(one.name, ())]
        for one in near:
            weights = {around.weights[name] for name in one.operands if name in around.weights}
            if len(weights) == 1 and origin_of(one.op_name).phase == "update":
                return weights.pop()
        near = [one for one in near if one.opcode in _PLAIN]
    return None
