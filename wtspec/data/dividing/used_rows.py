"""Tells which rows of a source are used."""

from __future__ import annotations

from types import ModuleType

import numpy as np

from wtspec.data.check import check_columns
from wtspec.data.columns import Columns
from wtspec.data.columns_read import columns_named
from wtspec.data.formula_fault import formula_fault
from wtspec.errors import Diagnostic, Report, Span, SpecError
from wtspec.program.program import Program


def used_rows(program: Program, module: ModuleType, columns: Columns) -> np.ndarray:
    """A truth value a row; any rows may be asked about, apart from the others.

    Args:
        program: Declares the formula, if there is one; else all rows are used.
        module: What the formula became, as a function.
        columns: Those that the formula reads, at least.

    Raises:
        SpecError: `unknown-column`, `not-numbers`, `formula-failed`, `not-boolean`.
    """
    if program.data is None or program.data.rows is None:
        return np.ones(columns.rows, bool)
    formula = program.data.rows
    report, named = Report(), columns_named(program.data.each_row)
    check_columns(columns, named, report)
    report.check()
    try:
        with np.errstate(all="ignore"):
            used = np.asarray(module.make_rows(columns.arrays))
    except Exception as error:  # the formula is the user's
        fault = formula_fault(error, "`rows`", columns, named, formula.span)
        raise SpecError(fault) from error
    if used.dtype.kind != "b" or used.shape != (columns.rows,):
        raise SpecError(_not_boolean(used, columns.rows, formula.span))
    return used


def _not_boolean(values: np.ndarray, rows: int, span: Span | None) -> Diagnostic:
    kinds = {"b": "truth values", "O": "text", "U": "text"}
    kind = kinds.get(values.dtype.kind, "numbers")
    if values.dtype.kind != "b":
        received, help = kind, "`x != 0` and `not isnan(x)` are truth values"
        if kind == "text":
            help = '`x != ""` holds where a text is there'
    else:
        received = f"truth values of shape {list(values.shape)} for {rows:,} rows"
        help = "`all(x, axis=-1)` says of a row whether all of its values hold"
    return Diagnostic(
        "not-boolean",
        "`rows` does not say of each row whether it is used",
        span,
        expected="a truth value a row",
        received=received,
        help=help,
    )
