"""Prints expression trees as text that parses back to the same tree.

`render` is also what generated source is printed with: its hook says how a name or a call is
written there, and the rules of precedence stay these. The text is laid out as `ruff format`
would on a line without end.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Protocol

from wtspec.errors.visible import cells
from wtspec.language.tree import (
    Assign,
    Binary,
    Body,
    Call,
    Compare,
    Comprehension,
    Conditional,
    Constant,
    Dict,
    Do,
    Dots,
    Expression,
    Extension,
    For,
    If,
    Keyword,
    List,
    Logical,
    Loop,
    Member,
    Name,
    Negative,
    Not,
    Return,
    Slice,
    Statement,
    Subscript,
    Tuple,
    Value,
)


class Precedence(IntEnum):
    """How tightly a node binds; a child that binds looser than its place gets parentheses."""

    CONDITIONAL = 0
    OR = 1
    AND = 2
    NOT = 3
    COMPARE = 4
    SUM = 5
    PRODUCT = 6
    UNARY = 7
    POWER = 8
    POSTFIX = 9
    ATOM = 10


class Render(Protocol):
    """Prints a child, in parentheses if it binds looser than `least`."""

    def __call__(self, expression: Expression, least: int = Precedence.CONDITIONAL, /) -> str:
        """The child's text."""
        ...


Leaf = Callable[[Expression, Render], tuple[str, int] | None]
"""Gives a node's text and its precedence, or None where the default will do."""

_BINARY = {
    "+": Precedence.SUM,
    "-": Precedence.SUM,
    "*": Precedence.PRODUCT,
    "/": Precedence.PRODUCT,
    "//": Precedence.PRODUCT,
    "%": Precedence.PRODUCT,
    "@": Precedence.PRODUCT,
    "**": Precedence.POWER,
}
_SIMPLE_POWER = re.compile(r"-*([A-Za-z_]\w*(\.[A-Za-z_]\w*)*|[0-9.]+(e-?[0-9]+)?)")
_LEFT_OF_POWER = re.compile(rf"({_SIMPLE_POWER.pattern}) ?\*\*")
_SIMPLE_BOUND = re.compile(r"-*([A-Za-z_]\w*|[0-9.]+(e-?[0-9]+)?)|\"[^\"]*\"")
_INDENT = "    "


def print_expression(expression: Expression) -> str:
    """The expression as a formula would be written, without its `=`."""
    return render(expression, _as_written)


def print_body(body: Body) -> str:
    """The body as lines that end in `return`."""
    return "\n".join(line for statement in body.statements for line in _statement(statement))


def precedence(expression: Expression) -> int:
    """How tightly an expression's own text binds."""
    match expression:
        case Binary(operator):
            return _BINARY[operator]
        case Compare():
            return Precedence.COMPARE
        case Logical(operator):
            return Precedence.OR if operator == "or" else Precedence.AND
        case Not():
            return Precedence.NOT
        case Conditional():
            return Precedence.CONDITIONAL
        case Negative():
            return Precedence.UNARY
        case Value(value) if isinstance(value, int | float) and math.copysign(1, value) < 0:
            return Precedence.UNARY
        case Call() | Member() | Subscript():
            return Precedence.POSTFIX
        case _:
            return Precedence.ATOM


def render(expression: Expression, leaf: Leaf) -> str:
    """Prints an expression, asking `leaf` at every node first.

    Args:
        expression: What to print.
        leaf: Gives the text and the precedence of the nodes that are to be written otherwise;
            the `render` that it is handed prints children, asking `leaf` again. The function
            of a call, the owner of a `Member` and each position of a subscript are nodes too.
    """

    def child(node: Expression, least: int = Precedence.CONDITIONAL, /) -> str:
        as_leaf = leaf(node, child)
        text, own = (_text(node, child), precedence(node)) if as_leaf is None else as_leaf
        return f"({text})" if own < least else text

    return child(expression)


def render_arguments(
    arguments: Sequence[Expression], keywords: Sequence[Keyword], render: Render
) -> str:
    """What stands between the parentheses of a call."""
    by_position = [render(argument) for argument in arguments]
    by_name = [f"{keyword.name}={render(keyword.value)}" for keyword in keywords]
    return ", ".join([*by_position, *by_name])


def render_result(expression: Expression, render: Render) -> str:
    """What stands after `return` or `=`: there, a tuple of several needs no parentheses."""
    if isinstance(expression, Tuple) and len(expression.items) > 1:
        return ", ".join([render(item) for item in expression.items])
    return render(expression)


def quote(text: str) -> str:
    """A string literal, in double quotes unless that takes more escapes."""
    mark = "'" if '"' in text and "'" not in text else '"'
    return f"{mark}{escape(text, mark)}{mark}"


def escape(text: str, mark: str) -> str:
    """A text as it stands in a string literal between two marks."""
    return "".join([_escape(cell, mark) for cell in cells(text)])


def _as_written(_expression: Expression, _render: Render) -> None:
    return None


def _escape(cell: str, mark: str) -> str:
    return f"\\{cell}" if cell in {mark, "\\"} else cell


