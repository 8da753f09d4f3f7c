"""Resolves components: a class that the file names, and its arguments."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from wtspec.catalog import Component, Kind, Parameter, activations, component
from wtspec.document import Mapping, Node, Scalar, Sequence, plain
from wtspec.errors import with_article
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.declared import Items, Layer, Table, Use, Value
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import Scope
from wtspec.resolve.checks.check_keras_argument import check_keras_argument
from wtspec.resolve.components.declared import INITIAL, check_params, parameters_of
from wtspec.resolve.components.faults import (
    KINDS,
    indent_help,
    shown,
    unknown_activation,
    unknown_argument,
    unknown_component,
)
from wtspec.resolve.components.values import check_value
from wtspec.resolve.context import Context, is_formula, literal


def resolve_use(context: Context, node: Node, kind: Kind, scope: Scope) -> Use | None:
    """The component that a value names, its arguments resolved; faults go to the report."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return _named(context, node, kind, node, None, scope)
    if isinstance(node, Mapping) and len(node.entries) == 1:
        (entry,) = node.entries.values()
        return _named(context, entry.key, kind, node, entry.value, scope)
    received = "a mapping of several keys" if isinstance(node, Mapping) else shown(node)
    received = "an empty mapping" if isinstance(node, Mapping) and not node.entries else received
    keys = list(node.entries) if isinstance(node, Mapping) else []
    context.report.error(
        "not-a-component",
        f"{with_article(kind)} is named by its class, with its arguments inside",
        node.span,
        expected="`Name`, `{Name: value}` or `{Name: {argument: value}}`",
        received=received,
        help=indent_help(keys, node),
    )
    return None


Arguments = tuple[tuple[str, Value], ...]
"""Values by the names of their parameters."""


def resolve_value(
    context: Context, node: Node, parameter: Parameter | None, scope: Scope
) -> Value | None:
    """An argument's value: a formula, a component, a list, a mapping, or plain."""
    accepts = parameter.accepts if parameter else ()
    if isinstance(node, Scalar):
        return _scalar(context, node, accepts, scope)
    if isinstance(node, Sequence):
        items = [resolve_value(context, item, parameter, scope) for item in node.items]
        known = tuple(item for item in items if item is not None)
        if all(isinstance(item, Expression) for item in known):
            return t.List(known, span=node.span)  # pyright: ignore[reportArgumentType]
        return Items(known)
    if kinds := _kinds(accepts):
        return resolve_use(context, node, _best(node, kinds), scope)
    return _table(context, node, scope)


@lru_cache(1024)
def _kinds(accepts: tuple[str, ...]) -> tuple[Kind, ...]:
    """The kinds of component that a parameter takes."""
    return tuple(kind for kind in KINDS if kind in accepts or f"{kind}s" in accepts)


def _table(context: Context, node: Mapping, scope: Scope) -> Table:
    pairs: list[tuple[str | int, Value]] = []
    for entry in node.entries.values():
        value = resolve_value(context, entry.value, None, scope)
        key: Any = plain(entry.key)
        if value is not None:
            pairs.append((key if isinstance(key, int | str) else entry.key.text, value))
    return Table(tuple(pairs))


def _scalar(context: Context, node: Scalar, accepts: tuple[str, ...], scope: Scope) -> Value | None:
    if is_formula(node):
        return resolve_formula(context, node, scope)
    if not isinstance(node.value, str):
        return _plain(node, accepts)
    if "activation" in accepts:
        if node.value not in activations():
            unknown_activation(context, node)
        return literal(node)
    kinds = _kinds(accepts) if "str" not in accepts else ()
    if kinds and not _looks_like_number(node.value):
        return resolve_use(context, node, _best(node, kinds), scope)
    return literal(node)


def _looks_like_number(text: str) -> bool:
    """Whether a text that names no component may have been meant as a number."""
    return text.lstrip("+-.")[:1].isdigit() and "*" not in text


def _plain(node: Scalar, accepts: tuple[str, ...]) -> Expression | Use:
    """A plain value; a whole number where Keras insists on a float is one."""
    number = node.value
    if accepts == INITIAL and type(number) in (int, float):
        constant = component("initializer", "Constant")
        if constant is not None:
            return Use(constant, (("value", literal(node)),), node.span)
    if "float" in accepts and "int" not in accepts and type(number) is int:
        return t.Value(float(number), span=node.span)
    return literal(node)


def resolve_formula(context: Context, node: Scalar, scope: Scope) -> Expression | None:
    """A formula that gives a static value."""
    text = node.text[1:].strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" and text[0] not in text[1:-1]:
        return t.Value(text[1:-1], span=node.span)
    parsed = context.expression(node)
    return new_binder(scope, context.report).static(parsed, "an argument") if parsed else None


def _best(node: Scalar | Mapping, kinds: tuple[Kind, ...]) -> Kind:
    """Which of several kinds a name is; the first where it is none of them."""
    name = node.text if isinstance(node, Scalar) else next(iter(node.entries), "")
    known: list[Kind] = [kind for kind in kinds if component(kind, name) is not None]
    return known[0] if known else kinds[0]


