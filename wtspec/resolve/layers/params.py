"""Resolves params: the constructor arguments of a layer, and the knobs of the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, cast

from msgspec.structs import replace

from wtspec.catalog import OF_EVERY_LAYER, Parameter
from wtspec.document import Scalar
from wtspec.errors import Report, Span
from wtspec.language import free_names
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import Param, Value
from wtspec.program.dtypes import check_dtype
from wtspec.program.kinds import Kind
from wtspec.program.literals import as_expression
from wtspec.program.walk import values_in
from wtspec.resolve.bind.scope import SETTING, STATIC, Scope, Symbol
from wtspec.resolve.checks.check_argument import check_argument
from wtspec.resolve.components.component import resolve_value
from wtspec.resolve.components.declared import accepted_by
from wtspec.resolve.context import Context, is_formula
from wtspec.spec import LayerSpec, ParamSpec

_FAULTY = Symbol("setting", Kind.UNKNOWN)


def resolve_params(context: Context, spec: LayerSpec, dims: Iterable[str]) -> tuple[Param, ...]:
    """The params of a layer, in order.

    Args:
        dims: Names that a default's formula may use besides earlier params.
    """
    resolved: list[Param] = []
    symbols = {dim: Symbol("dim", Kind.STATIC) for dim in dims}
    for name, one in spec.params.items():
        found = _param(context, name, one, symbols)
        if found is None:
            symbols[name] = Symbol("param", Kind.UNKNOWN)
            continue
        resolved.append(found)
        late = found.settled == "build"
        symbols[name] = Symbol("param", Kind.STATIC, type=found.type, late=late, span=found.span)
    return tuple(resolved)


def _param(
    context: Context, name: str, spec: ParamSpec, symbols: dict[str, Symbol]
) -> Param | None:
    if name in OF_EVERY_LAYER:
        context.report.error(
            "reserved-name",
            f"every Keras layer has an argument `{name}` already",
            spec.key_span(),
            help=f"name the param otherwise, such as `{name}_`",
        )
        return None
    default = None if spec.required else _default(context, spec, symbols, name)
    if spec.type == "dtype" and isinstance(default, t.Value):
        check_dtype(context.report, default.value, default.span)
    if default is None and not spec.required:
        return None
    return _of(name, spec, default, spec.key_span(), symbols)


def _of(
    name: str, spec: ParamSpec, default: Value | None, span: Span, symbols: Mapping[str, Symbol]
) -> Param:
    return Param(
        name=name,
        type=spec.type,
        default=default,
        minimum=spec.min,
        maximum=spec.max,
        choices=tuple(spec.choices) if spec.choices is not None else None,
        doc=spec.doc,
        span=span,
        settled=_settled(default, symbols),
    )


def _default(
    context: Context, spec: ParamSpec, symbols: dict[str, Symbol], name: str
) -> Value | None:
    place = f"the default of `{name}`"
    scope = Scope(place, symbols, allows=STATIC, incomplete=context.incomplete)
    parameter = Parameter(name, accepts=accepted_by(spec.type))
    return resolve_value(context, spec.at("default"), parameter, scope)


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


def file_params(context: Context) -> dict[str, object]:
    """The file's knobs with their values; formulas among them are evaluated in order."""
    context = context.within("params")
    values: dict[str, object] = {}
    symbols: dict[str, Symbol] = {}
    for name, spec in context.file.params.items():
        if spec.required and name in context.missing:
            continue
        if spec.required:
            context.report.error(
                "missing-param",
                f"the param `{name}` has no value",
                spec.key_span(),
                help=f"give it a `default`, or run with `--set params.{name}=…`",
            )
            continue
        found = _value(context, spec, values, symbols, name)
        symbols[name] = _FAULTY if found is _FAULTY else SETTING
        values[name] = 0 if found is _FAULTY else found
        if isinstance(found, int | float | str | bool | list):
            place = spec.span("default")
            known = as_expression(cast("object", found), place)
            bounds = _of(name, spec, None, place, {})
            check_argument(context.report, bounds, cast("t.Value | t.List", known))
    return values


def resolve_knobs(context: Context, values: Mapping[str, object]) -> tuple[Param, ...]:
    """The file's knobs as constructor arguments of the model.

    Args:
        values: What each comes to in this file. It is the default, but where the file has a
            formula over earlier knobs: then it follows from what is given for these.
    """
    context = replace(context.within("params"), report=Report())  # told by `file_params`
    knobs: list[Param] = []
    symbols: dict[str, Symbol] = {}
    for name, spec in context.file.params.items():
        known = as_expression(values.get(name), spec.key_span())
        plain = isinstance(context.file.find("params", name), Scalar)
        place = spec.span() if plain else spec.key_span()
        default = _formula(context, spec, symbols, name) or known
        knob = _of(name, spec, default, place, symbols)
        knobs.append(replace(knob, choices=None, known=known))
        symbols[name] = Symbol("param", Kind.STATIC, type=spec.type, span=place)
    return tuple(knobs)


def _formula(
    context: Context, spec: ParamSpec, symbols: dict[str, Symbol], name: str
) -> Value | None:
    """A sound formula that reads other knobs, bound; None of any other value."""
    if not is_formula(spec.find("default")):
        return None
    bound = _default(context, spec, symbols, name)
    return bound if bound is not None and _settled(bound, symbols) == "init" else None


def _value(
    context: Context,
    spec: ParamSpec,
    values: dict[str, object],
    symbols: dict[str, Symbol],
    name: str,
) -> object:
    """A param's value; `_FAULTY` where its formula is at fault, or one that it reads."""
    node = spec.find("default")
    if not is_formula(node):
        return spec.default
    parsed = context.expression(node)
    if parsed is None or any(symbols.get(known) is _FAULTY for known in free_names(parsed)):
        return _FAULTY
    scope = Scope(f"the param `{name}`", symbols, allows=STATIC, incomplete=context.incomplete)
    before = context.report.count
    found = context.value(parsed, scope, "a param", values)
    return found if context.report.count == before else _FAULTY
