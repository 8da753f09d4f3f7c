"""Resolves declared weights: the arguments of each `add_weight`."""

from __future__ import annotations

from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from wtspec.catalog import Kind as ComponentKind
from wtspec.document import Node, Scalar, Sequence
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference, Spread, StaticCall
from wtspec.program.declared import Value, Weight
from wtspec.program.dtypes import check_dtype
from wtspec.program.kinds import Kind
from wtspec.program.trains import trains
from wtspec.program.weight_fields import WEIGHT_FIELDS
from wtspec.resolve.bind.binder import Binder
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import DRAWING, PURE, Scope, Symbol
from wtspec.resolve.checks.one_size import check_one_size
from wtspec.resolve.components.component import resolve_use
from wtspec.resolve.context import Context, is_formula, literal
from wtspec.spec import WeightSpec
from wtspec.spec.weight_field import Takes


def resolve_weights(
    context: Context, specs: dict[str, WeightSpec], builder: Binder
) -> tuple[tuple[Weight, ...], dict[str, Symbol]]:
    """The weights, and the symbols that bodies know them by; what their formulas read is noted."""
    found: list[Weight] = []
    symbols: dict[str, Symbol] = {}
    names = frozenset(specs)
    for name, spec in specs.items():
        weight = _Weight(context, name, spec, builder, dict(symbols), names).resolve()
        found.append(weight)
        symbols[name] = Symbol(
            "weight",
            Kind.TENSOR,
            trainable=None if isinstance(weight.trainable, Expression) else trains(weight),
            span=weight.span,
        )
    return tuple(found), symbols


def entries_of(bound: Expression, binder: Binder) -> list[Expression]:
    """The entries of a shape that one formula gives; a part that is a list by itself is spread."""
    match bound:
        case t.List(items) | t.Tuple(items):
            return list(items)
        case t.Binary("+", left, right):
            return [*entries_of(left, binder), *entries_of(right, binder)]
        case t.Value() | t.Negative() | t.Compare() | Reference(_, "dim" | "index"):
            _note_no_list(bound, binder)
        case Reference(name, "param") if _is_number(binder, name):
            _note_no_list(bound, binder)
        case _ if _holds_batch(bound):
            binder.report.error(
                "dynamic-condition",
                "a weight's shape needs a static value, but the first size is the batch's",
                bound.span,
                help="leave it out: `shape(x)[1:]`",
            )
        case _:
            pass
    return [Spread(bound, span=bound.span)]


def _is_number(binder: Binder, name: str) -> bool:
    symbol = binder.scope.symbols.get(name)
    return symbol is not None and symbol.type in ("int", "float", "bool", "str")


def _note_no_list(bound: Expression, binder: Binder) -> None:
    binder.report.error(
        "static-type",
        "a shape is a list of sizes, and this is one value",
        bound.span,
        expected="a list, or a formula that gives one",
        help=f"write `[{bound.span.text}]`",
    )


def _holds_batch(bound: Expression) -> bool:
    """Whether a part of `shape(x)` surely begins with the batch."""
    if isinstance(bound, t.Subscript) and isinstance(bound.index, t.Slice):
        start = bound.index.start
        first = start is None or (isinstance(start, t.Value) and start.value == 0)
        return first and _holds_batch(bound.value)
    return isinstance(bound, StaticCall) and bound.function == "shape"


