"""Makes rows what the model is given, by the spec's formulas, and checks what they make."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from wtspec.codegen.frames import steps
from wtspec.codegen.origin import find_formula
from wtspec.data.check import check_columns, check_shape, prepare_array
from wtspec.data.formula_fault import formula_fault
from wtspec.data.learned import Learned
from wtspec.data.narrow import narrow
from wtspec.errors import Diagnostic, Report, Span, SpecError
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.model.build import input_shapes
from wtspec.program.bound import Operation, Reference
from wtspec.program.declared import Prepared, Program
from wtspec.program.walk import expressions
from wtspec.rows import check_read_rows
from wtspec.runs.read_parts import Part
from wtspec.train.rows import Rows

Formulas = tuple[tuple[str, Expression], ...]
"""By name; a formula that stands alone has none."""


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

    def rows(self, part: Part) -> Rows:
        """Inputs, targets and weights of a part's rows, all of them checked.

        Raises:
            SpecError: All columns that are missing; else all formulas that fail or make what no
                model takes: `not-numbers`, `not-finite`, `shape-mismatch` and their like.
        """
        report = Report()
        targets, weights = _targets(self.data), _weights(self.data)
        self._check_columns(part, (*self.data.inputs, *targets, *weights), report)
        inputs = self._inputs(part, report)
        wanted = self._prepared("make_targets", "target", targets, part, report)
        counts = self._prepared("make_weights", "weights", weights, part, report)
        report.check()
        return Rows(inputs, _one_or_all(wanted), next(iter(counts.values()), None))

    def inputs(self, part: Part) -> Rows:
        """The inputs alone, of rows that need have no other columns."""
        report = Report()
        self._check_columns(part, self.data.inputs, report)
        inputs = self._inputs(part, report)
        report.check()
        return Rows(inputs)

    def _check_columns(self, part: Part, formulas: Formulas, report: Report) -> None:
        check_columns(part.columns, _columns_read(formulas), report)
        report.check()
        shapes = {name: array.shape for name, array in part.columns.arrays.items()}
        check_read_rows(self.data, shapes, self.program.params, report)
        report.check()

    def _inputs(self, part: Part, report: Report) -> np.ndarray | dict[str, np.ndarray]:
        found = self._prepared("make_inputs", "input", self.data.inputs, part, report)
        self._check_shapes(found, report)
        return self._as_declared(found, report)

    def _prepared(
        self, function: str, role: str, formulas: Formulas, part: Part, report: Report
    ) -> dict[str, np.ndarray]:
        if not formulas:
            return {}
        try:
            with np.errstate(all="ignore"):
                made = getattr(self.module, function)(dict(part.columns.arrays), self.learned)
        except Exception as error:  # noqa: BLE001 - the formulas are the user's
            name, formula = self._failed(error, formulas)
            used = _columns_read(((name, formula),))
            what = _what(role, name)
            report.add(formula_fault(error, what, part.columns, used, formula.span))
            return {}
        values = made if formulas[0][0] else {"": made}
        prepared = {
            name: prepare_array(
                _what(role, name),
                values[name],
                part.columns,
                report,
                span=formula.span,
                row_numbers=part.numbers,
                used=_used(formula, part),
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
        named = shapes if isinstance(shapes, dict) else dict.fromkeys(arrays, shapes)
        for name, array in arrays.items():
            if name in named:
                check_shape(f"input `{name}`", array, named[name], report, spans[name])

    def _as_declared(
        self, arrays: dict[str, np.ndarray], report: Report
    ) -> np.ndarray | dict[str, np.ndarray]:
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


def _targets(data: Prepared) -> Formulas:
    if data.targets is None:
        return ()
    return data.targets if isinstance(data.targets, tuple) else (("", data.targets),)


def _weights(data: Prepared) -> Formulas:
    return () if data.weights is None else (("", data.weights),)


def _one_or_all(
    arrays: Mapping[str, np.ndarray],
) -> np.ndarray | dict[str, np.ndarray] | None:
    return arrays[""] if "" in arrays else dict(arrays) or None


def _columns_read(formulas: Iterable[tuple[str, Expression]]) -> dict[str, Span]:
    """The columns that formulas name, each with the place where it is first named."""
    found: dict[str, Span] = {}
    for _, formula in formulas:
        for node in expressions(formula):
            if isinstance(node, Reference) and node.role == "column":
                found.setdefault(node.name, node.span)
    return found


def columns_used(program: Program, part: Part) -> set[str]:
    """The columns that a spec reads, the one that it stratifies by among them."""
    data = program.data
    if data is None:
        return set()
    formulas = [formula for _, formula in (*data.inputs, *_targets(data), *_weights(data))]
    found = {name for one in formulas for name in _used(one, part)}
    return found | ({program.settings.stratify} if program.settings.stratify is not None else set())


def _used(formula: Expression, part: Part) -> list[str]:
    """The columns that a formula reads, by name or by a pattern of names."""
    patterns = [
        node.arguments[0].value
        for node in expressions(formula)
        if isinstance(node, Operation)
        and node.function.name == "columns"
        and node.arguments
        and isinstance(node.arguments[0], t.Value)
    ]
    matching = (
        name
        for name in part.columns.arrays
        if any(fnmatch.fnmatchcase(name, str(pattern)) for pattern in patterns)
    )
    return [*_columns_read((("", formula),)), *matching]


def _spans(formulas: Iterable[tuple[str, Expression]]) -> dict[str, Span]:
    return {name: formula.span for name, formula in formulas}


def _what(role: str, name: str) -> str:
    return f"{role} `{name}`" if name else f"the {role}"