def _text(node: Expression, render: Render) -> str:
    match node:
        case Value(value):
            return quote(value) if isinstance(value, str) else repr(value).replace("e+", "e")
        case Constant(name) | Name(name):
            return name
        case Dots():
            return "..."
        case Negative(operand):
            return f"-{render(operand, _apart_from_power(operand, Precedence.UNARY))}"
        case Not(operand):
            return f"not {render(operand, _apart_from_power(operand, Precedence.NOT))}"
        case Binary():
            return _binary(node, render)
        case Compare():
            return _compare(node, render)
        case Logical(operator, operands):
            least = precedence(node) + 1
            return f" {operator} ".join([render(operand, least) for operand in operands])
        case Conditional(test, body, orelse):
            taken, tested = render(body, Precedence.OR), render(test, Precedence.OR)
            return f"{taken} if {tested} else {render(orelse)}"
        case Call(function, arguments, keywords):
            inner = render_arguments(arguments, keywords, render)
            return f"{render(function, Precedence.POSTFIX)}({inner})"
        case Member(value, name):
            return f"{render(value, Precedence.POSTFIX)}.{name}"
        case Subscript(value, index):
            return f"{render(value, Precedence.POSTFIX)}[{_index(index, render)}]"
        case Extension():
            raise TypeError(f"nothing here prints {type(node).__name__}: `leaf` must")
        case _:
            return _display(node, render)


def _display(node: List | Tuple | Dict | Slice | Comprehension, render: Render) -> str:
    match node:
        case List(items):
            return f"[{', '.join([render(item) for item in items])}]"
        case Tuple((item,)):
            return f"({render(item)},)"
        case Tuple(items):
            return f"({', '.join([render(item) for item in items])})"
        case Dict(items):
            return f"{{{', '.join([f'{quote(key)}: {render(value)}' for key, value in items])}}}"
        case Slice():
            return _slice(node, render)
        case Comprehension(element, clauses):
            loops = [f"for {_clause(clause, render)}" for clause in clauses]
            return f"[{' '.join([render(element), *loops])}]"


def _binary(node: Binary, render: Render) -> str:
    own = precedence(node)
    if node.operator == "**":
        return _power(node.left, node.right, render)
    mixed = own + 1 if _mixes_matmul(node) else own
    return f"{render(node.left, mixed)} {node.operator} {render(node.right, own + 1)}"


def _power(left: Expression, right: Expression, render: Render) -> str:
    """`a**b`, but `f(a) ** b`: by what stands next to the sign."""
    base, exponent = render(left, Precedence.POSTFIX), render(right, Precedence.UNARY)
    chained = isinstance(right, Binary) and right.operator == "**"
    beside = _LEFT_OF_POWER.match(exponent) if chained else _SIMPLE_POWER.fullmatch(exponent)
    tight = _SIMPLE_POWER.fullmatch(base) and beside
    return f"{base}**{exponent}" if tight else f"{base} ** {exponent}"


def _apart_from_power(operand: Expression, least: Precedence) -> Precedence:
    """`-(a**b)`: without the parentheses, many read `-a` as the base."""
    power = isinstance(operand, Binary) and operand.operator == "**"
    return Precedence.POSTFIX if power else least


def _mixes_matmul(node: Binary) -> bool:
    """Whether `@` meets `*` or `/`: `(a * b) @ c` keeps its parentheses for the reader's sake."""
    left = node.left
    if not isinstance(left, Binary) or precedence(left) != Precedence.PRODUCT:
        return False
    return precedence(node) == Precedence.PRODUCT and (left.operator == "@") != (
        node.operator == "@"
    )


def _compare(node: Compare, render: Render) -> str:
    text = render(node.left, Precedence.SUM)
    for operator, right in zip(node.operators, node.comparators, strict=True):
        text += f" {operator} {render(right, Precedence.SUM)}"
    return text


def _index(index: Expression, render: Render) -> str:
    items = index.items if isinstance(index, Tuple) else ()
    if len(items) == 1 and isinstance(items[0], Slice):
        return f"{render(items[0])},"
    return ", ".join([render(item) for item in items]) if len(items) > 1 else render(index)


def _slice(node: Slice, render: Render) -> str:
    """`a:b`, but `a + 1 : b`."""
    start, stop, step = ("" if bound is None else render(bound) for bound in node.bounds)
    simple = all(not bound or _SIMPLE_BOUND.fullmatch(bound) for bound in (start, stop, step))
    if simple:
        return f"{start}:{stop}:{step}" if step else f"{start}:{stop}"
    before = f"{start} :" if start else ":"
    text = f"{before} {stop}" if stop else before
    if not step:
        return text
    return f"{text} : {step}" if stop else f"{text}: {step}"


def _clause(clause: For, render: Render) -> str:
    return f"{', '.join(clause.targets)} in {render(clause.iterable, Precedence.OR)}"


def _statement(statement: Statement) -> list[str]:
    match statement:
        case Assign(targets, value):
            return [f"{_targets(targets)} = {_result(value)}"]
        case Return(value):
            return [f"return {_result(value)}"]
        case Do(call):
            return [print_expression(call)]
        case If():
            return _if(statement)
        case Loop(clause, body):
            head = f"for {_targets(clause.targets)} in {print_expression(clause.iterable)}:"
            return [head, *_block(body)]


def _if(statement: If) -> list[str]:
    lines: list[str] = []
    for position, branch in enumerate(statement.branches):
        word = "elif" if position else "if"
        lines += [f"{word} {print_expression(branch.test)}:", *_block(branch.body)]
    return [*lines, "else:", *_block(statement.orelse)] if statement.orelse else lines


def _block(statements: Sequence[Statement]) -> list[str]:
    return [_INDENT + line for statement in statements for line in _statement(statement)]


def _result(value: Expression) -> str:
    def child(node: Expression, least: int = Precedence.CONDITIONAL, /) -> str:
        text = print_expression(node)
        return f"({text})" if precedence(node) < least else text

    return render_result(value, child)


def _targets(targets: Sequence[str]) -> str:
    return ", ".join(targets)
