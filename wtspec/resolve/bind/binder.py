"""Binds a formula: says what each of its names and calls means, and what it gives."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from wtspec.catalog import function
from wtspec.errors import Related, Report, Span, did_you_mean, one_of
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Operation, Reference, StaticCall, TensorEqual
from wtspec.program.declared import Facts
from wtspec.program.kinds import Kind
from wtspec.program.walk import below
from wtspec.resolve.bind.scope import Scope, Symbol

_ELSEWHERE = {
    "newaxis": "a new axis is written `none`",
    "self": "leave `self` out: what a layer declares goes by its bare name",
    "nan": "a formula has no `nan`; `where(…)` chooses around missing values",
    "epsilon": "write the number, such as `1e-7`, or declare a param for it",
}
"""Names from elsewhere, and what is written here."""

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
    """Binds the formulas of one body; keeps its locals and collects what it does.

    Attributes:
        needed: Parameters of the function at hand that must be static.
        tells_training: Whether sublayers are told if they train, as a model's must be: Keras's
            training step calls `call` itself, past what would let them know.
        calls_initializers: Whether params that are initializers may be called.
        sizing: Whether the shape of what is bound is asked for, not its value.
        of_function: Whether it is a function's body, whose locals come from its parameters.
    """

    def __init__(self, scope: Scope, report: Report, bind: Bind) -> None:
        self._bind = bind
        self.scope = scope
        self.report = report
        self.locals: dict[str, Local] = {}
        self.uncertain: dict[str, Span] = {}
        self.needed: set[str] = set()
        self.reads: set[str] = set()
        self.called: set[str] = set()
        self.metrics: list[str] = []
        self.tells_training = False
        self.calls_initializers = False
        self.sizing = False
        self.of_function = False
        self.uses_training = False
        self.uses_random = False
        self.adds_loss = False

    @property
    def facts(self) -> Facts:
        """What the bound formulas do."""
        return Facts(
            reads=frozenset(self.reads),
            uses_training=self.uses_training,
            uses_random=self.uses_random,
            adds_loss=self.adds_loss,
            metrics=tuple(self.metrics),
        )

    def bind(self, node: Expression) -> tuple[Expression, Kind]:
        """The bound expression and its kind; faults go to the report."""
        return self._bind(self, node)

    def static(self, node: Expression, what: str) -> Expression:
        """Binds an expression that must be static, and says so where it is not."""
        bound, kind = self.bind(node)
        self.check_static(bound, kind, node, what, self._repair(bound))
        return bound

    def _repair(self, bound: Expression) -> str:
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
            self.needed |= self.origins(bound)
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

    def name(self, name: str, span: Span) -> tuple[Expression, Kind]:
        """A name that stands for a value."""
        if name in self.locals:
            return Reference(name, "local", span=span), self.locals[name].kind
        symbol = self.scope.symbols.get(name)
        if symbol is not None:
            self.reads.add(name)
            self.uses_training |= symbol.role == "training"
            if symbol.role == "shaped" and (not self.sizing or symbol.optional):
                return self._valueless(name, symbol, span), Kind.UNKNOWN
            return Reference(name, symbol.role, span=span), symbol.kind
        if self.scope.open:
            return Reference(name, "column", span=span), Kind.TENSOR
        if not self.scope.torn:
            self._unknown(name, span)
        return Reference(name, "local", span=span), Kind.UNKNOWN

    def _valueless(self, name: str, symbol: Symbol, span: Span) -> Expression:
        """An input where the layer is built: its sizes are known, and no value."""
        what = "sizes for sure" if self.sizing else "value"
        known = "sizes come from inputs that are not optional"
        if not symbol.optional:
            known = f"its sizes are known, as in `shape({name})[-1]`; its value is in `call`"
        self.report.error(
            "undefined-name",
            f"`{name}` has no {what} where the layer is built",
            span,
            expected="params, dims, literals",
            help=known,
        )
        return Reference(name, "shaped", span=span)

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

    def _unknown(self, name: str, span: Span) -> None:
        if name in self.uncertain:
            self.report.error(
                "uncertain-name",
                f"`{name}` has a value only on some of the branches before",
                span,
                help="give it a value on every branch, or before the `if`",
                related=(Related("some branches of this give it one", self.uncertain[name]),),
            )
            self.uncertain.pop(name)
            return
        declared = [
            known
            for known, symbol in self.scope.symbols.items()
            if not known.endswith("()")
            and symbol.role != "shaped"
            and (self.scope.tensors or symbol.kind is not Kind.DYNAMIC)
        ]
        legal = [*self.locals, *declared]
        self.report.error(
            "undefined-name",
            f"`{name}` is not defined in {self.scope.place}",
            span,
            expected=one_of(legal) if legal else None,
            help=self._of_file(name)
            or _ELSEWHERE.get(name)
            or did_you_mean(name, legal)
            or _call_it(name),
        )

    def _of_file(self, name: str) -> str | None:
        if name in self.scope.later:
            return f"move `{name}` above: an initializer reads what is declared before it"
        if name not in self.scope.file_params:
            return None
        return f"`{name}` is a param of the file; a layer or function sees its own alone"

    def clause(self, clause: t.For) -> t.For:
        """Binds `for targets in iterable` and declares its targets."""
        iterable, kind = self.bind(clause.iterable)
        if kind in (Kind.TENSOR, Kind.DYNAMIC, Kind.LAYER):
            self.check_static(iterable, kind, clause.iterable, "a loop", ONE_BY_ONE)
            kind = Kind.UNKNOWN
        elif kind is Kind.EITHER:
            self.needed |= self.origins(iterable)
        one = {Kind.LAYERS: Kind.LAYER, Kind.TENSORS: Kind.TENSOR}.get(kind, kind)
        origins = frozenset(self.origins(iterable))
        for target in clause.targets:
            self.declare(target, Local(one, origins, self.symbol(iterable)), clause.span)
        return replace(clause, iterable=iterable)

    def declare(self, name: str, local: Local, span: Span) -> None:
        """Makes a local, unless its name is taken by something that may not be hidden."""
        symbol = self.scope.symbols.get(name)
        if symbol is not None and symbol.role in ("param", "weight", "layer"):
            self.report.error(
                "name-taken",
                f"`{name}` is a {_noun(symbol)} of the layer and can't be a local too",
                _of_name(name, span),
                help=f"name the local otherwise, such as `new_{name}`",
                related=(Related("declared here", symbol.span),) if symbol.span else (),
            )
            local = Local(Kind.UNKNOWN)
        self.uncertain.pop(name, None)
        self.locals[name] = local


def _noun(symbol: Symbol) -> str:
    return {"layer": "sublayer"}.get(symbol.role, symbol.role)


def _is_dtype(node: Expression) -> bool:
    return isinstance(node, Operation) and node.function.name == "dtype"


def _call_it(name: str) -> str | None:
    return f"`{name}` is a function: call it, as in `{name}(x)`" if function(name) else None


def _of_name(name: str, span: Span) -> Span:
    """Where a name stands in the statement that gives it a value."""
    line = span.source.lines[span.line - 1]
    found = re.compile(rf"\b{name}\b").search(line, span.column - 1)
    if found is None:
        return span
    start, end = found.start() + 1, found.end() + 1
    return Span(span.source, span.line, start, span.line, end)
