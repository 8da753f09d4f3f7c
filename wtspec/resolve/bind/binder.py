"""Binds a formula: says what each of its names and calls means, and what it gives."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from wtspec.errors import Report, Span, related_to
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Operation, Reference, StaticCall, TensorEqual
from wtspec.program.kinds import Kind, item_kind
from wtspec.program.walk import below
from wtspec.resolve.bind.found import Found
from wtspec.resolve.bind.scope import Callee, Scope, Symbol

ONE_BY_ONE = "`for i in range(n):` with `x[:, i]` takes its parts; `scan` and `map` run over them"
TENSOR_CONDITION = "use `where(condition, a, b)`, which chooses element by element"


class Local(Struct, frozen=True):
    """A local of a body: its kind, and the function's parameters that it was computed from."""

    kind: Kind
    origins: frozenset[str] = frozenset()
    symbol: Symbol | None = None


Bind = Callable[["Binder", Expression], tuple[Expression, Kind]]
"""Binds a node of any kind: what the binding of one kind has for the parts inside."""


class Binder:
    """Binds the formulas of one body, one after the other.

    Attributes:
        scope: What they may use.
        found: What they do.
        locals: Those that have a value where the next formula stands.
        uncertain: Those that have one on some branches only, with where these are.
        sizing: Whether the shape of what is bound is asked for, not its value.
    """

    def __init__(self, scope: Scope, report: Report, bind: Bind) -> None:
        self._bind = bind
        self.scope = scope
        self.report = report
        self.found = Found()
        self.locals: dict[str, Local] = {}
        self.uncertain: dict[str, Span] = {}
        self.sizing = False

    def bind(self, node: Expression) -> tuple[Expression, Kind]:
        """The bound expression and its kind; faults go to the report."""
        return self._bind(self, node)

    def static(self, node: Expression, what: str) -> Expression:
        """Binds an expression that must be static, and says so where it is not."""
        bound, kind = self.bind(node)
        self.check_static(bound, kind, node, what, self.repair(bound))
        return bound

    def repair(self, bound: Expression) -> str:
        """How a tensor that stands for a condition is asked about instead."""
        if isinstance(bound, Reference):
            symbol = self.scope.symbols.get(bound.name)
            if symbol is not None and symbol.optional and bound.name not in self.locals:
                return f"whether it was given is asked by `{bound.name} is not none`"
        if isinstance(bound, TensorEqual) and any(map(_is_dtype, (bound.left, bound.right))):
            return 'dtypes are not compared: `cast(x, "float32")` gives the one that is needed'
        return TENSOR_CONDITION

    def check_static(
        self, bound: Expression, kind: Kind, node: Expression, what: str, repair: str
    ) -> None:
        """Says so where what must be static is not."""
        if kind is Kind.EITHER:
            self.need(bound)
        elif kind is Kind.DYNAMIC:
            self.report.error(
                "dynamic-condition",
                f"{what} needs a static value, but this size is not known before the run",
                node.span,
                expected="params, literals, dims with a known size, and arithmetic of these",
                help="a size such as the batch can serve in arithmetic, as a size and in slices",
            )
        elif not kind.is_static and kind not in (Kind.LAYERS, Kind.TENSORS):
            self.report.error(
                "tensor-condition",
                f"{what} needs a static value, but this is {kind.value}",
                node.span,
                expected="params, literals, dims, `training`, `x is none`",
                help=repair if kind is Kind.TENSOR else None,
            )

    def refuse_layer(self, message: str, span: Span) -> None:
        """Notes a sublayer that stands where a value belongs."""
        help = "call it, or name one of its weights"
        self.report.error("layer-as-value", message, span, help=help)

    def need(self, bound: Expression) -> None:
        """Notes that the parameters that an expression is computed from must be static."""
        self.found.needed |= self.origins(bound)

    def symbol(self, node: Expression) -> Symbol | None:
        """What is known of the layer that a bound expression gives, or None."""
        match node:
            case Reference(name, "local"):
                local = self.locals.get(name)
                return local.symbol if local else None
            case Reference(name, _):
                return self.scope.symbols.get(name)
            case t.Subscript(value, _):
                return self.symbol(value)
            case _:
                return None

    def callee(self, node: Expression) -> Callee | None:
        """What is known of calls of a bound expression that gives a layer, or None."""
        symbol = self.symbol(node)
        return symbol.layer if symbol is not None else None

    def origins(self, node: Expression) -> set[str]:
        """The function's parameters whose values a bound expression is computed from.

        Of a tensor the shape is known before its values, and whether there is one at all.
        """
        found: set[str] = set()
        match node:
            case Reference(name, "local"):
                found |= self.locals[name].origins if name in self.locals else set()
            case Reference(name, "own"):
                found.add(name)
            case (
                StaticCall("shape" | "ndim" | "nesting")
                | t.Compare(operators=("is" | "is not", *_))
            ):
                pass
            case _:
                for child in below(node):
                    found |= self.origins(child)
        return found

    def clause(self, clause: t.For) -> t.For:
        """Binds `for targets in iterable` and declares its targets."""
        iterable, kind = self.bind(clause.iterable)
        if kind in (Kind.TENSOR, Kind.DYNAMIC, Kind.LAYER):
            self.check_static(iterable, kind, clause.iterable, "a loop", ONE_BY_ONE)
            kind = Kind.UNKNOWN
        elif kind is Kind.EITHER:
            self.need(iterable)
        local = Local(item_kind(kind), frozenset(self.origins(iterable)), self.symbol(iterable))
        for target in clause.targets:
            self.declare(target, local, clause.span)
        return replace(clause, iterable=iterable)

    def declare(self, name: str, local: Local, span: Span) -> None:
        """Makes a local, unless its name is taken by something that may not be hidden."""
        symbol = self.scope.symbols.get(name)
        if symbol is not None and symbol.role in ("param", "weight", "layer"):
            noun = "sublayer" if symbol.role == "layer" else symbol.role
            self.report.error(
                "name-taken",
                f"`{name}` is a {noun} of the layer and can't be a local too",
                _of_name(name, span),
                help=f"name the local otherwise, such as `new_{name}`",
                related=related_to("declared here", symbol.span),
            )
            local = Local(Kind.UNKNOWN)
        self.uncertain.pop(name, None)
        self.locals[name] = local


def _is_dtype(node: Expression) -> bool:
    return isinstance(node, Operation) and node.function.name == "dtype"


def _of_name(name: str, span: Span) -> Span:
    """Where a name stands in the statement that gives it a value."""
    line = span.source.lines[span.line - 1]
    found = re.compile(rf"\b{name}\b").search(line, span.column - 1)
    if found is None:
        return span
    start, end = found.start() + 1, found.end() + 1
    return Span(span.source, span.line, start, span.line, end)
