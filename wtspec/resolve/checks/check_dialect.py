"""Checks, where CSV files are at hand, that they are read as they are written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from fnmatch import filter as matching
from pathlib import Path

from wtspec.errors import Report, SpecError
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Operation, Reference, TensorEqual
from wtspec.program.walk import below
from wtspec.sources.files import find_files
from wtspec.sources.request import SourceRequest
from wtspec.sources.sniffing.sample import take_head
from wtspec.sources.sniffing.wrong_dialect import (
    WrittenCsv,
    wrong_encoding,
    wrong_numbers,
    wrong_parting,
)
from wtspec.spec import DataSpec

_OF_TEXT = {
    *("lookup", "one_hot", "many_hot", "words", "tokens", "date", "image"),
    *("equal", "not_equal", "isin"),
}
"""What may be given text."""


def written_files(
    data: DataSpec, sources: Mapping[str, SourceRequest], data_root: Path
) -> list[WrittenCsv]:
    """A sample of the first file of each CSV source that is at hand."""
    found: list[WrittenCsv] = []
    for part, source in sources.items():
        one = source.rows_of
        if one.kind != "csv":
            continue
        try:
            file = find_files(one.paths, one.folder or data_root, data_root)[0]
            sample = take_head(file)
        except (SpecError, OSError):
            continue
        span = data.span(part, *steps_within(source), "csv")
        found.append(WrittenCsv(one.paths[0], one.dialect, sample, span))
    return found


def steps_within(source: SourceRequest) -> tuple[str, ...]:
    """From a source to the one that its windows are of."""
    return () if source.of is None else ("windows", "of", *steps_within(source.of))


def check_parting(data: DataSpec, files: Iterable[WrittenCsv], report: Report) -> bool:
    """Whether files are in the encoding, and parted by the separator, that the spec says.

    Codes: `not-utf8`, `unparted-columns`.
    """
    parts = (data.targets, data.weights, data.rows, data.split)
    formulas = " ".join(str(one) for one in (*data.inputs.values(), *parts))
    words = {*re.findall(r"\w+", formulas)}
    faults = [wrong_encoding(file) or wrong_parting(file, formulas, words) for file in files]
    for fault in faults:
        if fault is not None:
            report.add(fault)
    return not any(faults)


def check_numbers(
    files: Iterable[WrittenCsv],
    formulas: Iterable[Expression],
    columns: Collection[str],
    report: Report,
) -> None:
    """Notes `unread-numbers`: a column that formulas compute with would be read as text."""
    needed = _computed_with(formulas, columns)
    for file in files:
        fault = wrong_numbers(file, needed)
        if fault is not None:
            report.add(fault)


def _computed_with(formulas: Iterable[Expression], columns: Collection[str]) -> list[str]:
    """The columns that are numbers wherever formulas read them."""
    numbers: dict[str, None] = {}
    texts: set[str] = set()
    waiting = [(formula, False) for formula in formulas]
    while waiting:
        node, may_be_text = waiting.pop()
        for name in _read_by(node, columns):
            if may_be_text:
                texts.add(name)
            else:
                numbers.setdefault(name)
        may_be_text |= isinstance(node, t.Compare | TensorEqual)
        may_be_text |= isinstance(node, Operation) and node.function.name in _OF_TEXT
        waiting += [(inner, may_be_text) for inner in reversed(below(node))]
    return [name for name in numbers if name not in texts]


def _read_by(node: Expression, columns: Collection[str]) -> list[str]:
    """The columns that an expression itself reads."""
    if isinstance(node, Reference) and node.role == "column":
        return [node.name]
    if isinstance(node, Operation) and node.function.name == "columns":
        patterns = [one.value for one in node.arguments if isinstance(one, t.Value)]
        return [name for one in patterns for name in matching(columns, str(one))]
    return []