def _named(
    context: Context,
    name: Scalar,
    kind: Kind,
    node: Node,
    value: Node | None,
    scope: Scope,
) -> Use | None:
    if is_formula(name) and value is None:
        context.report.error(
            "formula-as-component",
            f"a formula can't stand for {with_article(kind)} here",
            node.span,
            expected=f"the name of {with_article(kind)}",
        )
        return None
    if kind == "layer" and name.text in context.names.layer_names:
        declared = context.names.layer(name.text)
        return _declared(context, name, declared, value, scope) if declared is not None else None
    found = component(kind, name.text)
    if found is None and kind == "layer" and name.text in activations():
        return _activation_layer(context, name, value)
    if found is None:
        unknown_component(context, name, kind)
        return None
    arguments, _ = _all_arguments(context, name, value, found.parameters, scope, found)
    return Use(found, arguments, name.span, alias=name.text if value is None else None)


def _declared(
    context: Context, name: Scalar, layer: Layer, value: Node | None, scope: Scope
) -> Use | None:
    if layer.incomplete & {"params", "wraps"}:
        _read_arguments(context, value, scope)
        return None
    arguments, sound = _all_arguments(context, name, value, parameters_of(layer), scope)
    if sound:
        check_params(context.report, layer, dict(arguments), scope.symbols)
    return Use(layer.name, arguments, name.span, wraps=tuple(wrap.name for wrap in layer.wraps))


def _all_arguments(
    context: Context,
    name: Scalar,
    value: Node | None,
    parameters: tuple[Parameter, ...],
    scope: Scope,
    found: Component | None = None,
) -> tuple[Arguments, bool]:
    """The arguments of what a name names, and whether each is sound by itself."""
    before = context.report.count
    owner = found.name if found is not None else name.text
    arguments = resolve_arguments(context, value, parameters, owner, scope, found)
    sound = context.report.count == before
    given = {argument for argument, _ in arguments}
    missing = [one.name for one in parameters if one.required and one.name not in given]
    if sound and missing:
        shown = ", ".join(f"{argument}: …" for argument in missing)
        context.report.error(
            "missing-argument",
            f"`{owner}` needs `{'`, `'.join(missing)}`",
            name.span,
            help=f"write `{{{owner}: {{{shown}}}}}`",
        )
    return arguments, sound


def _read_arguments(context: Context, value: Node | None, scope: Scope) -> None:
    """Notes what is wrong with arguments by themselves, of a layer that is not known in whole."""
    given = [entry.value for entry in value.entries.values()] if isinstance(value, Mapping) else []
    for node in given or ([value] if value is not None else []):
        resolve_value(context, node, None, scope)


def resolve_arguments(
    context: Context,
    value: Node | None,
    parameters: tuple[Parameter, ...],
    owner: str,
    scope: Scope,
    found: Component | None = None,
) -> Arguments:
    """The arguments of a component, each checked by itself.

    Args:
        value: A mapping of them, a bare value for the first, or nothing.
        owner: What takes them, in messages.
        found: The class of Keras that takes them, if one does.
    """
    if value is None or (isinstance(value, Scalar) and value.value is None):
        return ()
    if not isinstance(value, Mapping):
        return _first_argument(context, value, parameters, owner, scope, found)
    known = {one.name: one for one in reversed(parameters)}  # a layer's own `dtype` stands first
    result: list[tuple[str, Value]] = []
    for key, entry in value.entries.items():
        parameter = known.get(key)
        if parameter is None or key == "name":
            unknown_argument(context, owner, entry.key, list(known), parameters)
            continue
        result += _argument(context, entry.value, parameter, owner, scope, found)
    return tuple(result)


def _first_argument(
    context: Context,
    value: Node,
    parameters: tuple[Parameter, ...],
    owner: str,
    scope: Scope,
    found: Component | None,
) -> Arguments:
    if (found is not None and found.random) or not parameters or parameters[0].keyword_only:
        first = parameters[0].name if parameters else None
        context.report.error(
            "ambiguous-argument",
            f"`{owner}` takes no bare value",
            value.span,
            expected=f"`{{{owner}: {{argument: value}}}}`",
            help=f"its first argument is `{first}`: say which one is meant" if first else None,
        )
        return ()
    return _argument(context, value, parameters[0], owner, scope, found)


def _argument(
    context: Context,
    node: Node,
    parameter: Parameter,
    owner: str,
    scope: Scope,
    found: Component | None,
) -> Arguments:
    """An argument by its name; none where its value is at fault."""
    value = resolve_value(context, node, parameter, scope)
    if value is None:
        return ()
    check_value(context.report, value, parameter, owner, node.span, scope.symbols)
    if found is not None:
        check_keras_argument(context.report, found, parameter.name, value, scope.symbols)
    return ((parameter.name, value),)


def _activation_layer(context: Context, name: Scalar, value: Node | None) -> Use | None:
    layer = component("layer", "Activation")
    if value is not None or layer is None:
        context.report.error(
            "activation-arguments",
            f"the activation `{name.text}` takes no arguments here",
            name.span,
            help="use the layer of that name, such as `{LeakyReLU: {negative_slope: 0.1}}`",
        )
        return None
    return Use(layer, (("activation", literal(name)),), name.span, alias=name.text)
