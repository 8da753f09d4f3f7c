"""Makes the parts of the data what the model is given: in memory, or read as they are needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from wtspec.data.agree import Agree, by_itself
from wtspec.data.columns import column_types
from wtspec.data.columns_read import columns_used
from wtspec.data.fingerprint import Fingerprint, Hasher, fingerprint
from wtspec.data.part import Part
from wtspec.data.parts import AnyPart
from wtspec.data.prepare import Preparer
from wtspec.data.rows import Rows
from wtspec.data.streams.first_rows import first_rows, formula_columns, open_stream, read_bytes
from wtspec.data.streams.learn import learn
from wtspec.data.streams.row_stream import RowStream
from wtspec.data.streams.stored_part import StoredPart
from wtspec.data.streams.survey import survey
from wtspec.data.streams.walk import by_source, source_of, walk
from wtspec.program.program import Program


def begin_rows(
    preparer: Preparer, parts: Mapping[str, AnyPart]
) -> tuple[Preparer, dict[str, Rows]]:
    """The rows of parts; of those that do not fit in memory the first ones, and a stream.

    Args:
        preparer: Learns from the part `train`, if it has not learned yet.
        parts: Of the data.

    Returns:
        The preparer, which has learned, and the rows by part.

    Raises:
        SpecError: What `Preparer.rows` raises.
    """
    train = parts.get("train")
    if isinstance(train, StoredPart) and preparer.learned.learns:
        names = formula_columns(train, preparer.data.each_formula)
        learned = learn(preparer, train, names, read_bytes(train, names))
        preparer = replace(preparer, learned=learned)
    rows = {name: _begin(preparer, part) for name, part in parts.items()}
    return preparer, rows


def _begin(preparer: Preparer, part: AnyPart) -> Rows:
    return preparer.rows(part) if isinstance(part, Part) else open_stream(preparer, part)


def settle_rows(
    preparer: Preparer,
    parts: Mapping[str, Rows],
    look: Callable[[Rows], None],
    *,
    often: bool = True,
    agree: Agree = by_itself,
) -> tuple[dict[str, Rows], dict[str, Fingerprint]]:
    """Checks all rows of streams, once the model is there that they are checked with.

    Args:
        preparer: Of these rows.
        parts: What `begin_rows` gave.
        look: Is shown all rows, those in memory too.
        often: Whether they will be read again and again.
        agree: Asks other processes that settle them.

    Returns:
        The parts, with what is to be known of streams' rows; small ones are in memory now. And
        the fingerprints of the streamed ones.

    Raises:
        SpecError: What is wrong with the rows.
    """
    settled, prints = dict(parts), dict[str, Fingerprint]()
    streams: dict[str, RowStream] = {}
    for name, rows in parts.items():
        if isinstance(rows.stream, RowStream):
            streams[name] = rows.stream
        else:
            look(rows)
    for same in by_source({name: stream.part for name, stream in streams.items()}):
        several = {name: streams[name] for name in same}
        names = columns_used(preparer.program, source_of(same).names)
        counts = _balances(preparer.program)
        seen = survey(several, names, preparer.rows, look, counts=counts, spills=often, agree=agree)
        for name, (rows, found) in seen.items():
            settled[name], prints[name] = rows, found
    return settled, prints


def _balances(program: Program) -> bool:
    return program.training is not None and program.training.class_weight == "balanced"


def fingerprints_of(program: Program, parts: Mapping[str, AnyPart]) -> dict[str, Fingerprint]:
    """What the rows of each part are, as far as the spec's formulas read them."""
    prints: dict[str, Fingerprint] = {}
    stored: dict[str, StoredPart] = {}
    for name, part in parts.items():
        if isinstance(part, StoredPart):
            stored[name] = part
        else:
            names = columns_used(program, part.columns.arrays)
            prints[name] = fingerprint(part.columns, names, part.numbers)
    for same in by_source(stored):
        names = columns_used(program, source_of(same).names)
        hashers = {name: Hasher(names, part.count) for name, part in same.items()}
        row_bytes = read_bytes(next(iter(same.values())), names)
        for name, part in walk(same, names, row_bytes):
            hashers[name].add(part.columns, part.numbers)
        prints |= {name: one.fingerprint() for name, one in hashers.items()}
    return {name: prints[name] for name in parts}


def types_of(part: AnyPart) -> dict[str, str]:
    """The types of a part's columns, as `column_types` says them."""
    if isinstance(part, Part):
        return column_types(part.columns)
    return column_types(first_rows(part, part.stored.names).columns)
