"""Dims: the names that shape patterns bind."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.errors import Related, Report
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.declared import Dim, Input, Pattern, Wrapped


def bind_dims(
    report: Report, inputs: Iterable[Input | Wrapped], params: frozenset[str]
) -> tuple[Dim, ...]:
    """The dims that patterns bind: each by the first that bears it, optional inputs last."""
    found: dict[str, Dim] = {}
    ordered = sorted(inputs, key=_is_late)
    for one in ordered:
        _check_dots(report, one.pattern)
        for name, axis in named_axes(one.pattern):
            if name not in params and name not in found:
                found[name] = Dim(name, one.name, axis, dynamic=axis == 0 or _is_late(one))
    return tuple(found.values())


def _is_late(one: Input | Wrapped) -> bool:
    """Whether the shape of an input may not be known when the layer is built."""
    return isinstance(one, Input) and (one.optional or one.name == "mask")


def named_axes(pattern: Pattern) -> list[tuple[str, int]]:
    """The names of a pattern with their axes; the last, and those behind a `...`, from the end."""
    return [
        (entry.id, axis)
        for entry, axis in _axes(pattern)
        if isinstance(entry, t.Name) and entry.id != "_"
    ]


def fixed_axes(pattern: Pattern) -> list[tuple[t.Value, int]]:
    """The sizes of a pattern that are plain numbers, with their axes."""
    return [(entry, axis) for entry, axis in _axes(pattern) if isinstance(entry, t.Value)]


def computed_axes(pattern: Pattern) -> list[tuple[Expression, int]]:
    """The sizes of a pattern that are formulas, with their axes."""
    return [
        (entry, axis)
        for entry, axis in _axes(pattern)
        if not isinstance(entry, t.Name | t.Value | t.Dots)
    ]


def _axes(pattern: Pattern) -> list[tuple[Expression, int]]:
    dots = dots_index(pattern)
    found: list[tuple[Expression, int]] = []
    for index, entry in enumerate(pattern.entries):
        last = 0 < index == len(pattern.entries) - 1
        behind = last or (dots is not None and index > dots)
        found.append((entry, index - len(pattern.entries) if behind else index))
    return found


def dots_index(pattern: Pattern) -> int | None:
    """Where a pattern's `...` stands, or None."""
    for index, entry in enumerate(pattern.entries):
        if isinstance(entry, t.Dots):
            return index
    return None


def _check_dots(report: Report, pattern: Pattern) -> None:
    dots = [entry for entry in pattern.entries if isinstance(entry, t.Dots)]
    if len(dots) > 1:
        report.error(
            "repeated-dots",
            "a shape pattern takes `...` at most once",
            dots[1].span,
            help="`_` stands for one dim of any size",
            related=(Related("the first one", dots[0].span),),
        )
