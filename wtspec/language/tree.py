"""The expression tree of formulas and bodies: all that the language can say.

Every node knows its span. Trees are compared without it, so that `parse(print(tree)) == tree`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from wtspec.errors import Span

BinaryOperator = Literal["+", "-", "*", "/", "//", "%", "**", "@"]
CompareOperator = Literal["<", "<=", ">", ">=", "==", "!=", "is", "is not"]


class Located(Struct, frozen=True, kw_only=True):
    """Anything that stands at a place of the text.

    Records compare all of their fields, but here the place is left out, so that a tree equals
    another that says the same elsewhere. What is compared are the fields given by position.
    """

    span: Span

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and _said(self) == _said(other)

    def __hash__(self) -> int:
        return hash((type(self), _said(self)))

    def __repr__(self) -> str:
        shown = zip(type(self).__match_args__, _said(self), strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown)})"


def _said(node: Located) -> tuple[object, ...]:
    return tuple([getattr(node, name) for name in type(node).__match_args__])


class Extension(Located, frozen=True):
    """A node that a later stage puts in the place of one of these, once it knows more."""


class Value(Located, frozen=True):
    """A number, string, true, false or none."""

    value: None | bool | int | float | str


class Constant(Located, frozen=True):
    """`pi` or `inf`."""

    name: Literal["pi", "inf"]


class Name(Located, frozen=True):
    """A local, or anything that the layer declares, or a dim."""

    id: str


class Dots(Located, frozen=True):
    """`...` in a subscript or a shape pattern."""


class List(Located, frozen=True):
    """`[a, b]`."""

    items: tuple[Expression, ...]


class Tuple(Located, frozen=True):
    """`(a, b)`, also without its parentheses in `return a, b` and `x[a, b]`."""

    items: tuple[Expression, ...]


class Dict(Located, frozen=True):
    """`{"logits": a, "aux": b}`, only as what `return` gives, or as the weights of a call."""

    items: tuple[tuple[str, Expression], ...]


class Negative(Located, frozen=True):
    """`-x`."""

    operand: Expression


class Not(Located, frozen=True):
    """`not x`."""

    operand: Expression


class Binary(Located, frozen=True):
    """Arithmetic of two operands."""

    operator: BinaryOperator
    left: Expression
    right: Expression


class Compare(Located, frozen=True):
    """`a < b`, `a < b <= c`, `x is none`. `is` compares with none alone."""

    left: Expression
    operators: tuple[CompareOperator, ...]
    comparators: tuple[Expression, ...]


class Logical(Located, frozen=True):
    """`a and b and c`, or the same with `or`."""

    operator: Literal["and", "or"]
    operands: tuple[Expression, ...]


class Conditional(Located, frozen=True):
    """`body if test else orelse`."""

    test: Expression
    body: Expression
    orelse: Expression


class Keyword(Located, frozen=True):
    """`axis=-1` in a call; the span is the name's."""

    name: str
    value: Expression


class Call(Located, frozen=True):
    """`f(x, axis=-1)`, `random.normal(shape)`, `blocks[i](x)`."""

    function: Name | Member | Subscript
    arguments: tuple[Expression, ...]
    keywords: tuple[Keyword, ...] = ()


class Member(Located, frozen=True):
    """Two-part names: `random.normal` (only called), `embed.embeddings`, `inner.kernel`,
    `blocks[0].kernel`."""

    value: Name | Subscript
    name: str


class Slice(Located, frozen=True):
    """`start:stop:step` in a subscript."""

    start: Expression | None
    stop: Expression | None
    step: Expression | None

    @property
    def bounds(self) -> tuple[Expression | None, Expression | None, Expression | None]:
        """The three, in order."""
        return (self.start, self.stop, self.step)


class Subscript(Located, frozen=True):
    """`x[:, -1]`; several positions are a `Tuple`."""

    value: Expression
    index: Expression


class For(Located, frozen=True):
    """One `for i in range(n)` or `for a, b in pairs` of a comprehension."""

    targets: tuple[str, ...]
    iterable: Expression


class Comprehension(Located, frozen=True):
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


class Assign(Located, frozen=True):
    """`name = value`, `a, b = value`."""

    targets: tuple[str, ...]
    value: Expression


class Branch(Located, frozen=True):
    """One `if` or `elif` with its block."""

    test: Expression
    body: tuple[Statement, ...]


class If(Located, frozen=True):
    """`if … elif … else`."""

    branches: tuple[Branch, ...]
    orelse: tuple[Statement, ...]


class Loop(Located, frozen=True):
    """`for item in iterable:` with its block; `clause` holds targets and iterable."""

    clause: For
    body: tuple[Statement, ...]


class Do(Located, frozen=True):
    """A call that stands alone: `assign`, `add_loss`, `add_metric`."""

    call: Call


class Return(Located, frozen=True):
    """`return value`, always last in a body (a body that is one expression has just this)."""

    value: Expression


Statement = Assign | If | Loop | Do | Return


class Body(Located, frozen=True):
    """A `call` or a function: statements, the last of which is a `Return`.

    A `return` may also end each branch of a last `if … else`.
    """

    statements: tuple[Statement, ...]


class SignatureParameter(Located, frozen=True):
    """A parameter of a function's signature, with its default."""

    name: str
    default: Expression | None


class Signature(Located, frozen=True):
    """The key of a `functions` entry: `rms(x, eps=1e-6)`."""

    name: str
    parameters: tuple[SignatureParameter, ...]


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
        case Slice():
            return tuple(bound for bound in node.bounds if bound is not None)
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