class _Weight(Struct, frozen=True):
    """One weight on its way; the binder collects what its formulas read.

    Attributes:
        above: The weights that are declared before it, which its initializer may read.
        names: Those of all weights.
    """

    context: Context
    name: str
    spec: WeightSpec
    binder: Binder
    above: dict[str, Symbol]
    names: frozenset[str]

    def resolve(self) -> Weight:
        fields: dict[str, Any] = {
            name: self._field(name, field.takes) for name, field in WEIGHT_FIELDS.items()
        }
        place = self.spec.span("sharding") if self.spec.sharding is not None else None
        return Weight(name=self.name, span=self.spec.key_span(), sharding_span=place, **fields)

    def _field(self, name: str, takes: Takes) -> object:
        match takes:
            case "entries":
                return self._shape()
            case "draws":
                return self._initializer()
            case "itself":
                return self._of_itself(cast("ComponentKind", name))
            case "static" if not is_formula(self.spec.find(name)):
                return self._dtype() if name == "dtype" else getattr(self.spec, name)
            case "static" | "formula":
                found = self._static(self.spec.find(name), f"`{name}`")
                return WeightSpec.model_fields[name].default if found is None else found
            case "value":
                value: object = getattr(self.spec, name)
                return tuple(cast("list[object]", value)) if isinstance(value, list) else value

    def _static(self, node: Node | None, what: str) -> Expression | None:
        parsed = self.context.expression(node)
        return self.binder.static(parsed, what) if parsed is not None else None

    def _shape(self) -> tuple[Expression, ...]:
        node = self.spec.find("shape")
        if isinstance(node, Scalar):
            return self._listed(node)
        items = node.items if isinstance(node, Sequence) else ()
        entries = [self._static(item, "a weight's shape") for item in items]
        found = tuple(entry for entry in entries if entry is not None)
        for entry in found:
            check_one_size(entry, self.context.report)
        return found

    def _listed(self, node: Scalar) -> tuple[Expression, ...]:
        """A shape that is one formula: the lists that it joins, item by item."""
        parsed = self.context.expression(node)
        if parsed is None:
            return ()
        bound = self.binder.static(parsed, "a weight's shape")
        return tuple(entries_of(bound, self.binder))

    def _initializer(self) -> Value:
        if self.spec.initializer is None:
            return self._left_out()
        node = self.spec.at("initializer")
        if isinstance(node, Scalar) and not isinstance(node.value, str):
            return literal(node)
        found = self._formula(node, "initializer", {})
        if found is None and not is_formula(node):
            found = self._use(node, "initializer")
        return found or t.Value(0, span=self.spec.span())

    def _left_out(self) -> Value:
        span = self.spec.key_span()
        where = ".".join(map(str, self.context.part))
        if not self.context.names.filled and not self.context.incomplete:
            self.context.report.error(
                "missing-key",
                f"`{where}.weights.{self.name}` lacks the key `initializer`",
                span,
                help="add `initializer: …`; only a weight that `model.pretrained` fills needs none",
            )
        return t.Value(None, span=span)

    def _use(self, node: Node, kind: ComponentKind) -> Value | None:
        text = node.text if isinstance(node, Scalar) else ""
        symbol = self.binder.scope.symbols.get(text)
        if symbol is not None:
            self.context.report.error(
                "bare-formula",
                f"`{text}` is a {symbol.role}: a formula starts with `=`",
                node.span,
                help=f"write `={text}`",
            )
            return None
        return resolve_use(self.context, node, kind, self.binder.scope)

    def _of_itself(self, field: ComponentKind) -> Value | None:
        """A regularizer or constraint: a formula sees the weight under its own name."""
        if getattr(self.spec, field) is None:
            return None
        node = self.spec.at(field)
        if is_formula(node):
            own = {self.name: Symbol("own", Kind.TENSOR)}
            return self._formula(node, field, own)
        return self._use(node, field)

    def _formula(self, node: Node, field: str, more: dict[str, Symbol]) -> Expression | None:
        parsed = self.context.expression(node) if is_formula(node) else None
        if parsed is None:
            return None
        binder = new_binder(self._scope(field, more), self.context.report)
        bound, kind = binder.bind(parsed)
        self.binder.found.reads |= binder.found.reads
        if kind in (Kind.LAYER, Kind.LAYERS):
            binder.static(parsed, f"the {field}")
        return bound

    def _scope(self, field: str, more: dict[str, Symbol]) -> Scope:
        outer = self.binder.scope
        symbols = {**outer.symbols, **more}
        scope = self.context.scope(f"the {field} of `{self.name}`", symbols, PURE | outer.allows)
        if field != "initializer":
            return scope
        scope = scope.extended({**self.above, "shape": Symbol("shape", Kind.STATIC)})
        later = self.names - self.above.keys() - {self.name}
        return replace(scope, allows=DRAWING | {"initializers"} | outer.allows, later=later)

    def _dtype(self) -> str | None:
        if self.spec.dtype is not None:
            check_dtype(self.context.report, self.spec.dtype, self.spec.span("dtype"))
        return self.spec.dtype
