"""Follows the forms of arrays through a bound formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.limits import MAX_STEPS
from wtspec.language.reserved import CONSTANT_VALUES
from wtspec.language.static.arithmetic import (
    StaticError,
    as_list,
    calculate,
    compare,
    index,
    negate,
    truth,
)
from wtspec.language.static.functions import call_static
from wtspec.program.bound import Operation, Reference, StaticCall, TensorEqual
from wtspec.rows.arguments import Arguments
from wtspec.rows.fault import Mixed
from wtspec.rows.form import ROWS, UNKNOWN, Form, as_array, broadcast
from wtspec.rows.rules import RULES
from wtspec.rows.rules_product import product
from wtspec.rows.subscript import Part, as_part, part_of
from wtspec.sources.formulas import data_function

Names = Mapping[str, object]
Tell = Callable[[Mixed, Expression], None]


class Followed(Struct, frozen=True):
    """What a formula is followed with.

    Attributes:
        columns: The form of each column.
        default: The form of a column that is not among them.
        settings: The file's params.
        tell: Is called where rows would mix.
    """

    columns: Mapping[str, Form]
    default: object
    settings: Names
    tell: Tell


class Follower:
    """Follows formulas; counts its steps, as comprehensions are followed item by item."""

    def __init__(self, known: Followed) -> None:
        self._known = known
        self._steps = 0

    def value(self, node: Expression, names: Names) -> object:
        """A form, what a static value is, a list of these, or a mark."""
        self._steps += 1
        if self._steps > MAX_STEPS:
            return UNKNOWN
        try:
            return self._value(node, names)
        except Mixed as fault:
            self._known.tell(fault, node)
        except (StaticError, IndexError, TypeError, OverflowError, RecursionError):
            pass  # it is reported by what binds or computes the formula
        return UNKNOWN

    def _value(self, node: Expression, names: Names) -> object:
        match node:
            case t.Value(value):
                return value
            case t.Constant(name):
                return CONSTANT_VALUES[name]
            case Reference() | t.Name():
                return self._named(node, names)
            case t.List(items) | t.Tuple(items):
                return [self.value(item, names) for item in items]
            case t.Negative(operand):
                value = self.value(operand, names)
                return negate(value) if _is_number(value) else as_array(value)
            case t.Not(operand):
                value = self.value(operand, names)
                return UNKNOWN if _is_unsettled(value) else not truth(value)
            case t.Binary(operator, left, right):
                return self._binary(operator, self.value(left, names), self.value(right, names))
            case TensorEqual(left, right):
                sides = (self.value(left, names), self.value(right, names))
                return broadcast([as_array(side) for side in sides])
            case t.Compare():
                return self._compare(node, names)
            case t.Logical():
                return self._logical(node, names)
            case t.Conditional(test, body, orelse):
                return self._conditional(test, body, orelse, names)
            case t.Subscript(value, position):
                return self._part(self.value(value, names), position, names)
            case t.Comprehension(element, clauses):
                rounds = self._items(element, clauses, names)
                return UNKNOWN if rounds is None else list(rounds)
            case StaticCall(function, arguments):
                return _static(function, [self.value(one, names) for one in arguments])
            case Operation():
                return self._operation(node, names)
            case _:
                return UNKNOWN

    def _named(self, node: Reference | t.Name, names: Names) -> object:
        name = node.name if isinstance(node, Reference) else node.id
        role = node.role if isinstance(node, Reference) else "local"
        if role == "column":
            return self._known.columns.get(name, self._known.default)
        if role == "setting":
            return _plain(self._known.settings.get(name, UNKNOWN))
        return names.get(name, UNKNOWN)

    def _binary(self, operator: t.BinaryOperator, left: object, right: object) -> object:
        if _is_number(left) and _is_number(right):
            return calculate(operator, left, right)
        lists = as_list(left), as_list(right)
        if operator == "+" and lists[0] is not None and lists[1] is not None:
            return [*lists[0], *lists[1]]
        one, other = as_array(left), as_array(right)
        return product(one, other) if operator == "@" else broadcast([one, other])

    def _compare(self, node: t.Compare, names: Names) -> object:
        values = [self.value(one, names) for one in (node.left, *node.comparators)]
        if any(_is_unsettled(value) for value in values):
            if node.operators[0] in ("is", "is not"):
                return UNKNOWN
            return broadcast([as_array(value) for value in values])
        pairs = zip(values, node.operators, values[1:], strict=False)
        return all(compare(operator, left, right) for left, operator, right in pairs)

    def _logical(self, node: t.Logical, names: Names) -> object:
        value: object = None
        for operand in node.operands:
            value = self.value(operand, names)
            if _is_unsettled(value) or truth(value) == (node.operator == "or"):
                return UNKNOWN if _is_unsettled(value) else value
        return value

    def _conditional(
        self, test: Expression, body: Expression, orelse: Expression, names: Names
    ) -> object:
        condition = self.value(test, names)
        if not _is_unsettled(condition):
            return self.value(body if truth(condition) else orelse, names)
        taken, other = self.value(body, names), self.value(orelse, names)
        return taken if taken == other else UNKNOWN

    def _part(self, value: object, position: Expression, names: Names) -> object:
        items = as_list(value)
        if items is not None:
            place = self._place(position, names)
            return UNKNOWN if _is_unsettled(place) else _plain(index(items, place))
        form = as_array(value)
        if not isinstance(form, Form):
            self.value(position, names)
            return UNKNOWN
        parts = position.items if isinstance(position, t.Tuple) else (position,)
        return part_of(form, [self._one_part(part, names) for part in parts])

    def _one_part(self, part: Expression, names: Names) -> Part:
        if isinstance(part, t.Dots):
            return "dots"
        if isinstance(part, t.Slice):
            return self._slice(part, names)
        return as_part(self.value(part, names))

    def _place(self, node: Expression, names: Names) -> object:
        return self._slice(node, names) if isinstance(node, t.Slice) else self.value(node, names)

    def _slice(self, node: t.Slice, names: Names) -> slice[object, object, object]:
        return slice(*(bound and self.value(bound, names) for bound in node.bounds))

    def _items(
        self, element: Expression, clauses: Sequence[t.For], names: Names
    ) -> Iterator[object] | None:
        if not clauses:
            return iter([self.value(element, names)])
        items = as_list(self.value(clauses[0].iterable, names))
        if items is None:
            return None
        values: list[object] = []
        for item in items:
            inner = self._items(element, clauses[1:], {**names, **taken_apart(clauses[0], item)})
            if inner is None or self._steps > MAX_STEPS:
                return None
            values += inner
        return iter(values)

    def _operation(self, node: Operation, names: Names) -> object:
        function = data_function(node.function.name)
        parameters = [parameter.name for parameter in function.parameters]
        values = [self.value(argument, names) for argument in node.arguments]
        given = dict(zip(parameters, values, strict=False))
        given |= {one.name: self.value(one.value, names) for one in node.keywords}
        others = tuple(values[len(parameters) :])
        return RULES[function.rows](Arguments(function, given, others), *function.of)


def taken_apart(clause: t.For, item: object) -> dict[str, object]:
    """What the names of a loop stand for at one of its items."""
    if len(clause.targets) == 1:
        return {clause.targets[0]: _plain(item)}
    parts = as_list(item) or ()
    known = [_plain(part) for part in parts]
    if len(known) != len(clause.targets):
        known = [UNKNOWN] * len(clause.targets)
    return dict(zip(clause.targets, known, strict=True))


def _static(function: str, values: list[object]) -> object:
    """`shape`, `ndim`, `len` and the functions of static values."""
    if function in ("shape", "ndim"):
        form = as_array(values[0])
        if not isinstance(form, Form) or form.open:
            return [ROWS] if isinstance(form, Form) and function == "shape" else UNKNOWN
        return list(form.sizes) if function == "shape" else len(form.sizes)
    if any(value is ROWS for value in values):
        raise Mixed("count")
    if function == "len" and isinstance(values[0], Form):
        return values[0].sizes[0] if values[0].sizes else UNKNOWN
    if any(_is_unsettled(value) for value in values) and function != "len":
        return UNKNOWN
    return call_static(function, values)


def _plain(value: object) -> object:
    """Lists as lists, whatever they were."""
    items = as_list(value)
    return value if items is None else list(items)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _is_unsettled(value: object) -> bool:
    return value is ROWS or value is UNKNOWN or isinstance(value, Form)
