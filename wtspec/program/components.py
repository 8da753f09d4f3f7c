"""Resolves components: a class that the file names, and its arguments."""

from __future__ import annotations

from typing import Any

from wtspec.catalog import (
    Component,
    Kind,
    Parameter,
    activations,
    component,
    component_aliases,
    component_names,
    excluded,
)
from wtspec.document import Mapping, Node, Scalar, Sequence, plain
from wtspec.errors import Span, did_you_mean, one_of
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bind import Binder
from wtspec.program.context import Context, is_formula, literal
from wtspec.program.declared import Items, Layer, Table, Use, Value
from wtspec.program.scope import Scope
from wtspec.program.values import check_value

KINDS: tuple[Kind, ...] = (
    "layer",
    "initializer",
    "regularizer",
    "constraint",
    "optimizer",
    "schedule",
    "loss",
    "metric",
    "callback",
)

FOREIGN = {
    "layer": {
        "Linear": "Dense",
        "Conv2d": "Conv2D",
        "Conv1d": "Conv1D",
        "BatchNorm1d": "BatchNormalization",
        "BatchNorm2d": "BatchNormalization",
        "BatchNorm": "BatchNormalization",
        "LayerNorm": "LayerNormalization",
        "GroupNorm": "GroupNormalization",
        "RMSNorm": "RMSNormalization",
        "MaxPool2d": "MaxPooling2D",
        "MultiheadAttention": "MultiHeadAttention",
    },
    "loss": {
        "CrossEntropyLoss": "SparseCategoricalCrossentropy",
        "BCELoss": "BinaryCrossentropy",
        "MSELoss": "MeanSquaredError",
        "L1Loss": "MeanAbsoluteError",
    },
    "argument": {
        "lr": "learning_rate",
        "out_features": "units",
        "hidden_size": "units",
        "out_channels": "filters",
        "stride": "strides",
        "p": "rate",
        "eps": "epsilon",
        "num_embeddings": "input_dim",
        "embedding_dim": "output_dim",
        "dim": "axis",
        "decay": "weight_decay",
    },
}
"""Names of other libraries, and of older Keras, for what Keras calls otherwise."""


def resolve_use(context: Context, node: Node, kind: Kind, scope: Scope) -> Use | None:
    """The component that a value names, its arguments resolved; faults go to the report."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return _named(context, node, kind, node, None, scope)
    if isinstance(node, Mapping) and len(node.entries) == 1:
        (entry,) = node.entries.values()
        return _named(context, entry.key, kind, node, entry.value, scope)
    received = "a mapping of several keys" if isinstance(node, Mapping) else _shown(node)
    received = "an empty mapping" if isinstance(node, Mapping) and not node.entries else received
    keys = list(node.entries) if isinstance(node, Mapping) else []
    context.report.error(
        "not-a-component",
        f"{_a(kind)} is named by its class, with its arguments inside",
        node.span,
        expected="`Name`, `{Name: value}` or `{Name: {argument: value}}`",
        received=received,
        help=_indent_help(keys, node),
    )
    return None


def resolve_value(
    context: Context, node: Node, parameter: Parameter | None, scope: Scope
) -> Value | None:
    """An argument's value: a formula, a component, a list, a mapping, or plain."""
    accepts = parameter.accepts if parameter else ()
    kinds: list[Kind] = [kind for kind in KINDS if kind in accepts or f"{kind}s" in accepts]
    if isinstance(node, Scalar):
        return _scalar(context, node, accepts, kinds, scope)
    if isinstance(node, Sequence):
        items = [resolve_value(context, item, parameter, scope) for item in node.items]
        known = tuple(item for item in items if item is not None)
        if all(isinstance(item, Expression) for item in known):
            return t.List(known, span=node.span)  # pyright: ignore[reportArgumentType]
        return Items(known)
    if kinds:
        return resolve_use(context, node, _best(node, kinds), scope)
    return _table(context, node, scope)


def _table(context: Context, node: Mapping, scope: Scope) -> Table:
    pairs: list[tuple[str | int, Value]] = []
    for entry in node.entries.values():
        value = resolve_value(context, entry.value, None, scope)
        key: Any = plain(entry.key)
        if value is not None:
            pairs.append((key if isinstance(key, int | str) else entry.key.text, value))
    return Table(tuple(pairs))


