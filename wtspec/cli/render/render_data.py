"""What a data section gives as text for people and as JSON for machines."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

import numpy as np

from wtspec.data.profile.drift import Drift
from wtspec.data.profile.labels import LabelCount
from wtspec.data.profile.profile import FirstRows, Profile
from wtspec.data.profile.summaries import Amounts, ColumnSummary
from wtspec.errors.render import json_text
from wtspec.errors.visible import columns as width_of
from wtspec.errors.visible import visible
from wtspec.errors.wrap import wrap
from wtspec.report.tables import align, in_brackets

_LINES = 40
"""Of a table; what is beyond is in the JSON."""

_NAME = 24
_WIDTH = 80
_CELL = 8
_GAP = 2


def data_as_text(one: Profile, shown: str, width: int | None = None) -> str:
    """The parts, what the model is given, labels, columns, drift and the first rows.

    Args:
        one: What the data section gives.
        shown: The part whose first rows it has.
        width: Of the terminal; None where lines may be of any length.
    """
    sections = [
        "\n".join(line for told in (one.origin, *one.told) for line in wrap(visible(told), width)),
        _parts(one, width),
        _given(one, width),
        *(_labels(name, labels, list(one.parts), width) for name, labels in one.labels.items()),
        _columns(one, width),
        *_drifts(one.drift, width),
        *_first(one.first, shown, width or _WIDTH),
    ]
    return "\n\n".join(sections)


def data_as_json(one: Profile, shown: str) -> str:
    """The same as an object of `version` (1); numbers that JSON has not are null."""
    parts = {
        name: {
            "rows": part.rows,
            "looked_at": part.seen,
            "also_in_train": None if name == "train" else part.repeated,
            "arrays": [{"role": role, **asdict(array)} for role, array in part.arrays],
            "columns": [asdict(column) for column in part.columns],
        }
        for name, part in one.parts.items()
    }
    first = {
        "part": shown,
        "rows": (one.first.numbers + 1).tolist(),
        "columns": {name: array.tolist() for name, array in one.first.columns.items()},
        "arrays": [
            {"role": role, "name": name, "values": array.tolist()}
            for (role, name), array in one.first.arrays.items()
        ],
    }
    report = {
        "version": 1,
        "origin": one.origin,
        "told": list(one.told),
        "parts": parts,
        "labels": {name: [asdict(label) for label in each] for name, each in one.labels.items()},
        "drift": [asdict(drift) for drift in one.drift],
        "first": first,
    }
    return json_text(_plain(report))


def _plain(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _parts(one: Profile, width: int | None) -> str:
    total = sum(part.rows for part in one.parts.values())
    rows = [("part", "rows", "share", "also in train")]
    rows += [
        (
            name,
            f"{part.rows:,}",
            _share(part.rows / total),
            "" if name == "train" else _repeated(part.repeated, part.seen),
        )
        for name, part in one.parts.items()
    ]
    return align(rows if len(rows) > 2 else [row[:3] for row in rows], right=(1, 2), width=width)


def _repeated(count: int, rows: int) -> str:
    return f"{count:,} rows ({_share(count / rows)}), target and all" if count else "none"


def _given(one: Profile, width: int | None) -> str:
    """The training rows' arrays; the other parts' are learned from the same."""
    rows = [("given", "", "shape", "dtype", "low", "mean", "high", "missing")]
    rows += [
        (
            role,
            _cut(array.name, _NAME),
            in_brackets((None, *array.shape)),
            array.dtype,
            *_amounts(array.amounts),
            _share(array.missing),
        )
        for role, array in one.parts["train"].arrays
    ]
    return align(_head(rows), right=(4, 5, 6, 7), width=width, cuts=(1,))


def _labels(
    target: str, labels: Sequence[LabelCount], parts: Sequence[str], width: int | None
) -> str:
    totals = {part: sum(label.counts[part] for label in labels) for part in parts}
    named = any(label.name is not None for label in labels)
    rows = [("label", *(["name"] if named else []), *parts)]
    for label in labels:
        counts = [
            f"{label.counts[part]:,} ({_share(label.counts[part] / max(totals[part], 1))})"
            for part in parts
        ]
        rows.append((str(label.value), *([_cut(label.name or "", 30)] if named else []), *counts))
    head = f"labels of {visible(target)}\n" if target else ""
    right = range(2 if named else 1, 2 + len(parts))
    return head + align(_head(rows), right=(0, *right), width=width, cuts=(1,) if named else ())


def _columns(one: Profile, width: int | None) -> str:
    rows = [("column", "dtype", "missing", "distinct", "low", "mean", "high")]
    rows += [_column(column) for column in one.parts["train"].columns]
    return align(_head(rows), right=(2, 3, 4, 5, 6), width=width, cuts=(0,))


def _column(column: ColumnSummary) -> tuple[str, ...]:
    shape = in_brackets((None, *column.shape)) if column.shape else ""
    return (
        _cut(column.name, _NAME),
        f"{column.dtype} {shape}".rstrip(),
        _share(column.missing),
        "" if column.distinct is None else f"{column.distinct:,}",
        *_amounts(column.amounts),
    )


def _drifts(drifts: Sequence[Drift], width: int | None) -> list[str]:
    if not drifts:
        return []
    large = [one for one in drifts if one.is_large]
    parts = " and ".join(dict.fromkeys(one.part for one in drifts))
    if not large:
        told = f"drift: no column of {parts} differs from train by more than chance"
        return ["\n".join(wrap(told, width))]
    rows = [("drift in", "part", "distance", "mean shifted by", "unseen")]
    rows += [
        (
            _cut(one.column, _NAME),
            one.part,
            f"{one.distance:.2f}",
            "" if one.shift is None else f"{one.shift:+.2f} std",
            _share(one.unseen) if one.unseen else "",
        )
        for one in sorted(large, key=lambda one: -one.distance)
    ]
    return [align(_head(rows), right=(2, 3, 4), width=width, cuts=(0,))]


def _first(first: FirstRows, shown: str, width: int) -> list[str]:
    """The rows side by side, a line for each column; as many in a block as a line has room for."""
    columns = {visible(name): array for name, array in first.columns.items()}
    arrays = {f"{role} {name}".rstrip(): array for (role, name), array in first.arrays.items()}
    titles = (f"{shown} in columns", "for the model")
    names = max(map(width_of, (*titles, *(_cut(name, _NAME) for name in (*columns, *arrays)))))
    cell = max(_CELL, *map(_number_width, (*columns.values(), *arrays.values())))
    abreast = min(len(first.numbers), max(1, (width - names) // (cell + _GAP)))
    blocks = [range(at, min(at + abreast, len(first.numbers))) for at in _starts(first, abreast)]
    room = max(cell, (width - names) // max(abreast, 1) - _GAP)
    return [
        align(_head(list(_transposed(title, first.numbers, rows, table, room))))
        for rows in blocks
        for title, table in zip(titles, (columns, arrays), strict=True)
    ]


def _starts(first: FirstRows, abreast: int) -> range:
    return range(0, len(first.numbers), max(abreast, 1))


def _transposed(
    title: str, numbers: np.ndarray, rows: range, table: Mapping[str, np.ndarray], room: int
) -> Iterator[tuple[str, ...]]:
    yield (title, *(f"row {numbers[at] + 1}" for at in rows))
    for name, array in table.items():
        yield (_cut(name, _NAME), *(_value_in(array[at], room) for at in rows))


def _number_width(array: np.ndarray) -> int:
    """What the numbers of a column take, which are not cut."""
    if array.ndim != 1 or array.dtype.kind not in "iufb":
        return 0
    return max((len(_value(one)) for one in array), default=0)


def _value_in(value: object, room: int) -> str:
    """A value; of an array as many numbers as there is room for, each whole."""
    if not isinstance(value, np.ndarray):
        return _cut(_value(value), room)
    told = [_value(one) for one in value.reshape(-1)[:room]]
    whole = f"[{', '.join(told)}]"
    if len(told) == value.size and width_of(visible(whole)) <= room:
        return whole
    while told and width_of(visible(f"[{', '.join(told)}, …]")) > room:
        told.pop()
    return f"[{', '.join([*told, '…'])}]"


def _value(value: object) -> str:
    if isinstance(value, float | np.floating):
        return f"{float(value):.4g}"
    return str(value)


def _amounts(amounts: Amounts | None) -> tuple[str, str, str]:
    if amounts is None:
        return "", "", ""
    return f"{amounts.low:.4g}", f"{amounts.mean:.4g}", f"{amounts.high:.4g}"


def _share(share: float) -> str:
    if 0 < share < 0.001:
        return "<0.1%"
    return f"{100 * share:.1f}%" if share else "0"


def _cut(text: str, room: int) -> str:
    """As much of a text as there is room for, on one line."""
    shown = visible(text)
    if width_of(shown) <= room:
        return shown
    while width_of(shown) > room - 1:
        shown = shown[: room - 1] if len(shown) > room else shown[:-1]
    return f"{shown}…"


def _head(rows: list) -> list:
    """As many lines of a table as people read."""
    more = len(rows) - 1 - _LINES
    if more <= 0:
        return rows
    return [*rows[: _LINES + 1], (f"… {more:,} more", *[""] * (len(rows[0]) - 1))]
