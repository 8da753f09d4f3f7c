"""Makes rows what the model is given, by the spec's formulas, and checks what they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from wtspec.codegen.frames import steps
from wtspec.codegen.origin import find_formula
from wtspec.codegen.training.data import reads_files
from wtspec.data.check import check_columns, check_shape, prepare_array
from wtspec.data.columns import Columns
from wtspec.data.columns_read import Formulas, columns_named, columns_read
from wtspec.data.dividing.used_rows import used_rows
from wtspec.data.formula_fault import formula_fault
from wtspec.data.images.from_here import files_from_here
from wtspec.data.labels.check_seen import check_seen
from wtspec.data.labels.text_targets import mend_of_text
from wtspec.data.learned import Learned
from wtspec.data.narrow import narrow
from wtspec.data.part import Part
from wtspec.data.rows import Arrays, Rows, by_name
from wtspec.errors import Diagnostic, Report, Span, SpecError
from wtspec.errors.memory import memory_at
from wtspec.language import Expression
from wtspec.program.program import Program
from wtspec.program.sizes import input_shapes
from wtspec.program.training import Prepared
from wtspec.rows import check_read_rows


@dataclass(frozen=True, slots=True)
class Preparer:
    """What makes columns arrays.

    Attributes:
        program: Declares the formulas.
        module: What they became, as functions.
        learned: What they learn from the first rows that they see.
    """

    program: Program
    module: ModuleType
    learned: Learned

    @property
    def data(self) -> Prepared:
        """The data section.

        Raises:
            SpecError: `incomplete-spec`: there is none.
        """
        if self.program.data is None:
            message = f"`{self.program.origin}` says nothing about data"
            raise SpecError(Diagnostic("incomplete-spec", message, help="give it a `data` section"))
        return self.program.data

    def mask(self, columns: Columns) -> np.ndarray:
        """Which of some rows are used, a truth value a row: what `data.rows` says of each alone.

        Raises:
            SpecError: `unknown-column`, `not-numbers`, `formula-failed`, `not-boolean`.
        """
        return used_rows(self.program, self.module, columns)

    def rows(self, part: Part) -> Rows:
        """Inputs, targets and weights of a part's rows, all of them checked.

        Raises:
            SpecError: All columns that are missing; else all formulas that fail or make what no
                model takes: `not-numbers`, `not-finite`, `shape-mismatch` and their like.
        """
        report = Report()
        targets, weights = self.data.each_target, self.data.each_weight
        self._check_columns(part, (*self.data.inputs, *targets, *weights), report)
        inputs = self._inputs(part, report)
        wanted = self._prepared("make_targets", "target", targets, part, report)
        counts = self._prepared("make_weights", "weights", weights, part, report)
        check_seen(self.program, self.module, self.learned, part, wanted, report)
        report.check()
        return Rows(inputs, wanted.get("", wanted or None), counts.get(""), part.numbers)

    def inputs(self, part: Part) -> Rows:
        """The inputs alone, of rows that need have no other columns."""
        report = Report()
        self._check_columns(part, self.data.inputs, report)
        inputs = self._inputs(part, report)
        report.check()
        return Rows(inputs, numbers=part.numbers)

    def again(self, part: Part) -> Rows:
        """The same as `rows`, of rows that were checked before."""
        data, targets, weights = self.data, None, None
        try:
            with np.errstate(all="ignore"):
                made = self.call("make_inputs", part.columns)
                if data.targets is not None:
                    targets = _narrowed(self.call("make_targets", part.columns))
                if data.weights is not None:
                    weights = narrow(np.asarray(self.call("make_weights", part.columns)))
                narrowed = {name: narrow(np.asarray(one)) for name, one in made.items()}
                inputs = self._as_declared(narrowed, Report())
            return Rows(inputs, targets, weights, part.numbers)
        except Exception:
            self.rows(part)  # the rows have changed: this says how
            raise

    def call(self, function: str, columns: Columns) -> Any:  # noqa: ANN401 - what formulas give
        """What one of the module's functions makes of columns."""
        given = (dict(columns.arrays), self.learned)
        if reads_files(self.program):
            given = (*given, columns.files or files_from_here())
        return getattr(self.module, function)(*given)

    def made(self, function: str, part: Part) -> Any:  # noqa: ANN401 - what formulas give
        """The same of rows, as they are: nothing is checked.

        Raises:
            SpecError: What `formula_fault` says of the formula that failed.
        """
        try:
            with np.errstate(all="ignore"):
                return self.call(function, part.columns)
        except Exception as error:
            raise SpecError(self._fault(error, function, part)) from error

    def _fault(self, error: Exception, function: str, part: Part) -> Diagnostic:
        role, formulas = {
            "make_inputs": ("input", self.data.inputs),
            "make_targets": ("target", self.data.each_target),
            "make_weights": ("weights", self.data.each_weight),
        }[function]
        name, formula = self._failed(error, formulas)
        used = columns_named(((name, formula),))
        what = _what(role, name)
        return formula_fault(error, what, part.columns, used, formula.span, part.numbers)

    def _check_columns(self, part: Part, formulas: Formulas, report: Report) -> None:
        check_columns(part.columns, columns_named(formulas), report)
        report.check()
        shapes = {name: array.shape for name, array in part.columns.arrays.items()}
        check_read_rows(self.data, shapes, self.program.params, report)
        report.check()

    def _inputs(self, part: Part, report: Report) -> Arrays:
        arrays = self._prepared("make_inputs", "input", self.data.inputs, part, report)
        self._check_shapes(arrays, report)
        return self._as_declared(arrays, report)

    def _prepared(
        self, function: str, role: str, formulas: Formulas, part: Part, report: Report
    ) -> dict[str, np.ndarray]:
        if not formulas:
            return {}
        try:
            made = self.made(function, part)
        except SpecError as error:
            report.add_all(error.diagnostics)
            return {}
        values = made if formulas[0][0] else {"": made}
        with memory_at(f"the arrays of {part.columns.rows:,} rows", formulas[0][1].span):
            prepared = {
                name: prepare_array(
                    _what(role, name),
                    values[name],
                    part.columns,
                    report,
                    span=formula.span,
                    row_numbers=part.numbers,
                    used=columns_read(formula, part.columns.arrays),
                    of_text=mend_of_text(self.program, name) if role == "target" else None,
                )
                for name, formula in formulas
            }
        return {name: array for name, array in prepared.items() if array is not None}

    def _failed(self, error: Exception, formulas: Formulas) -> tuple[str, Expression]:
        """The formula that failed, as the place of the statement that was running tells."""
        outermost = steps(error, self.module)[-1]
        found = find_formula(self.program, (one for _, one in formulas), outermost)
        return next((one for one in formulas if one[1] is found), formulas[0])

    def _check_shapes(self, arrays: Mapping[str, np.ndarray], report: Report) -> None:
        try:
            shapes = input_shapes(self.program, {})
        except SpecError:
            return  # of a pattern with `...`: building the model compares it with the data
        spans = _spans(self.data.inputs)
        for name, array in arrays.items():
            if name in shapes:
                check_shape(f"input `{name}`", array, shapes[name], report, spans[name])

    def _as_declared(self, arrays: dict[str, np.ndarray], report: Report) -> Arrays:
        """The arrays in the dtypes that the model declares, alone where it has one input."""
        declared = self.program.model.inputs if self.program.model is not None else ()
        spans = _spans(self.data.inputs)
        for one in declared:
            if one.name in arrays and one.dtype is not None:
                arrays[one.name] = _cast(one.name, arrays[one.name], one.dtype, report, spans)
        if len(declared) == 1 and declared[0].name in arrays:
            return arrays[declared[0].name]
        return arrays


def _cast(
    name: str, array: np.ndarray, dtype: str, report: Report, spans: Mapping[str, Span]
) -> np.ndarray:
    if "float" in dtype:
        return array.astype("float32")
    cast = array.astype(dtype)
    if not np.array_equal(cast, array):
        report.error(
            "not-whole",
            f"input `{name}` is of {dtype}, and its formula gives other numbers",
            spans[name],
            expected=dtype,
            received=f"{array[cast != array][0]:g}",
        )
    return narrow(cast)


def _narrowed(made: object) -> Arrays:
    if isinstance(made, dict):
        return {str(name): narrow(np.asarray(one)) for name, one in made.items()}
    return narrow(np.asarray(made))


def named_inputs(program: Program, rows: Rows) -> dict[str, np.ndarray]:
    """The inputs of rows by the names that the model has for them."""
    inputs = program.model.inputs if program.model is not None else ()
    return by_name(rows.inputs, inputs[0].name if inputs else "")


def _spans(formulas: Iterable[tuple[str, Expression]]) -> dict[str, Span]:
    return {name: formula.span for name, formula in formulas}


def _what(role: str, name: str) -> str:
    return f"{role} `{name}`" if name else f"the {role}"
