"""Evaluates static formulas: those that are known before any tensor exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wtspec.errors import Span, did_you_mean, one_of
from wtspec.language.limits import MAX_STEPS
from wtspec.language.reserved import CONSTANT_VALUES
from wtspec.language.static.arithmetic import (
    StaticError,
    as_list,
    calculate,
    checked,
    compare,
    index,
    kind,
    negate,
    truth,
)
from wtspec.language.static.functions import STATIC_FUNCTIONS, call_static
from wtspec.language.tree import (
    Binary,
    Call,
    Compare,
    Comprehension,
    Conditional,
    Constant,
    Expression,
    For,
    List,
    Logical,
    Member,
    Name,
    Negative,
    Not,
    Slice,
    Subscript,
    Tuple,
    Value,
)


def evaluate(expression: Expression, values: Mapping[str, object]) -> object:
    """The value of a static formula.

    Integers stay within ±2^53, exponents within ±1024, ranges at 4,096 items, and the whole at
    100,000 steps; strings are compared, never computed with.

    Args:
        expression: The formula.
        values: What each name stands for.

    Raises:
        SpecError: The first fault: an unknown name, a division by zero, a limit, …
    """
    evaluation = _Evaluation()
    value = evaluation.value(expression, values)
    evaluation.count_items(value, expression.span)
    return value


class _Evaluation:
    """One run, which counts its steps."""

    def __init__(self) -> None:
        self._steps = 0

    def value(self, node: Expression, values: Mapping[str, object]) -> object:
        self._count(1, node.span)
        try:
            value = self._value(node, values)
        except StaticError as fault:
            raise fault.at(node.span) from None
        if isinstance(node, Call | Subscript):
            self._count(len(as_list(value) or ()), node.span)
        return value

    def count_items(self, value: object, span: Span) -> None:
        """Counts the items of a result, those of a list that is in it twice as often."""
        waiting = [value]
        while waiting:
            items = as_list(waiting.pop()) or ()
            self._count(len(items), span)
            waiting.extend(items)

    def _count(self, steps: int, span: Span) -> None:
        self._steps += steps
        if self._steps > MAX_STEPS:
            message = f"this formula takes more than {MAX_STEPS:,} steps"
            help = "compute a part of it in a param of its own, or over smaller ranges"
            raise StaticError("formula-too-long", message, help=help).at(span)

    def _value(self, node: Expression, values: Mapping[str, object]) -> object:
        match node:
            case Value(value):
                return value
            case Constant(name):
                return CONSTANT_VALUES[name]
            case Name(name):
                return self._named(name, values)
            case List(items):
                return [self.value(item, values) for item in items]
            case Tuple(items):
                return tuple([self.value(item, values) for item in items])
            case Negative(operand):
                return negate(self.value(operand, values))
            case Not(operand):
                return not truth(self.value(operand, values))
            case Binary(operator, left, right):
                return calculate(operator, self.value(left, values), self.value(right, values))
            case Compare():
                return self._compare(node, values)
            case Logical():
                return self._logical(node, values)
            case Conditional(test, body, orelse):
                taken = body if truth(self.value(test, values)) else orelse
                return self.value(taken, values)
            case Subscript(value, position):
                return index(self.value(value, values), self._position(position, values))
            case Comprehension():
                return list(self._items(node, node.clauses, values))
            case Call():
                return self._call(node, values)
            case _:
                raise StaticError("not-static", "this has no value before the layer is called")

    def _named(self, name: str, values: Mapping[str, object]) -> object:
        if name in values:
            return values[name]
        message = f"`{name}` is not known here"
        if name in STATIC_FUNCTIONS:
            raise StaticError(
                "undefined-name", message, help=f"it is a function: write `{name}(…)`"
            )
        raise StaticError(
            "undefined-name", message, expected=one_of(values), help=did_you_mean(name, values)
        )

    def _compare(self, node: Compare, values: Mapping[str, object]) -> bool:
        left = self.value(node.left, values)
        for operator, comparator in zip(node.operators, node.comparators, strict=True):
            right = self.value(comparator, values)
            if not compare(operator, left, right):
                return False
            left = right
        return True

    def _logical(self, node: Logical, values: Mapping[str, object]) -> object:
        """As Python does: the operand that decides."""
        value: object = None
        for operand in node.operands:
            value = self.value(operand, values)
            if truth(value) == (node.operator == "or"):
                return value
        return value

    def _position(self, node: Expression, values: Mapping[str, object]) -> object:
        if not isinstance(node, Slice):
            return self.value(node, values)
        return slice(*(bound and self.value(bound, values) for bound in node.bounds))

    def _items(
        self, node: Comprehension, clauses: Sequence[For], values: Mapping[str, object]
    ) -> Iterator[object]:
        if not clauses:
            yield self.value(node.element, values)
            return
        iterable = self.value(clauses[0].iterable, values)
        items = as_list(iterable)
        if items is None:
            fault = StaticError("static-type", f"{kind(iterable)} can't be looped over")
            raise fault.at(clauses[0].iterable.span)
        for item in items:
            inner = {**values, **_bind(clauses[0], item)}
            yield from self._items(node, clauses[1:], inner)

    def _call(self, node: Call, values: Mapping[str, object]) -> object:
        name = _function_name(node)
        if name not in STATIC_FUNCTIONS:
            raise StaticError(
                "undefined-function",
                f"`{name}` can't be called here: no tensor exists yet",
                expected=one_of(STATIC_FUNCTIONS),
                help=did_you_mean(name, STATIC_FUNCTIONS),
            ).at(node.function.span)
        arguments = [self.value(argument, values) for argument in node.arguments]
        keywords = {keyword.name: self.value(keyword.value, values) for keyword in node.keywords}
        return checked(call_static(name, arguments, keywords))


def _bind(clause: For, item: object) -> dict[str, object]:
    if len(clause.targets) == 1:
        return {clause.targets[0]: item}
    parts = as_list(item)
    if parts is None or len(parts) != len(clause.targets):
        message = f"{kind(item)} does not give {len(clause.targets)} values"
        raise StaticError("static-type", message).at(clause.span)
    return dict(zip(clause.targets, parts, strict=True))


def _function_name(node: Call) -> str:
    match node.function:
        case Name(name):
            return name
        case Member(Name(first), name):
            return f"{first}.{name}"
        case _:
            raise StaticError("not-static", "a layer can't be called here: no tensor exists yet")