def _scalar(
    context: Context, node: Scalar, accepts: tuple[str, ...], kinds: list[Kind], scope: Scope
) -> Value | None:
    if is_formula(node):
        return resolve_formula(context, node, scope)
    if not isinstance(node.value, str):
        return _plain(node, accepts)
    if "activation" in accepts:
        if node.value not in activations():
            _unknown_activation(context, node)
        return literal(node)
    if kinds and "str" not in accepts:
        return resolve_use(context, node, _best(node, kinds), scope)
    return literal(node)


def _plain(node: Scalar, accepts: tuple[str, ...]) -> Expression:
    """A plain value; a whole number where Keras insists on a float is one."""
    number = node.value
    if "float" in accepts and "int" not in accepts and type(number) is int:
        return t.Value(float(number), span=node.span)
    return literal(node)


def resolve_formula(context: Context, node: Scalar, scope: Scope) -> Expression | None:
    """A formula that gives a static value."""
    text = node.text[1:].strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" and text[0] not in text[1:-1]:
        return t.Value(text[1:-1], span=node.span)
    parsed = context.expression(node)
    return Binder(scope, context.report).static(parsed, "an argument") if parsed else None


def _best(node: Scalar | Mapping, kinds: list[Kind]) -> Kind:
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
            f"a formula can't stand for {_a(kind)} here",
            node.span,
            expected=f"the name of {_a(kind)}",
        )
        return None
    declared = _declared(context, name.text) if kind == "layer" else None
    if declared is not None:
        before = len(context.report.diagnostics)
        arguments = _arguments(context, value, _parameters(declared), declared.name, scope)
        if len(context.report.diagnostics) == before:
            _check_declared(context, declared, arguments, name.span)
        return Use(
            declared.name, arguments, name.span, wraps=tuple(wrap.name for wrap in declared.wraps)
        )
    if kind == "layer" and name.text in context.names.layer_names:
        return None
    found = component(kind, name.text)
    if found is None and kind == "layer" and name.text in activations():
        return _activation_layer(context, name, value)
    if found is None:
        _unknown_component(context, name, kind)
        return None
    before = len(context.report.diagnostics)
    arguments = _arguments(context, value, found.parameters, found.name, scope, found)
    if len(context.report.diagnostics) == before:
        _check_required(context, found, arguments, name.span)
    return Use(found, arguments, name.span, alias=name.text if value is None else None)


def _declared(context: Context, name: str) -> Layer | None:
    return context.names.layer(name) if name in context.names.layer_names else None


def _parameters(layer: Layer) -> tuple[Parameter, ...]:
    """The constructor's parameters of a declared layer: wrapped layers first, then params."""
    wrapped = tuple(Parameter(wrap.name, accepts=("layer",)) for wrap in layer.wraps)
    params = tuple(
        Parameter(param.name, required=param.default is None, accepts=_accepts(param.type))
        for param in layer.params
    )
    shared = (Parameter("dtype", required=False, accepts=("dtype",)),)
    return (*wrapped, *params, *shared)


def _accepts(type_: str | None) -> tuple[str, ...]:
    return (type_,) if type_ in ("activation", "initializer", "layer", "dtype") else ()


def _arguments(
    context: Context,
    value: Node | None,
    parameters: tuple[Parameter, ...],
    owner: str,
    scope: Scope,
    found: Component | None = None,
) -> tuple[tuple[str, Value], ...]:
    if value is None or (isinstance(value, Scalar) and value.value is None):
        return ()
    if not isinstance(value, Mapping):
        return _first_argument(context, value, parameters, owner, scope, found)
    names = [parameter.name for parameter in parameters]
    result: list[tuple[str, Value]] = []
    for key, entry in value.entries.items():
        parameter = next((p for p in parameters if p.name == key), None)
        if parameter is None or key == "name":
            _unknown_argument(context, owner, entry.key, names, parameters)
            continue
        resolved = resolve_value(context, entry.value, parameter, scope)
        if resolved is not None:
            check_value(context.report, resolved, parameter, owner, entry.value.span)
            result.append((key, resolved))
    return tuple(result)


def _first_argument(
    context: Context,
    value: Node,
    parameters: tuple[Parameter, ...],
    owner: str,
    scope: Scope,
    found: Component | None,
) -> tuple[tuple[str, Value], ...]:
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
    resolved = resolve_value(context, value, parameters[0], scope)
    if resolved is None:
        return ()
    check_value(context.report, resolved, parameters[0], owner, value.span)
    return ((parameters[0].name, resolved),)


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


