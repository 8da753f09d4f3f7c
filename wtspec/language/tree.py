"""The expression tree of formulas and bodies: all that the language can say.

Every node knows its span. Trees are compared without it, so that `parse(print(tree)) == tree`.
"""

from __future__ import annotations

from typing import Literal

from wtspec.errors import Span
from wtspec.record import aside, record

BinaryOperator = Literal["+", "-", "*", "/", "//", "%", "**", "@"]
CompareOperator = Literal["<", "<=", ">", ">=", "==", "!=", "is", "is not"]


@record
class Located:
    """Anything that stands at a place of the text."""

    span: Span = aside()


@record
class Extension(Located):
    """A node that a later stage puts in the place of one of these, once it knows more."""


@record
class Value(Located):
    """A number, string, true, false or none."""

    value: None | bool | int | float | str


@record
class Constant(Located):
    """`pi` or `inf`."""

    name: Literal["pi", "inf"]


@record
class Name(Located):
    """A local, or anything that the layer declares, or a dim."""

    id: str


@record
class Dots(Located):
    """`...` in a subscript or a shape pattern."""


@record
class List(Located):
    """`[a, b]`."""

    items: tuple[Expression, ...]


@record
class Tuple(Located):
    """`(a, b)`, also without its parentheses in `return a, b` and `x[a, b]`."""

    items: tuple[Expression, ...]


@record
class Dict(Located):
    """`{"logits": a, "aux": b}`, only as what `return` gives, or as the weights of a call."""

    items: tuple[tuple[str, Expression], ...]


@record
class Negative(Located):
    """`-x`."""

    operand: Expression


@record
class Not(Located):
    """`not x`."""

    operand: Expression


@record
class Binary(Located):
    """Arithmetic of two operands."""

    operator: BinaryOperator
    left: Expression
    right: Expression


@record
class Compare(Located):
    """`a < b`, `a < b <= c`, `x is none`. `is` compares with none alone."""

    left: Expression
    operators: tuple[CompareOperator, ...]
    comparators: tuple[Expression, ...]


@record
class Logical(Located):
    """`a and b and c`, or the same with `or`."""

    operator: Literal["and", "or"]
    operands: tuple[Expression, ...]


@record
class Conditional(Located):
    """`body if test else orelse`."""

    test: Expression
    body: Expression
    orelse: Expression


@record
class Keyword(Located):
    """`axis=-1` in a call; the span is the name's."""

    name: str
    value: Expression


@record
class Call(Located):
    """`f(x, axis=-1)`, `random.normal(shape)`, `blocks[i](x)`."""

    function: Name | Member | Subscript
    arguments: tuple[Expression, ...]
    keywords: tuple[Keyword, ...] = ()


@record
class Member(Located):
    """Two-part names: `random.normal` (only called), `embed.embeddings`, `inner.kernel`,
    `blocks[0].kernel`."""

    value: Name | Subscript
    name: str


@record
class Slice(Located):
    """`start:stop:step` in a subscript."""

    start: Expression | None
    stop: Expression | None
    step: Expression | None


@record
class Subscript(Located):
    """`x[:, -1]`; several positions are a `Tuple`."""

    value: Expression
    index: Expression


@record
class For(Located):
    """One `for i in range(n)` or `for a, b in pairs` of a comprehension."""

    targets: tuple[str, ...]
    iterable: Expression


@record
class Comprehension(Located):
    """`[head(x) for head in heads]`, of at most two `for`."""

    element: Expression
    clauses: tuple[For, ...]


Expression = (
    Value
    | Constant
    | Name
    | Dots
    | List
    | Tuple
    | Dict
    | Negative
    | Not
    | Binary
    | Compare
    | Logical
    | Conditional
    | Call
    | Member
    | Slice
    | Subscript
    | Comprehension
    | Extension
)


@record
class Assign(Located):
    """`name = value`, `a, b = value`."""

    targets: tuple[str, ...]
    value: Expression


@record
class Branch(Located):
    """One `if` or `elif` with its block."""

    test: Expression
    body: tuple[Statement, ...]


@record
class If(Located):
    """`if … elif … else`."""

    branches: tuple[Branch, ...]
    orelse: tuple[Statement, ...]


@record
class Loop(Located):
    """`for item in iterable:` with its block; `clause` holds targets and iterable."""

    clause: For
    body: tuple[Statement, ...]


@record
class Do(Located):
    """A call that stands alone: `assign`, `add_loss`, `add_metric`."""

    call: Call


@record
class Return(Located):
    """`return value`, always last in a body (a body that is one expression has just this)."""

    value: Expression


Statement = Assign | If | Loop | Do | Return


@record
class Body(Located):
    """A `call` or a function: statements, the last of which is a `Return`.

    A `return` may also end each branch of a last `if … else`.
    """

    statements: tuple[Statement, ...]


@record
class Parameter(Located):
    """A parameter of a function's signature, with its default."""

    name: str
    default: Expression | None


@record
class Signature(Located):
    """The key of a `functions` entry: `rms(x, eps=1e-6)`."""

    name: str
    parameters: tuple[Parameter, ...]


def is_none(node: object) -> bool:
    """Whether `none` stands there."""
    return isinstance(node, Value) and node.value is None


def children(node: Expression | Statement) -> tuple[Expression, ...]:
    """The expressions directly inside a node, in the order of the text; of a statement too,
    but not those of the statements in its blocks."""
    match node:
        case Name() | Value():  # as most are
            return ()
        case List(items) | Tuple(items):
            return items
        case Dict(items):
            return tuple(value for _, value in items)
        case Negative(operand) | Not(operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Compare(left, _, comparators):
            return (left, *comparators)
        case Logical(_, operands):
            return operands
        case Conditional(test, body, orelse):
            return (body, test, orelse)
        case Call(function, arguments, keywords):
            return (function, *arguments, *(keyword.value for keyword in keywords))
        case Member(value, _) | Return(value) | Assign(_, value):
            return (value,)
        case Slice(start, stop, step):
            return tuple(part for part in (start, stop, step) if part is not None)
        case Subscript(value, index):
            return (value, index)
        case Comprehension(element, clauses):
            return (*(clause.iterable for clause in clauses), element)
        case Loop(clause, _):
            return (clause.iterable,)
        case If(branches, _):
            return tuple(branch.test for branch in branches)
        case Do(call):
            return (call,)
        case _:
            return ()


def blocks(statement: Statement) -> tuple[tuple[Statement, ...], ...]:
    """The blocks of statements inside a statement."""
    if isinstance(statement, If):
        return (*(branch.body for branch in statement.branches), statement.orelse)
    return (statement.body,) if isinstance(statement, Loop) else ()
