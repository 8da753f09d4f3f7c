"""Tells the weights that nothing fills, and the tensors that fill nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtspec.errors import Related, Report, Span
from wtspec.model.pretrained.header import StoredTensor
from wtspec.model.pretrained.match import matches, matches_dotted
from wtspec.model.pretrained.mismatch import wanted
from wtspec.model.pretrained.sources import TensorSource
from wtspec.program.declared import Weight
from wtspec.program.pretrained import Pretrained

if TYPE_CHECKING:
    from wtspec.model.stacks import ModelWeight

MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file and a model, and what was found for what.

    Attributes:
        stored: The file's tensors.
        weights: The model's weights.
        chosen: The source of each weight that has one.
        bare: The declarations of those that have no initializer.
    """

    given: Pretrained
    stored: Mapping[str, StoredTensor]
    weights: Mapping[str, ModelWeight]
    chosen: Mapping[str, TensorSource]
    bare: Mapping[str, Weight]


def note_leftovers(report: Report, comparison: Comparison, *, weights: bool, tensors: bool) -> None:
    """Reports all weights without a source in one error, and all tensors without a use in one."""
    given = comparison.given
    if weights and (missing := dict(_missing(comparison))):
        report.error(
            "missing-tensor",
            f"{_subject('weight', missing)} no source in `{given.file}`",
            given.span,
            expected=_listed(missing),
            help="give it one under `map`, or let it keep its initializer under `partial`",
        )
    if weights:
        _note_bare(report, comparison)
    if tensors and (unused := dict(_unused(comparison))):
        report.error(
            "unused-tensor",
            f"{_subject('tensor', unused)} no use",
            given.span,
            received=_listed(unused),
            help="use it under `map`, or name it under `ignore`",
        )


def _note_bare(report: Report, comparison: Comparison) -> None:
    """Reports weights that may keep an initializer, and have none; each declaration once."""
    missing = dict(_missing(comparison))
    reported: set[Span] = set()
    for path, weight in comparison.bare.items():
        if path in missing or path in comparison.chosen or weight.span in reported:
            continue
        reported.add(weight.span)
        report.error(
            "missing-tensor",
            f"`{path}` has no source in `{comparison.given.file}`, and no initializer",
            weight.span,
            help="give the weight an `initializer` to keep, or a source under `map`",
            related=(Related("it may stay without a source here", _partial(comparison, path)),),
        )


def _partial(comparison: Comparison, path: str) -> Span:
    return next(one.span for one in comparison.given.partial if matches(one.text, path))


def _missing(comparison: Comparison) -> Iterable[tuple[str, StoredTensor]]:
    for path, variable in comparison.weights.items():
        globs = comparison.given.partial
        if path not in comparison.chosen and not any(matches(one.text, path) for one in globs):
            yield path, wanted(variable)


def _unused(comparison: Comparison) -> Iterable[tuple[str, StoredTensor]]:
    used = {name for source in comparison.chosen.values() for name in source.names}
    for name, tensor in sorted(comparison.stored.items()):
        globs = comparison.given.ignore
        if name not in used and not any(matches_dotted(one.text, name) for one in globs):
            yield name, tensor


def _subject(noun: str, left: Mapping[str, StoredTensor]) -> str:
    first = next(iter(left))
    return f"the {noun} `{first}` has" if len(left) == 1 else f"{len(left)} {noun}s have"


def _listed(left: Mapping[str, StoredTensor]) -> str:
    """Each with its shape; those of a repeated layer together, as a glob."""
    if len(left) == 1:
        return str(next(iter(left.values())))
    alike: dict[tuple[str, str], list[str]] = {}
    for name, tensor in left.items():
        alike.setdefault((re.sub(r"[0-9]+", "*", name), str(tensor)), []).append(name)
    shown = [
        f"`{names[0]}` {tensor}" if len(names) == 1 else f"{len(names)} `{glob}` {tensor}"
        for (glob, tensor), names in alike.items()
    ]
    more = [f"{len(shown) - MOST_SHOWN} more kinds"] if len(shown) > MOST_SHOWN else []
    return "; ".join([*shown[:MOST_SHOWN], *more])
