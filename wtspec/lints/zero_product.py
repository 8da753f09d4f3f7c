"""Products of which both factors are zero at first: no gradient ever moves either."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from wtspec.catalog import has
from wtspec.errors import Related, Span
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.lints.subject import Subject, warn
from wtspec.program.bound import LayerCall, Operation, Reference
from wtspec.program.declared import Layer, Sublayer, Use, Value, Weight
from wtspec.program.trains import only_loss_moves
from wtspec.program.walk import below

Zeros = frozenset[str]
"""The weights and sublayers whose zeros make a value zero, and the locals that hold such values on
the way; none where it may be another value."""

UNKNOWN: Zeros = frozenset()


def lint_zero_product(subject: Subject) -> None:
    """`zero-product`; nothing is known of weights that a file may bring."""
    if subject.program.pretrained is not None:
        return
    for layer in subject.layers:
        declared = {one.name: one for one in _zeros(layer) if one.name not in subject.members}
        if len(declared) > 1:
            finder = _Finder(layer, declared)
            finder.block(layer.body.statements)
            for names, span in finder.stuck():
                _warn(subject, [declared[name] for name in names], span)


def _warn(subject: Subject, factors: list[Weight | Sublayer], span: Span) -> None:
    named = " and ".join(f"`{one.name}`" for one in factors)
    warn(
        subject,
        "zero-product",
        f"both factors of this product are zero at first: {named} can never train",
        span,
        help="let one of the factors start at random values",
        related=tuple(Related("zero at first", one.span) for one in factors),
    )


def _zeros(layer: Layer) -> list[Weight | Sublayer]:
    """What is zero at first, and only gradients can move."""
    weights = [one for one in layer.weights if _is_zero(one.initializer) and _is_trained(one)]
    return [*weights, *(one for one in layer.sublayers if _gives_zero(one))]


def _is_trained(weight: Weight) -> bool:
    """By gradients alone: regularizers and constraints may be formulas that move a zero."""
    return only_loss_moves(weight) and not weight.constraint


def _is_zero(initializer: Value) -> bool:
    if isinstance(initializer, Use):
        values = [value for _, value in initializer.arguments]
        constant = initializer.name == "Constant" and all(_is_zero(value) for value in values)
        return initializer.name == "Zeros" or constant
    return isinstance(initializer, t.Value) and initializer.value == 0


def _gives_zero(sublayer: Sublayer) -> bool:
    layer = sublayer.layer
    if not isinstance(layer, Use) or not has(layer.name, "multiplies") or sublayer.repeat:
        return False
    given = dict(layer.arguments)
    kernel, bias = given.get("kernel_initializer"), given.get("bias_initializer")
    zero = kernel is not None and _is_zero(kernel) and (bias is None or _is_zero(bias))
    return zero and _keeps_zero(given.get("activation"))


def _keeps_zero(activation: Value | None) -> bool:
    name = activation.value if isinstance(activation, t.Value) else ""
    return activation is None or name is None or has(str(name), "keeps_zero")


class _Finder:
    """Goes through a body; knows which of its locals are zero at first.

    Attributes:
        held: What stands for the values of a local among zeros: its name, and where it was given
            each of them.
        reads: How often each zero is read. What is read twice has another way to a gradient.
        products: Those of two zeros.
    """

    def __init__(self, layer: Layer, declared: Mapping[str, Weight | Sublayer]) -> None:
        self.layers = {one.name: one.layer for one in layer.sublayers}
        self.declared = declared
        self.locals: dict[str, Zeros] = {}
        self.held: dict[str, Zeros] = {}
        self.reads: Counter[str] = Counter()
        self.products: list[tuple[Zeros, Zeros, Span]] = []

    def stuck(self) -> Iterator[tuple[list[str], Span]]:
        """A factor of each side of the products that nothing else moves."""
        for left, right, span in self.products:
            if all(self.reads[name] == 1 for name in left | right):
                factors = {min(side & self.declared.keys()) for side in (left, right)}
                yield sorted(factors), span

    def block(self, block: tuple[t.Statement, ...]) -> None:
        for statement in block:
            match statement:
                case t.Assign((target,), value):
                    zeros = self.zeros(value)
                    held = frozenset((f"{target} {statement.span.start}",))
                    self.held[target] = held
                    self.locals[target] = zeros | held if zeros else UNKNOWN
                case t.Assign(targets, value):
                    self.zeros(value)
                    self.held |= dict.fromkeys(targets, UNKNOWN)
                    self.locals |= dict.fromkeys(targets, UNKNOWN)
                case t.If() | t.Loop():
                    self._branches(statement)
                case t.Return(value):
                    self.zeros(value)
                case t.Do(call):
                    self.zeros(call.arguments[-1])

    def _branches(self, statement: t.If | t.Loop) -> None:
        """What is set on some branches, or again and again, may be another than zero."""
        if isinstance(statement, t.Loop):
            self.locals = dict.fromkeys(self.locals, UNKNOWN)
        before, held = self.locals, self.held
        after, kept = dict(before), dict(held)
        for block in t.blocks(statement):
            self.locals, self.held = dict(before), dict(held)
            self.block(block)
            after |= {n: UNKNOWN for n, one in self.locals.items() if before.get(n) is not one}
            kept |= {name: one | kept.get(name, UNKNOWN) for name, one in self.held.items()}
        self.locals, self.held = after, kept

    def zeros(self, node: Expression) -> Zeros:
        """The zeros that a value is made of; a product of two of them is noted."""
        match node:
            case Reference(name, "local"):
                self.reads.update(self.held.get(name, UNKNOWN))
                return self.locals.get(name, UNKNOWN)
            case Reference(name, _):
                return self._read(name)
            case LayerCall(Reference(name, "layer"), _, _):
                return self._called(name, node)
            case t.Comprehension():
                for child in below(node):
                    self.zeros(child)
                return UNKNOWN
            case _:
                return self._combined(node, [self.zeros(child) for child in below(node)])

    def _read(self, name: str) -> Zeros:
        zeros = frozenset((name,)) & self.declared.keys()
        self.reads.update(zeros)
        return zeros

    def _called(self, name: str, node: LayerCall) -> Zeros:
        given = [self.zeros(one) for one in below(node)[1:]]
        layer, first = self.layers.get(name), given[0] if given else UNKNOWN
        if name in self.declared:
            return self._product([first, self._read(name)], node.span)
        if isinstance(layer, Use) and has(layer.name, "keeps_zero"):
            return first if _keeps_zero(dict(layer.arguments).get("activation")) else UNKNOWN
        return UNKNOWN

    def _combined(self, node: Expression, parts: list[Zeros]) -> Zeros:
        match node:
            case t.Binary("@" | "*", _, _):
                return self._product(parts, node.span)
            case Operation(function, _, _) if has(function.name, "multiplies"):
                return self._product(parts, node.span)
            case t.Binary("+" | "-", _, _):
                return parts[0] | parts[1] if all(parts) else UNKNOWN
            case t.Negative() | t.Subscript() | t.Binary("/", _, _):
                return parts[0]
            case Operation(function, _, _) if parts and has(function.name, "keeps_zero"):
                return parts[0]
            case _:
                return UNKNOWN

    def _product(self, factors: list[Zeros], span: Span) -> Zeros:
        zero = [factor for factor in factors if factor]
        if len(zero) > 1:
            self.products.append((zero[0], zero[1], span))
            return UNKNOWN
        return zero[0] if zero else UNKNOWN
