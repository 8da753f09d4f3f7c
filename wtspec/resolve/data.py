"""Resolves `data`: the formulas that make columns inputs, targets and weights of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wtspec.catalog import CatalogFunction, Parameter
from wtspec.document import Node
from wtspec.errors import Related, Span, did_you_mean, one_of
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.counted import counted_calls, given_to
from wtspec.program.declared import Input, Layer
from wtspec.program.kinds import Kind
from wtspec.program.outputs import known_outputs
from wtspec.program.training import Prepared
from wtspec.program.walk import expressions, names_of, values_in
from wtspec.resolve.bind.expand import expand
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import PURE, SETTING, Scope, Symbol
from wtspec.resolve.checks.check_data_calls import check_data_calls
from wtspec.resolve.checks.check_dialect import check_numbers, check_parting, written_files
from wtspec.resolve.checks.check_images import check_images
from wtspec.resolve.checks.check_inputs import check_inputs
from wtspec.resolve.checks.check_split import check_split
from wtspec.resolve.checks.check_used_rows import check_used_rows
from wtspec.resolve.checks.check_windows import check_windows
from wtspec.resolve.context import Context
from wtspec.resolve.formula_files import formula_files
from wtspec.rows import Known, check_data_rows, write_out_learning
from wtspec.sources.column import Columns
from wtspec.sources.formulas import data_function, data_function_names
from wtspec.sources.request import SourceRequest
from wtspec.spec import DataSpec

_COLUMN = Symbol("column", Kind.TENSOR)


def resolve_data(
    context: Context,
    model: Layer | None,
    known: Known,
    data_root: Path,
    sources: Mapping[str, SourceRequest],
    *,
    sound: bool,
) -> Prepared | None:
    """The data section's formulas.

    Args:
        data_root: Where the files lie that they name.
        model: Its inputs and outputs are what the formulas are named after.
        known: What is known of the data.
        sound: Whether the model has no fault from which others of its inputs may follow.
    """
    data = context.file.data
    if data is None:
        return None
    context = context.within("data")
    files = written_files(data, sources, data_root)
    is_parted = check_parting(data, files, context.report)
    known = known if is_parted else replace(known, columns=None)
    columns = known.columns
    read = _Formulas(context, _scope(context, known.params, columns), known)
    inputs = tuple((name, read(data.at("inputs", name))) for name in data.inputs)
    if model is not None and "inputs" not in model.incomplete:
        _check_names(context, data, model.inputs)
        if sound:
            check_inputs(context, dict(inputs), model, columns or {}, known.params)
    targets = _targets(read, data, model)
    check_split(context, data, columns)
    check_windows(context, data, columns)
    weights = read(data.at("weights")) if data.weights is not None else None
    prepared = Prepared(inputs, targets, weights, _rows(read, data))
    used = [formula for _, formula in prepared.each_formula]
    if is_parted:
        check_numbers(files, used, columns or (), context.report)
    check_data_calls(context.report, known, used)
    prepared = replace(prepared, files=formula_files(context, known, used, data_root))
    if model is not None:
        _check_classes(context, model, used)
    _check_scalars(context, known, used)
    check_images(used, known.params, context.report)
    check_data_rows(prepared, known, context.report)
    return prepared


def _scope(context: Context, params: Mapping[str, object], columns: Columns | None) -> Scope:
    symbols = dict.fromkeys(params, SETTING) | dict.fromkeys(columns or (), _COLUMN)
    scope = context.scope("the data", symbols, PURE)
    return scope.of_data(_Library(), open_=columns is None)


class _Library(Mapping[str, CatalogFunction]):
    """The functions over columns; each is made when it is asked for."""

    def __getitem__(self, name: str) -> CatalogFunction:
        known = data_function(name)
        parameters = tuple(Parameter(one.name, required=one.required) for one in known.parameters)
        return CatalogFunction(
            known.name, known.python, "", parameters, known.variadic, known.takes_list
        )

    def __iter__(self) -> Iterator[str]:
        return iter(data_function_names())

    def __len__(self) -> int:
        return len(data_function_names())


class _Formulas(Struct, frozen=True):
    """Reads formulas over columns."""

    context: Context
    scope: Scope
    known: Known

    def __call__(self, node: Node) -> Expression:
        """The bound formula that a node holds."""
        context, scope = self.context, self.scope
        parsed = context.expression(node)
        if parsed is None:
            return t.Value(None, span=node.span)
        binder = new_binder(scope, context.report)
        written = expand(parsed, context.names.written, self.known.params, context.report)
        bound, _ = binder.bind(written)
        ambiguous = binder.found.reads & self.known.params.keys() & set(self.known.columns or ())
        for name in sorted(ambiguous):
            context.report.error(
                "ambiguous-name",
                f"`{name}` is a column of the data and a param of the file",
                node.span,
                help=f'write `column("{name}")` for the column, or rename the param',
                related=(Related("the param", context.file.key_span("params", name)),),
            )
        return write_out_learning(bound, self.known, context.report)


def _rows(read: _Formulas, data: DataSpec) -> Expression | None:
    if data.rows is None:
        return None
    formula = read(data.at("rows"))
    check_used_rows(formula, read.context.report)
    return formula


def _targets(
    read: _Formulas, data: DataSpec, model: Layer | None
) -> Expression | tuple[tuple[str, Expression], ...] | None:
    if data.targets is None:
        return None
    if not isinstance(data.targets, dict):
        return read(data.at("targets"))
    names = known_outputs(model) or ()
    if names:
        for name in data.targets:
            _check_known(read.context, data.key_span("targets", name), name, list(names), "output")
    return tuple((name, read(data.at("targets", name))) for name in data.targets)


def _check_names(context: Context, data: DataSpec, inputs: tuple[Input, ...]) -> None:
    given = list(data.inputs)
    legal = [one.name for one in inputs]
    for name in given:
        _check_known(context, data.key_span("inputs", name), name, legal, "input")
    missing = [one for one in inputs if one.name not in given and not one.optional]
    if missing and set(given) <= set(legal):
        context.report.error(
            "missing-input",
            f"the model's input `{missing[0].name}` gets no data",
            data.key_span("inputs"),
            expected=f"a formula for each of {', '.join(f'`{name}`' for name in legal)}",
            help=f"add `{missing[0].name}: …` to it",
            related=(Related("the input", missing[0].span),),
        )


def _check_known(context: Context, place: Span, name: str, legal: list[str], what: str) -> None:
    if name not in legal:
        context.report.error(
            f"unknown-{what}",
            f"the model has no {what} `{name}`",
            place,
            expected=one_of(legal),
            help=did_you_mean(name, legal),
        )


def _check_scalars(context: Context, known: Known, formulas: list[Expression]) -> None:
    """Notes what is read as a column and has no rows."""
    scalars = {name for name, info in (known.columns or {}).items() if info.scalar}
    nodes = [node for formula in formulas for node in expressions(formula)]
    for name, span in names_of("column", nodes).items():
        if name in scalars:
            context.report.error(
                "scalar-column",
                f"`{name}` of {known.source} is a scalar, without rows",
                span,
                expected="arrays whose first axis is the rows",
            )


def _check_classes(context: Context, model: Layer, formulas: list[Expression]) -> None:
    """Notes columns whose classes the model counts, and no formula, or several ways of it."""
    counted = counted_calls(formulas)
    each = [given_to(call)["x"] for calls in counted.values() for call in calls.values()]
    if any(isinstance(one, Reference) and one.role == "local" for one in each):
        return  # an undefined name, which may be the column that is meant
    for column in model.classes:
        calls = counted.get(column, {})
        if not calls:
            context.report.error(
                "unknown-classes",
                f"no formula of the data looks up the classes of `{column}`",
                _place_of_classes(model, column),
                expected=f"`lookup({column})` or `one_hot({column})` in a formula of `data`",
                help=did_you_mean(column, counted),
            )
        if len(calls) > 1:
            context.report.error(
                "ambiguous-name",
                f"`classes({column})` may count the indices of several calls",
                _place_of_classes(model, column),
                expected="one call of the column that is counted",
                received=" and ".join(f"`{call.span.text}`" for call in calls.values()),
            )


def _place_of_classes(model: Layer, column: str) -> Span:
    used = [one for sublayer in model.sublayers for one in values_in(sublayer.layer)]
    return names_of("classes", used).get(column, model.span)
