"""Resolves sublayers: layers within a layer, in a mapping or in a `sequential` list."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from wtspec.document import Scalar
from wtspec.errors import Related, Span
from wtspec.language import MAX_RANGE, Expression, free_names
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import Sublayer, Use, Value
from wtspec.program.kinds import Kind
from wtspec.program.walk import expressions, values_in
from wtspec.resolve.bind.binder import Binder
from wtspec.resolve.bind.scope import UNKNOWN, Scope, Symbol
from wtspec.resolve.components.component import resolve_formula, resolve_use
from wtspec.resolve.context import Context, is_formula
from wtspec.resolve.layers.callees import callees
from wtspec.spec import LayerSpec, ModelSpec, SublayerSpec


def resolve_sublayers(
    context: Context, spec: LayerSpec | ModelSpec, builder: Binder
) -> tuple[tuple[Sublayer, ...], dict[str, Symbol]]:
    """The sublayers in order, and what bodies know of them; what their arguments read is noted."""
    found: list[Sublayer] = []
    broken: list[str] = []
    for name, held in spec.layers.items():
        one = _sublayer(context, name, held, builder)
        found += [one] if one is not None else []
        broken += [name] if one is None else []
    unnamed: dict[str, int] = {}
    for held in spec.sequential or ():
        one = _sublayer(context, None, held, builder)
        if one is not None:
            found.append(_numbered(one, held, unnamed))
    _check_clashes(context, found)
    return tuple(found), callees(context, found) | dict.fromkeys(broken, UNKNOWN)


def _sublayer(
    context: Context, name: str | None, spec: SublayerSpec, builder: Binder
) -> Sublayer | None:
    repeat = _formula(context, builder, spec, "repeat")
    when = _formula(context, builder, spec, "when")
    scope = inner = builder.scope
    if repeat is not None:
        inner = scope.extended({"index": Symbol("index", Kind.STATIC)})
    layer = _layer(context, spec, inner)
    if layer is None:
        return None
    used = [one for one in values_in(layer) if isinstance(one, Reference)]
    for one in (repeat, when):
        used += [n for n in expressions(one) if isinstance(n, Reference)] if one else []
    builder.found.reads |= {one.name for one in used}
    return Sublayer(
        name=name or spec.name or _default_name(layer),
        layer=layer,
        repeat=repeat,
        when=when,
        trainable=spec.trainable,
        remat=spec.remat,
        scan=spec.scan,
        settled="build" if any(_is_late(one, scope) for one in used) else "init",
        span=spec.span("layer") if name is None else spec.key_span(),
        label=spec.name if name is not None else None,
    )


def _is_late(reference: Reference, scope: Scope) -> bool:
    symbol = scope.symbols.get(reference.name)
    return reference.role in ("dim", "shaped") or (symbol is not None and symbol.late)


def _layer(context: Context, spec: SublayerSpec, scope: Scope) -> Value | None:
    node = spec.at("layer")
    if is_formula(node):
        before = context.report.count
        found = _named(context, node, scope)
        symbol = scope.symbols.get(found.name) if isinstance(found, Reference) else None
        faulty = symbol is not None and symbol.kind is Kind.UNKNOWN
        if faulty or context.report.count > before:
            return None
        if symbol is None or symbol.type != "layer":
            context.report.error(
                "not-a-layer",
                f"`{node.text}` is not a layer",
                node.span,
                expected="a layer's name, or the name of a param of type `layer`",
                help="formulas stand in `call`; a layer is named without `=`",
            )
        return found
    return resolve_use(context, node, "layer", scope)


def _named(context: Context, node: Scalar, scope: Scope) -> Expression | None:
    """What a name of a formula means; any other formula names no layer."""
    parsed = context.expression(node)
    return resolve_formula(context, node, scope) if isinstance(parsed, t.Name) else parsed


def _formula(context: Context, binder: Binder, spec: SublayerSpec, key: str) -> Expression | None:
    parsed = context.expression(spec.find(key)) if getattr(spec, key) is not None else None
    if parsed is None:
        return None
    bound = binder.static(parsed, f"`{key}`")
    values = {
        name: one.value for name, one in binder.scope.symbols.items() if one.value is not None
    }
    if key == "repeat" and free_names(parsed) <= values.keys():
        _check_count(context, spec.span(key), context.evaluated(parsed, values))
    return bound


def _check_count(context: Context, place: Span, count: object) -> None:
    if isinstance(count, int | float) and not 1 <= count <= MAX_RANGE:
        context.report.error(
            "out-of-range",
            f"a sublayer can't be repeated {count:,} times",
            place,
            expected=f"from 1 to {MAX_RANGE:,}",
            received=f"`{count}`",
        )


@lru_cache(1024)
def snake_case(name: str) -> str:
    """A class's name as Keras would name its layer: `LayerNormalization`, `layer_normalization`."""
    text = re.sub(r"\W+", "", name)
    text = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", text)
    return re.sub("([a-z])([A-Z])", r"\1_\2", text).lower()


def _default_name(layer: Value) -> str:
    """The class in snake_case; a wrapper round a layer bears that layer's name."""
    if not isinstance(layer, Use):
        return layer.name if isinstance(layer, Reference) else "layer"
    if isinstance(layer.component, str):
        inner = [v for n, v in layer.arguments if n in layer.wraps and isinstance(v, Use)]
        if layer.wraps and inner:
            return _default_name(inner[0])
    if layer.alias is not None and layer.name == "Activation":
        return snake_case(layer.alias)
    return snake_case(layer.name)


def _numbered(one: Sublayer, spec: SublayerSpec, unnamed: dict[str, int]) -> Sublayer:
    """Numbers names that recur within a list, as in `dense`, `dense_1`."""
    if spec.name is not None:
        return one
    count = unnamed.get(one.name, 0)
    unnamed[one.name] = count + 1
    return replace(one, name=f"{one.name}_{count}") if count else one


def _check_clashes(context: Context, found: list[Sublayer]) -> None:
    seen: dict[str, Sublayer] = {}
    for one in found:
        if one.path_name in seen:
            context.report.error(
                "duplicate-name",
                f"two sublayers are named `{one.path_name}`",
                one.span,
                related=(Related("the other one", seen[one.path_name].span),),
                help="give one of them another `name`",
            )
        seen.setdefault(one.path_name, one)
