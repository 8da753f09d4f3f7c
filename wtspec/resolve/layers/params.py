"""Resolves params: the constructor arguments of a layer, and the knobs of the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, cast

from msgspec.structs import replace

from wtspec.catalog import OF_EVERY_LAYER, Parameter
from wtspec.document import Mapping as MappingNode
from wtspec.document import Node, Scalar, Step, plain
from wtspec.errors import Report
from wtspec.language import evaluate, free_names
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import Param, Value
from wtspec.program.dtypes import check_dtype
from wtspec.program.kinds import Kind
from wtspec.program.literals import as_expression
from wtspec.program.walk import values_in
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import STATIC, Scope, Symbol
from wtspec.resolve.checks.check_argument import check_argument
from wtspec.resolve.components.component import INITIAL, resolve_value
from wtspec.resolve.context import Context, is_formula
from wtspec.spec import ParamSpec, param
from wtspec.spec.param_types import PARTS

_KNOWN = Symbol("setting", Kind.STATIC)
_FAULTY = Symbol("setting", Kind.UNKNOWN)


def resolve_params(
    context: Context, steps: tuple[Step, ...], specs: Mapping[str, object], dims: Iterable[str]
) -> tuple[Param, ...]:
    """The params of a layer, in order.

    Args:
        steps: Where the params stand in the file.
        dims: Names that a default's formula may use besides earlier params.
    """
    resolved: list[Param] = []
    symbols = {dim: Symbol("dim", Kind.STATIC) for dim in dims}
    for name, value in specs.items():
        found = _param(context, (*steps, name), name, param(value), symbols)
        if found is None:
            symbols[name] = Symbol("param", Kind.UNKNOWN)
            continue
        resolved.append(found)
        late = found.settled == "build"
        symbols[name] = Symbol("param", Kind.STATIC, type=found.type, late=late, span=found.span)
    return tuple(resolved)


def _param(
    context: Context,
    steps: tuple[Step, ...],
    name: str,
    spec: ParamSpec,
    symbols: dict[str, Symbol],
) -> Param | None:
    span = context.document.key_span(*steps)
    if name in OF_EVERY_LAYER:
        context.report.error(
            "reserved-name",
            f"every Keras layer has an argument `{name}` already",
            span,
            help=f"name the param otherwise, such as `{name}_`",
        )
        return None
    node = context.node(*steps)
    default = node
    if isinstance(node, MappingNode) and "type" in node.entries:
        default = node.get("default")
    resolved = _default(context, default, spec, symbols, name) if default is not None else None
    if spec.type == "dtype" and isinstance(resolved, t.Value):
        check_dtype(context.report, resolved.value, resolved.span)
    if default is not None and resolved is None:
        return None
    return Param(
        name=name,
        type=spec.type,
        default=resolved,
        minimum=spec.min,
        maximum=spec.max,
        choices=tuple(spec.choices) if spec.choices is not None else None,
        doc=spec.doc,
        span=span,
        settled=_settled(resolved, symbols),
    )


def _default(
    context: Context, node: Node, spec: ParamSpec, symbols: dict[str, Symbol], name: str
) -> Value | None:
    place = f"the default of `{name}`"
    scope = Scope(place, symbols, allows=STATIC, incomplete=context.incomplete)
    accepts = (spec.type,) if spec.type in (*PARTS, "layer") else ()
    accepts = INITIAL if spec.type == "initializer" else accepts
    return resolve_value(context, node, Parameter(name, accepts=accepts), scope)


def _settled(
    default: Value | None, symbols: Mapping[str, Symbol]
) -> Literal["given", "init", "build"]:
    if default is None:
        return "given"
    used = [node for node in values_in(default) if isinstance(node, Reference)]
    known = [symbols[node.name] for node in used if node.name in symbols]
    if any(symbol.role == "dim" or symbol.late for symbol in known):
        return "build"
    return "init" if used else "given"


def file_params(context: Context, specs: Mapping[str, object]) -> dict[str, object]:
    """The file's knobs with their values; formulas among them are evaluated in order."""
    context = context.within("params")
    values: dict[str, object] = {}
    symbols: dict[str, Symbol] = {}
    for name, value in specs.items():
        node = context.node("params", name)
        spec = param(value)
        long_form = isinstance(node, MappingNode) and "type" in node.entries
        given = node.get("default") if long_form and isinstance(node, MappingNode) else node
        if given is None and name in context.missing:
            continue
        if given is None:
            context.report.error(
                "missing-param",
                f"the param `{name}` has no value",
                context.document.key_span("params", name),
                help=f"give it a `default`, or run with `--set params.{name}=…`",
            )
            continue
        found = _value(context, given, values, symbols, name)
        symbols[name] = _FAULTY if found is _FAULTY else _KNOWN
        values[name] = 0 if found is _FAULTY else found
        if isinstance(found, int | float | str | bool | list):
            bounds = Param(
                name, spec.type, None, spec.min, spec.max, _choices(spec), None, given.span
            )
            known = as_expression(cast("object", found), given.span)
            check_argument(context.report, bounds, cast("t.Value | t.List", known))
    return values


def resolve_knobs(
    context: Context, specs: Mapping[str, object], values: Mapping[str, object]
) -> tuple[Param, ...]:
    """The file's knobs as constructor arguments of the model.

    Args:
        values: What each comes to in this file. It is the default, but where the file has a
            formula over earlier knobs: then it follows from what is given for these.
    """
    context = replace(context.within("params"), report=Report())  # told by `file_params`
    knobs: list[Param] = []
    symbols: dict[str, Symbol] = {}
    for name, value in specs.items():
        span = context.document.key_span("params", name)
        node = context.node("params", name)
        spec = param(value)
        known = as_expression(values.get(name), span)
        default = _formula(context, node, spec, symbols, name) or known
        place = node.span if isinstance(node, Scalar) else span
        knob = Param(
            name, spec.type, default, spec.min, spec.max, None, spec.doc, place, known=known
        )
        knobs.append(replace(knob, settled=_settled(default, symbols)))
        symbols[name] = Symbol("param", Kind.STATIC, type=spec.type, span=place)
    return tuple(knobs)


def _formula(
    context: Context, node: Node, spec: ParamSpec, symbols: dict[str, Symbol], name: str
) -> Value | None:
    """A sound formula that reads other knobs, bound; None of any other value."""
    if isinstance(node, MappingNode) and "type" in node.entries:
        node = node.get("default") or node
    bound = _default(context, node, spec, symbols, name) if is_formula(node) else None
    return bound if bound is not None and _settled(bound, symbols) == "init" else None


def _choices(spec: ParamSpec) -> tuple[object, ...] | None:
    return tuple(spec.choices) if spec.choices is not None else None


def _value(
    context: Context,
    node: Node,
    values: dict[str, object],
    symbols: dict[str, Symbol],
    name: str,
) -> object:
    """A param's value; `_FAULTY` where its formula is at fault, or one that it reads."""
    if not is_formula(node) or not isinstance(node, Scalar):
        return plain(node)
    parsed = context.expression(node)
    if parsed is None or any(symbols.get(known) is _FAULTY for known in free_names(parsed)):
        return _FAULTY
    scope = Scope(f"the param `{name}`", symbols, allows=STATIC, incomplete=context.incomplete)
    before = context.report.count
    new_binder(scope, context.report).static(parsed, "a param")
    found = None
    if context.report.count == before:
        found = context.evaluated(lambda: evaluate(parsed, values))
    return found if context.report.count == before else _FAULTY