def _check_required(
    context: Context, found: Component, arguments: tuple[tuple[str, Value], ...], span: Span
) -> None:
    given = {name for name, _ in arguments}
    missing = [p.name for p in found.parameters if p.required and p.name not in given]
    if missing:
        context.report.error(
            "missing-argument",
            f"`{found.name}` needs `{'`, `'.join(missing)}`",
            span,
            expected=f"`{{{found.name}: {{{missing[0]}: …}}}}`",
        )


def _check_declared(
    context: Context, layer: Layer, arguments: tuple[tuple[str, Value], ...], span: Span
) -> None:
    from wtspec.program.params import check_argument

    given = dict(arguments)
    required = [p.name for p in layer.params if p.default is None]
    missing = [n for n in [*(w.name for w in layer.wraps), *required] if n not in given]
    if missing:
        context.report.error(
            "missing-argument",
            f"`{layer.name}` needs `{'`, `'.join(missing)}`",
            span,
            expected=f"`{{{layer.name}: {{{missing[0]}: …}}}}`",
        )
    for param in layer.params:
        value = given.get(param.name)
        if isinstance(value, t.Value):
            check_argument(context.report, param, value)


def _unknown_component(context: Context, name: Scalar, kind: Kind) -> None:
    legal = list(component_names(kind))
    others = [*component_aliases(kind)]
    if kind == "layer":
        legal += context.names.layer_names
        others += activations()
    reason = excluded(kind, name.text)
    if reason is not None:
        context.report.error(
            "excluded-component",
            f"`{name.text}` is not part of the language: {reason}",
            name.span,
        )
        return
    other = next((k for k in KINDS if k != kind and component(k, name.text)), None)
    foreign = FOREIGN.get(kind, {}).get(name.text)
    lower = name.text[:1].islower()
    alike = [known for known in (*legal, *others) if known[:1].islower() == lower]
    hint = f"did you mean `{foreign}`?" if foreign else did_you_mean(name.text, alike)
    hint = hint or did_you_mean(name.text, (*legal, *others))
    known = hint is not None
    if hint is None and other is not None:
        hint = f"`{name.text}` is {_a(other)}"
    if hint is None and name.text in activations():
        hint = f"`{name.text}` is an activation"
    context.report.error(
        f"unknown-{kind}",
        f"`{name.text}` is not a known {kind}",
        name.span,
        expected=None if known else one_of(legal),
        help=hint,
    )


def _unknown_argument(
    context: Context, owner: str, key: Scalar, names: list[str], parameters: tuple[Parameter, ...]
) -> None:
    if key.text == "name":
        help_ = "a layer is named by its key under `layers`, or by `name:` in the long form"
    else:
        foreign = FOREIGN["argument"].get(key.text)
        known = f"did you mean `{foreign}`?" if foreign in names else None
        help_ = known or did_you_mean(key.text, names)
        first = parameters[0] if parameters else None
        if help_ is None and first and "layer" in first.accepts and key.text[:1].isupper():
            help_ = f"write `{{{owner}: {{{first.name}: {{{key.text}: …}}}}}}`"
    context.report.error(
        "unknown-argument",
        f"`{owner}` has no argument `{key.text}`",
        key.span,
        expected=one_of(name for name in names if name != "name"),
        help=help_,
    )


def _unknown_activation(context: Context, node: Scalar) -> None:
    context.report.error(
        "unknown-activation",
        f"`{node.text}` is not a known activation",
        node.span,
        expected=one_of(activations()),
        help=did_you_mean(node.text, activations()),
    )


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _shown(node: Node) -> str:
    if isinstance(node, Scalar):
        return f"`{node.text}`" if node.value is not None else "nothing"
    return "a list" if isinstance(node, Sequence) else "a mapping"


def _indent_help(keys: list[str], node: Node) -> str | None:
    """A dedented block makes the arguments siblings of the class's name."""
    if not isinstance(node, Mapping) or not keys or not keys[0][:1].isupper():
        return None
    first = node.entries[keys[0]].value
    if isinstance(first, Scalar) and first.value is None:
        return f"indent the arguments of `{keys[0]}` deeper than its name"
    return None
