"""Checks the data's formulas, with what is known of the columns."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wtspec.errors import Report
from wtspec.language import Expression
from wtspec.program.training import Prepared
from wtspec.rows.check import check_rows
from wtspec.rows.fault import Mixed
from wtspec.rows.follow import Followed, Follower
from wtspec.rows.form import OPEN, ROWS, UNKNOWN, Form, Size
from wtspec.rows.write_out import write_out
from wtspec.sources.column import Columns
from wtspec.sources.request import SourceRequest

ROWS_FORMULA = "`rows`"
"""What the formula that says which rows are used is called in messages."""


class Known(Struct, frozen=True):
    """What is known of the data before they are read.

    Attributes:
        source: Where they are from.
        columns: The source's columns, None where they are not known.
        params: The values of the file's params.
    """

    source: SourceRequest | None
    columns: Columns | None
    params: Mapping[str, object]

    @property
    def forms(self) -> dict[str, Form]:
        """The form of each column that is known."""
        return {
            name: Form(()) if info.scalar else Form((ROWS, *map(_size, info.shape)))
            for name, info in (self.columns or {}).items()
        }

    @property
    def default(self) -> Form:
        """The form of any other column; a CSV file's have a number a row, which windows add to."""
        source, sizes = self.source, list[Size]()
        while source is not None and source.of is not None:
            sizes.append(source.length)
            source = source.of
        return Form((ROWS, *sizes)) if source is not None and source.kind == "csv" else OPEN


def _size(known: int | None) -> Size:
    return UNKNOWN if known is None else known


def write_out_learning(formula: Expression, known: Known, report: Report) -> Expression:
    """A formula in which each call that learns is written out; see `write_out`."""

    def tell(fault: Mixed, node: Expression) -> None:
        del fault, node  # `check_data_rows` tells it

    followed = Followed(known.forms, known.default, known.params, tell)
    return write_out(formula, Follower(followed), report)


def static_value(node: Expression, known: Known) -> object:
    """What an argument comes to before there are rows: a number, a text, a list; else `UNKNOWN`.

    What a column is computed with is a `Form`.
    """

    def tell(fault: Mixed, node: Expression) -> None:
        del fault, node  # `check_data_rows` tells it

    followed = Followed(known.forms, known.default, known.params, tell)
    return Follower(followed).value(node, {})


def check_data_rows(data: Prepared, known: Known, report: Report) -> None:
    """Checks all formulas before there are data."""
    check_rows(named_formulas(data), known.forms, known.default, known.params, report)


def check_read_rows(
    data: Prepared,
    shapes: Mapping[str, tuple[int, ...]],
    params: Mapping[str, object],
    report: Report,
) -> None:
    """Checks all formulas once more, with the shapes of columns that were read."""
    forms = {name: Form((ROWS, *shape[1:])) for name, shape in shapes.items()}
    check_rows(named_formulas(data), forms, OPEN, params, report)


def named_formulas(data: Prepared) -> dict[str, Expression]:
    """The formulas by what they are, as messages say it."""
    formulas = {f"input `{name}`": formula for name, formula in data.inputs}
    for name, formula in data.each_target:
        formulas[f"target `{name}`" if name else "the target"] = formula
    if data.weights is not None:
        formulas["the weights"] = data.weights
    if data.rows is not None:
        formulas[ROWS_FORMULA] = data.rows
    return formulas
