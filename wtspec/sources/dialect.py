"""How a CSV file writes its cells. Free of NumPy."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

ENCODINGS = ("utf-8", "utf-16", "latin-1", "cp1252")
"""What text may be written in; UTF-8 and UTF-16 with a byte order mark or without."""
THOUSANDS = (",", ".", " ", "'", "\u2019", "_", "\u00a0", "\u202f")
"""What may stand between the thousands of a number."""
NULLS = (
    *("", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN"),
    *("N/A", "NA", "NULL", "NaN", "n/a", "nan", "null"),
)
"""Cells that mean "missing" where a file says nothing else; pyarrow's list."""

_YAML_WORDS = {"y", "n", "yes", "no", "true", "false", "on", "off", "null"}
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./*-]*[A-Za-z_./-][A-Za-z0-9_./-]*")


class Dialect(Struct, frozen=True):
    """How a CSV file is to be read.

    Attributes:
        separator: What stands between two columns.
        decimal: What stands before a number's fraction.
        thousands: What may stand between its thousands; nothing if empty.
        encoding: One of `ENCODINGS`.
        quote: What a cell may be written between; nothing if empty.
        types: `float`, `int`, `str`, `bool`, `date`, or the form of dates such as `%d.%m.%Y`, by
            column; the others are inferred.
        null_values: Cells that mean "missing", in place of `NULLS`. The empty cell always is.
    """

    separator: str = ","
    decimal: str = "."
    thousands: str = ""
    encoding: str = "utf-8"
    quote: str = '"'
    types: Mapping[str, str] = MappingProxyType({})
    null_values: tuple[str, ...] | None = None

    @property
    def nulls(self) -> tuple[str, ...]:
        """All cells that mean "missing"."""
        return NULLS if self.null_values is None else ("", *self.null_values)


def source_text(dialect: Dialect, path: str) -> str:
    """A CSV file as `data.source` names it: `{csv: {path: a.csv, separator: ";"}}`."""
    keys = _keys(dialect)
    named = path if _PLAIN_PATH.fullmatch(path) else json.dumps(path, ensure_ascii=False)
    if not keys:
        return f"{{csv: {named}}}"
    return f"{{csv: {{path: {named}, {', '.join(keys)}}}}}"


def _keys(dialect: Dialect) -> list[str]:
    """The keys of a dialect that are not what is read anyway."""
    usual = Dialect()
    said = [
        f"{key}: {_scalar(getattr(dialect, key))}"
        for key in ("separator", "decimal", "thousands", "encoding", "quote")
        if getattr(dialect, key) != getattr(usual, key)
    ]
    if dialect.null_values is not None:
        said.append(f"null_values: [{', '.join(map(json.dumps, dialect.null_values))}]")
    if dialect.types:
        types = [f"{_name(name)}: {_type(kind)}" for name, kind in dialect.types.items()]
        said.append(f"types: {{{', '.join(types)}}}")
    return said


def _scalar(text: str) -> str:
    return text if re.fullmatch(r"[a-z]+-?[0-9]+", text) else json.dumps(text)


def _name(name: str) -> str:
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) and name.lower() not in _YAML_WORDS
    return name if plain else json.dumps(name, ensure_ascii=False)


def _type(kind: str) -> str:
    return f"{{date: {json.dumps(kind)}}}" if "%" in kind else kind
