"""Sees that a CSV file is read in another dialect than it is written in. Free of NumPy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from wtspec.errors import Diagnostic, Span
from wtspec.sources.dialect import NULLS, Dialect, source_text
from wtspec.sources.number_forms import is_number
from wtspec.sources.sniffing.cells import part
from wtspec.sources.sniffing.numbers import number_form
from wtspec.sources.sniffing.sample import Sample
from wtspec.sources.sniffing.sniff import sampled_columns, sniff_sample

_MISSING = {
    *("?", "-", "--", "---", ".", "..", "*", "None", "none", "NONE", "missing", "Missing", "na"),
    *("Na", "NAN", "Nan", "N.A.", "n.a.", "nil", "NIL", "unknown", "Unknown", "#VALUE!", "#REF!"),
    *("#DIV/0!", "(null)", "<NA>", r"\N", "NaT"),
}
"""Words that mean "missing" in many tables, and that no list of pyarrow's has."""


class WrittenCsv(Struct, frozen=True):
    """A CSV file, as a spec names it, and what was seen of it.

    Attributes:
        path: As the spec writes it.
        dialect: As the spec says it.
        sample: Of the file.
        span: Where the spec names it.
    """

    path: str
    dialect: Dialect
    sample: Sample
    span: Span | None

    def meant(self, dialect: Dialect) -> str:
        """The help that says a dialect."""
        return f"write `{source_text(dialect, self.path)[1:-1]}`"


def wrong_encoding(file: WrittenCsv) -> Diagnostic | None:
    """The fault of text that is in another encoding; None where it may be as the spec says."""
    said, seen = file.dialect.encoding, file.sample.encoding
    is_single = said in ("latin-1", "cp1252")
    if (
        is_single and (seen in ("latin-1", "cp1252") or file.sample.head.isascii())
    ) or said == seen:
        return None
    names = {"utf-8": "UTF-8", "utf-16": "UTF-16"}
    found = {"utf-8": "UTF-8", "utf-16": "UTF-16"}.get(seen, f"another, perhaps {seen}")
    return Diagnostic(
        "not-utf8",
        f"`{file.path}` is not {names.get(said, said)} text",
        file.span,
        expected=f"text in {names.get(said, said)}",
        received=found,
        help=file.meant(replace(_found(file), types=file.dialect.types)),
    )


def wrong_parting(file: WrittenCsv, formulas: str, words: Collection[str]) -> Diagnostic | None:
    """The fault of a file that is parted by another separator, or has other quotes.

    Args:
        file: The file.
        formulas: The text of all formulas.
        words: The words in them.
    """
    parting = part(file.sample.head, file.dialect.separator, file.dialect.quote)
    header = parting.rows[0] if parting.rows else []
    if len(header) > 1 and parting.even == 1 and not any(name.startswith("'") for name in header):
        return None
    best = sniff_sample(file.sample)
    same = (best.dialect.separator, best.dialect.quote)
    if same == (file.dialect.separator, file.dialect.quote) or any("\n" in name for name in header):
        return None

    def read(names: Iterable[str]) -> set[str]:
        return {
            one for one in names if one in words or (not one.isidentifier() and one in formulas)
        }

    had, gets = read(header), read(best.header)
    is_one = len(header) == 1 and len(best.header) > 1 and not had
    if had - gets or not (gets - had or is_one):
        return None
    shown = {"\t": "\\t"}.get(best.dialect.separator, best.dialect.separator)
    several = "one column, whose name holds several" if len(header) == 1 else "other columns"
    quotes = {"": " without quotes", "'": " in apostrophes"}.get(best.dialect.quote, "")
    return Diagnostic(
        "unparted-columns",
        f"`{file.path}` has {several}",
        file.span,
        expected=f"columns parted by `{shown}`{quotes}",
        received=f"`{file.dialect.separator.join(header)[:80]}`",
        help=file.meant(_found(file)),
    )


def wrong_numbers(file: WrittenCsv, needed: Iterable[str]) -> Diagnostic | None:
    """The fault of numbers that are read as text, as they are written in another way.

    Args:
        file: The file, rightly parted.
        needed: The columns that formulas compute with.
    """
    parting = part(file.sample.head, file.dialect.separator, file.dialect.quote)
    cells = {
        name: [cell for cell in column if cell not in file.dialect.nulls]
        for name, column in sampled_columns(file.sample, parting).items()
    }
    form = (file.dialect.decimal, file.dialect.thousands)
    texts = {
        name: one
        for name in needed
        if name not in file.dialect.types
        if (one := cells.get(name)) and not all(is_number(cell, *form) for cell in one)
    }
    return (_other_form(file, cells, texts) or _other_nulls(file, texts)) if texts else None


def _other_form(
    file: WrittenCsv, cells: Mapping[str, list[str]], texts: Mapping[str, list[str]]
) -> Diagnostic | None:
    decimal, thousands = number_form([*cells.values()], file.dialect.separator)
    names = [
        name
        for name, one in texts.items()
        if all(is_number(cell, decimal, thousands) for cell in one)
    ]
    if not names:
        return None
    said = (file.dialect.decimal, file.dialect.thousands)
    example = next(cell for cell in texts[names[0]] if not is_number(cell, *said))
    dialect = replace(file.dialect, decimal=decimal, thousands=thousands)
    return _unread(file, names, example, dialect)


def _other_nulls(file: WrittenCsv, texts: Mapping[str, list[str]]) -> Diagnostic | None:
    form = (file.dialect.decimal, file.dialect.thousands)
    found: dict[str, str] = {}
    for name, cells in texts.items():
        odd = {cell for cell in cells if not is_number(cell, *form)}
        if odd <= _MISSING and 2 * sum(cell in odd for cell in cells) < len(cells):
            found |= dict.fromkeys(sorted(odd), name)
    if not found:
        return None
    usual = [word for word in NULLS[1:] if word in _words(file.sample)]
    kept = usual if file.dialect.null_values is None else file.dialect.null_values
    dialect = replace(file.dialect, null_values=(*kept, *found))
    return _unread(file, [*dict.fromkeys(found.values())], next(iter(found)), dialect)


def _words(sample: Sample) -> set[str]:
    return {*sample.head.replace(",", " ").replace(";", " ").split()}


def _unread(file: WrittenCsv, names: list[str], example: str, dialect: Dialect) -> Diagnostic:
    listed = " and ".join(f"`{name}`" for name in names[:4]) + (" and others" * (len(names) > 4))
    what = "columns of numbers are" if len(names) > 1 else "a column of numbers is"
    return Diagnostic(
        "unread-numbers",
        f"{what} read as text from `{file.path}`: {listed}",
        file.span,
        expected=f"numbers such as `1{file.dialect.decimal}5`",
        received=f"`{example}`",
        help=file.meant(dialect),
    )


def _found(file: WrittenCsv) -> Dialect:
    """The dialect that the sample is in, with what only the spec says."""
    found = sniff_sample(file.sample).dialect
    return replace(found, types=file.dialect.types, null_values=file.dialect.null_values)
