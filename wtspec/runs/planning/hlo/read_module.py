"""The text of a compiled program as computations and their instructions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

_HEAD = re.compile(r"^(ENTRY )?%?([\w.\-]+) \(.*\) -> .*\{$")
_INSTRUCTION = re.compile(r"^\s+(?:ROOT )?%?([\w.\-]+) = ")
_OPCODE = re.compile(r" *([a-z][\w\-]*)\(")
_NAME = re.compile(r"%([\w.\-]+)")
_ARRAY = re.compile(r"([a-z]\w*)\[([\d,<=]*)\]")
_CALLED = re.compile(r"\b(?:body|condition|calls|to_apply|\w+_computation)=%?([\w.\-]+)")
_BRANCHES = re.compile(r"\bbranch_computations=\{([^}]*)\}")
_TRIPS = re.compile(r'"known_trip_count":\{"n":"(\d+)"\}')
_OP_NAME = re.compile(r'\bop_name="([^"]*)"')
_ALIAS = re.compile(r"\{(\d+)\}: \((\d+), \{\}")


@dataclass(frozen=True, slots=True)
class Array:
    """The type of an array.

    Attributes:
        dtype: As XLA writes it, `f32`.
    """

    dtype: str
    shape: tuple[int, ...]

    @property
    def bytes(self) -> int:
        """What it takes; what is no array of numbers takes nothing."""
        size = 1
        for one in self.shape:
            size *= one
        return size * _bits(self.dtype) // 8


@dataclass(frozen=True, slots=True)
class Instruction:
    """One of a computation's instructions.

    Attributes:
        arrays: What it gives.
        operands: The names of those that it takes.
        rest: What stands after the operands.
    """

    name: str
    opcode: str
    arrays: tuple[Array, ...]
    operands: tuple[str, ...]
    rest: str

    @property
    def called(self) -> tuple[str, ...]:
        """The computations that it runs."""
        branches = _BRANCHES.search(self.rest)
        listed = _NAME.findall(branches[1]) if branches else []
        return (*_CALLED.findall(self.rest), *listed)

    @property
    def trips(self) -> int | None:
        """How often a loop runs; None where XLA does not know."""
        found = _TRIPS.search(self.rest)
        return int(found[1]) if found else None

    @property
    def op_name(self) -> str:
        """Which operation of the traced program it comes from."""
        found = _OP_NAME.search(self.rest)
        return found[1] if found else ""


@dataclass(frozen=True)
class HloModule:
    """A compiled program.

    Attributes:
        computations: By name, in the order of the text: those that run others come after them.
        entry: The name of the first to run.
        aliases: By the number of a parameter: the number of the result that takes its memory.
    """

    computations: Mapping[str, Mapping[str, Instruction]]
    entry: str
    aliases: Mapping[int, int]

    @cached_property
    def times(self) -> Mapping[str, int]:
        """How often each computation runs when the program does, as far as XLA knows.

        A loop of unknown length counts as one that runs once, and so does each of several branches.
        """
        times = dict.fromkeys(self.computations, 0)
        times[self.entry] = 1
        for name in reversed(list(self.computations)):
            for one in self.computations[name].values():
                for called in one.called:
                    if called in times:
                        times[called] += times[name] * (one.trips or 1)
        return times

    @property
    def has_open_loops(self) -> bool:
        """Whether some loop's length is unknown."""
        return any(
            one.opcode == "while" and one.trips is None
            for inner in self.computations.values()
            for one in inner.values()
        )


def read_module(text: str) -> HloModule:
    """Reads what `Compiled.as_text()` gives."""
    computations: dict[str, dict[str, Instruction]] = {}
    entry = ""
    current: dict[str, Instruction] = {}
    for line in text.splitlines():
        head = _HEAD.match(line)
        if head is not None:
            current = computations.setdefault(head[2], {})
            entry = head[2] if head[1] else entry
            continue
        one = _instruction(line)
        if one is not None:
            current[one.name] = one
    first = text.partition("\n")[0]
    aliases = {int(parameter): int(result) for result, parameter in _ALIAS.findall(first)}
    return HloModule(computations, entry, aliases)


def _instruction(line: str) -> Instruction | None:
    head = _INSTRUCTION.match(line)
    if head is None:
        return None
    end = _end_of_type(line, head.end())
    opcode = _OPCODE.match(line, end)
    if opcode is None:
        return None
    close = _closing(line, opcode.end() - 1)
    arrays = tuple(_arrays(line[head.end() : end]))
    operands = line[opcode.end() : close]
    names = _NAME.findall(operands) if opcode[1] != "parameter" else [operands]
    return Instruction(head[1], opcode[1], arrays, tuple(names), line[close + 1 :])


def _end_of_type(line: str, start: int) -> int:
    if line[start] == "(":
        return _closing(line, start) + 1
    end = line.find(" ", start)
    return len(line) if end < 0 else end


def _closing(line: str, start: int) -> int:
    """Where the bracket closes that opens at `start`."""
    depth = 0
    for at in range(start, len(line)):
        if line[at] == "(":
            depth += 1
        elif line[at] == ")":
            depth -= 1
            if depth == 0:
                return at
    return len(line)


def _arrays(text: str) -> Iterator[Array]:
    for dtype, sizes in _ARRAY.findall(text):
        shape = tuple(int(size.lstrip("<=")) for size in sizes.split(",") if size)
        yield Array(dtype, shape)


def _bits(dtype: str) -> int:
    if dtype == "pred":
        return 8
    digits = re.search(r"\d+", dtype)
    return int(digits[0]) if digits else 0
