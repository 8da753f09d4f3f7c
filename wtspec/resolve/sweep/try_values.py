"""Tries the values of a sweep before the first trial does: choices, and the ends of ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from wtspec.document import Document, Entry, Node, Scalar
from wtspec.document.node import Sequence as Items
from wtspec.document.override import Override, override_at
from wtspec.errors import Diagnostic, Related, Report, Span, SpecError
from wtspec.program.sweep.sweep import Over, Sweep
from wtspec.resolve.sweep.check_paths import meant_instead, overlap_fault, path_fault
from wtspec.spec.faults.place import in_words
from wtspec.spec.trial import number_node, searched, trial_document

Find = Callable[[Document], Sequence[Diagnostic]]
"""Gives the errors of a document."""


def try_values(document: Document, sweep: Sweep, report: Report, find: Find) -> None:
    """Notes paths that lead to nothing, and values that the file can't have there.

    Each value is tried by itself, with what the file says everywhere else.

    Args:
        document: Of the file, which has no errors.
        sweep: With the values.
        report: Takes the faults.
        find: Gives the errors of a document.
    """
    before: list[tuple[Scalar, Override]] = []
    for path, entry in searched(document).items():
        over = next(one for one in sweep.over if one.path == path)
        try:
            override = override_at(entry.key, entry.value)
        except SpecError as error:
            report.add_all(error.diagnostics)
            continue
        fault = path_fault(document.tree, override) or overlap_fault(override, before)
        before.append((entry.key, override))
        faults = [fault] if fault is not None else _faults(document, over, entry, find)
        help = meant_instead(document.tree, override)
        report.add_all(replace(one, help=one.help or help) for one in faults)


def nodes_of(over: Over, entry: Entry) -> list[Node]:
    """The values to try: all choices, and the ends of a range."""
    if isinstance(entry.value, Items):
        return [*entry.value.items]
    return [number_node(one, entry.value) for one in (over.low, highest(over))]


def highest(over: Over) -> int | float:
    """The greatest value of a range, as steps reach it."""
    if over.step is None:
        return over.high if over.whole else float(over.high)
    low, high, step = (Decimal(repr(one)) for one in (over.low, over.high, over.step))
    reached = low + (high - low) // step * step
    return int(reached) if over.whole else float(reached)


def _faults(document: Document, over: Over, entry: Entry, find: Find) -> list[Diagnostic]:
    """What is wrong with the values of a path, each fault once."""
    found: dict[tuple[str, str, Span | None], Diagnostic] = {}
    for node in nodes_of(over, entry):
        for fault in _faults_of(document, entry, node, find):
            found.setdefault((fault.code, fault.message, fault.span), fault)
            if _lies_in(fault.span, entry.key.span):
                return [fault]  # of the path: any value has it
    return [*found.values()]


def _faults_of(document: Document, entry: Entry, node: Node, find: Find) -> Iterator[Diagnostic]:
    try:
        trial = trial_document(document, [override_at(entry.key, node)])
        faults = find(trial)
    except SpecError as error:
        faults = error.diagnostics
    own = [
        one
        for one in faults
        if _lies_in(one.span, entry.key.span) or _lies_in(one.span, entry.value.span)
    ]
    if own or not faults:
        yield from own
        return
    first, *others = faults
    more = f", and {len(others)} more" if others else ""
    yield Diagnostic(
        "sweep-value",
        f"`{entry.key.text}` can't be {in_words(node)}: {first.message}{more}",
        node.span,
        expected="a value with which the spec is valid",
        help=first.help,
        related=() if first.span is None else (Related("the fault", first.span),),
    )


def _lies_in(span: Span | None, outer: Span) -> bool:
    if span is None or span.source is not outer.source:
        return False
    return outer.start <= span.start and (span.end_line, span.end_column) <= (
        outer.end_line,
        outer.end_column,
    )
