"""Binds a formula: says what each of its names and calls means, and what it gives."""

from __future__ import annotations

import re

from wtspec.catalog import function
from wtspec.errors import Related, Report, Span, did_you_mean, one_of
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Operation, Reference, StaticCall, TensorEqual, WeightOf
from wtspec.program.declared import Facts
from wtspec.program.kinds import Kind, join
from wtspec.program.walk import below
from wtspec.record import record, replace
from wtspec.resolve.bind.calls import bind_call
from wtspec.resolve.bind.scope import Scope, Symbol
from wtspec.resolve.bind.written import written_value

_ELSEWHERE = {
    "newaxis": "a new axis is written `none`",
    "self": "leave `self` out: what a layer declares goes by its bare name",
    "nan": "a formula has no `nan`; `where(…)` chooses around missing values",
    "epsilon": "write the number, such as `1e-7`, or declare a param for it",
}
"""Names from elsewhere, and what is written here."""

ONE_BY_ONE = "`for i in range(n):` with `x[:, i]` takes its parts; `scan` and `map` run over them"
TENSOR_CONDITION = "use `where(condition, a, b)`, which chooses element by element"


@record
class Local:
    """A local of a body: its kind, and the function's parameters that it was computed from."""

    kind: Kind
    origins: frozenset[str] = frozenset()
    symbol: Symbol | None = None


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

    def __init__(self, scope: Scope, report: Report) -> None:
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
        match node:  # what is frequent stands first
            case t.Name(name):
                return self.name(name, node.span)
            case t.Value() | t.Constant() | t.Dots():
                return node, Kind.STATIC
            case t.Call():
                return bind_call(self, node)
            case t.Binary():
                return self._binary(node)
            case t.List(items) | t.Tuple(items):
                return self._items(node, items)
            case t.Dict(items):
                bound = tuple((key, self.bind(value)[0]) for key, value in items)
                return replace(node, items=bound), Kind.TENSOR
            case t.Negative(operand):
                bound, kind = self.bind(operand)
                return replace(node, operand=bound), self._arithmetic(kind, operand)
            case t.Not(operand):
                return replace(node, operand=self.static(operand, "`not`")), Kind.STATIC
            case t.Logical(operator, operands):
                return self._logical(node, operator, operands), Kind.STATIC
            case t.Compare():
                return self._compare(node)
            case t.Conditional(test, body, orelse):
                condition = self.static(test, "a condition")
                (then, kind), (other, other_kind) = self.bind(body), self.bind(orelse)
                bound = replace(node, test=condition, body=then, orelse=other)
                return bound, kind if kind == other_kind else join([kind, other_kind])
            case t.Member():
                return self._member(node)
            case t.Slice(start, stop, step):
                parts = [part and self.bind(part)[0] for part in (start, stop, step)]
                return replace(node, start=parts[0], stop=parts[1], step=parts[2]), Kind.STATIC
            case t.Subscript():
                return self._subscript(node)
            case t.Comprehension():
                return self._comprehension(node)
            case _:
                return node, Kind.STATIC

    def static(self, node: Expression, what: str) -> Expression:
        """Binds an expression that must be static, and says so where it is not."""
        bound, kind = self.bind(node)
        self._check_static(bound, kind, node, what, self._repair(bound))
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

    def _check_static(
        self, bound: Expression, kind: Kind, node: Expression, what: str, repair: str
    ) -> None:
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

    def _items(
        self, node: t.List | t.Tuple, items: tuple[Expression, ...]
    ) -> tuple[Expression, Kind]:
        bound = [self.bind(item) for item in items]
        kinds = {kind for _, kind in bound}
        result = replace(node, items=tuple(item for item, _ in bound))
        if kinds & {Kind.TENSOR, Kind.TENSORS}:
            return result, Kind.TENSORS
        if kinds & {Kind.LAYER, Kind.LAYERS}:
            return result, Kind.LAYERS
        return result, Kind.EITHER if Kind.EITHER in kinds else Kind.STATIC

    def _binary(self, node: t.Binary) -> tuple[Expression, Kind]:
        (left, left_kind), (right, right_kind) = self.bind(node.left), self.bind(node.right)
        kind = self._arithmetic(left_kind, node.left), self._arithmetic(right_kind, node.right)
        result = join(list(kind))
        if node.operator == "@" and result in (Kind.STATIC, Kind.DYNAMIC):
            self.report.error(
                "static-matmul",
                "`@` multiplies tensors, but both sides are static",
                node.span,
                help="write `*` for a product of numbers",
            )
        written_value(node, self.report)
        return t.Binary(node.operator, left, right, span=node.span), result

    def _arithmetic(self, kind: Kind, node: Expression) -> Kind:
        if kind in (Kind.LAYER, Kind.LAYERS):
            self.report.error(
                "layer-as-value",
                f"{kind.value} stands where a value is needed",
                node.span,
                help="call it, or name one of its weights",
            )
            return Kind.UNKNOWN
        return kind

    def _logical(
        self, node: t.Logical, operator: str, operands: tuple[Expression, ...]
    ) -> Expression:
        """`and` and `or` of static values; with tensors on both sides it is still one mistake."""
        bound = [self.bind(operand) for operand in operands]
        tensors = sum(kind is Kind.TENSOR for _, kind in bound)
        repair = f"write `logical_{operator}(a, b)`, which works element by element"
        for operand, (value, kind) in zip(operands, bound, strict=True):
            if kind is not Kind.TENSOR or tensors:
                self._check_static(value, kind, operand, f"`{operator}`", repair)
            tensors = 0 if kind is Kind.TENSOR else tensors
        return replace(node, operands=tuple(value for value, _ in bound))

    def _compare(self, node: t.Compare) -> tuple[Expression, Kind]:
        bound = [self.bind(operand) for operand in (node.left, *node.comparators)]
        if "is" in node.operators or "is not" in node.operators:
            self._check_none(node)
            return self._rebuilt(node, bound), Kind.STATIC
        kind = join([self._arithmetic(k, node) for _, k in bound])
        if kind not in (Kind.TENSOR, Kind.EITHER):
            return self._rebuilt(node, bound), kind
        if len(node.operators) > 1:
            if kind is Kind.TENSOR:
                self.report.error(
                    "tensor-condition",
                    "comparisons of tensors can't be chained",
                    node.span,
                    help="write `logical_and(a < b, b < c)`",
                )
            return self._rebuilt(node, bound), kind
        operator = next(iter(node.operators))
        if kind is Kind.TENSOR and operator in ("==", "!="):
            (left, _), (right, _) = bound
            return TensorEqual(left, right, operator == "!=", span=node.span), kind
        return self._rebuilt(node, bound), kind

    def _check_none(self, node: t.Compare) -> None:
        written = isinstance(node.left, t.Constant | t.List | t.Tuple)
        if written or (isinstance(node.left, t.Value) and node.left.value is not None):
            self.report.error(
                "constant-condition",
                "a value that is written out is never none",
                node.span,
                expected="a param, an input or a weight that may be none",
            )

    def _rebuilt(self, node: t.Compare, bound: list[tuple[Expression, Kind]]) -> Expression:
        left, *rest = (operand for operand, _ in bound)
        return replace(node, left=left, comparators=tuple(rest))

    def _member(self, node: t.Member) -> tuple[Expression, Kind]:
        value, kind = self.bind(node.value)
        if kind is Kind.UNKNOWN:
            return WeightOf(value, node.name, span=node.span), Kind.UNKNOWN
        if kind is not Kind.LAYER:
            self.report.error(
                "unknown-weight",
                f"only a sublayer has weights to name, but this is {kind.value}",
                node.span,
                help=_member_help(node),
            )
            return WeightOf(value, node.name, span=node.span), Kind.UNKNOWN
        symbol = self.symbol(value)
        known = symbol.weights if symbol else None
        if known is not None and node.name not in known:
            self.report.error(
                "unknown-weight",
                f"the sublayer has no weight `{node.name}`",
                node.span,
                expected=one_of(known),
                help=did_you_mean(node.name, known),
            )
        remat = symbol is not None and symbol.remat
        return WeightOf(value, node.name, remat, span=node.span), Kind.TENSOR

    def _subscript(self, node: t.Subscript) -> tuple[Expression, Kind]:
        value, kind = self.bind(node.value)
        index, index_kind = self.bind(node.index)
        sliced = isinstance(node.index, t.Slice)
        result = replace(node, value=value, index=index)
        if isinstance(node.value, t.Value | t.Constant | t.List | t.Tuple):
            self._check_parts(node.value, node.index)
        if kind in (Kind.LAYERS, Kind.TENSORS):
            if index_kind is Kind.EITHER:
                self.needed |= self.origins(index)
            elif not index_kind.is_static:
                self.static(node.index, "the index of a list")
            single = Kind.LAYER if kind is Kind.LAYERS else Kind.TENSOR
            return result, kind if sliced else single
        if kind is Kind.LAYER:
            self._arithmetic(kind, node.value)
            return result, Kind.UNKNOWN
        if index_kind is Kind.TENSOR:
            return result, Kind.TENSOR
        if _is_first_of_shape(value, node.index):
            return result, Kind.DYNAMIC
        return result, kind

    def _check_parts(self, value: Expression, index: Expression) -> None:
        """Parts of what is written out: numbers have none, lists have them by position."""
        listed = isinstance(value, t.List | t.Tuple)
        if listed and isinstance(index, t.Value) and type(index.value) is int:
            self._check_place(len(value.items), index.value, index.span)
            return
        if listed and not isinstance(index, t.Value | t.List | t.Tuple | t.Dots):
            return
        self.report.error(
            "static-type",
            "a list's parts are reached by one position" if listed else "a number has no parts",
            index.span if listed else value.span,
            expected="an integer or a slice" if listed else "a list or a tensor",
        )

    def _check_place(self, count: int, index: int, span: Span) -> None:
        if index >= count:
            self.report.error(
                "index-out-of-range",
                f"there is no item {index}: the list has {count}",
                span,
                expected=f"from 0 to {count - 1}, or from the end: -1 is the last",
            )

    def _comprehension(self, node: t.Comprehension) -> tuple[Expression, Kind]:
        outer = dict(self.locals)
        clauses = [self.clause(clause) for clause in node.clauses]
        element, kind = self.bind(node.element)
        self.locals = outer
        kinds = {Kind.TENSOR: Kind.TENSORS, Kind.LAYER: Kind.LAYERS}
        bound = replace(node, element=element, clauses=tuple(clauses))
        return bound, kinds.get(kind, kind)

    def clause(self, clause: t.For) -> t.For:
        """Binds `for targets in iterable` and declares its targets."""
        iterable, kind = self.bind(clause.iterable)
        if kind in (Kind.TENSOR, Kind.DYNAMIC, Kind.LAYER):
            self._check_static(iterable, kind, clause.iterable, "a loop", ONE_BY_ONE)
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


def _is_first_of_shape(value: Expression, index: Expression) -> bool:
    first = isinstance(index, t.Value) and index.value == 0
    return first and isinstance(value, StaticCall) and value.function == "shape"


def _is_dtype(node: Expression) -> bool:
    return isinstance(node, Operation) and node.function.name == "dtype"


def _call_it(name: str) -> str | None:
    return f"`{name}` is a function: call it, as in `{name}(x)`" if function(name) else None


def _member_help(node: t.Member) -> str | None:
    inner = node.value.id if isinstance(node.value, t.Name) else "x"
    return {
        "shape": f"write `shape({inner})`",
        "ndim": f"write `ndim({inner})`",
        "T": f"write `transpose({inner})`",
        "dtype": 'a formula has no dtypes as values; `cast(x, "float32")` converts',
    }.get(node.name, f"write `{node.name}({inner})`" if function(node.name) else None)


def _of_name(name: str, span: Span) -> Span:
    """Where a name stands in the statement that gives it a value."""
    line = span.source.lines[span.line - 1]
    found = re.compile(rf"\b{name}\b").search(line, span.column - 1)
    if found is None:
        return span
    start, end = found.start() + 1, found.end() + 1
    return Span(span.source, span.line, start, span.line, end)
