"""Turns Python's expressions into ours, node by node, by an allow-list."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cached_property

from wtspec.errors import Report, Span
from wtspec.language.attributes import convert_attribute
from wtspec.language.calls import convert_call
from wtspec.language.literals import WORDS, convert_literal, convert_name
from wtspec.language.operators import convert_binary, convert_compare, convert_unary
from wtspec.language.places import Places
from wtspec.language.refusals import EXPRESSIONS
from wtspec.language.subscripts import convert_index
from wtspec.language.targets import convert_comprehension
from wtspec.language.tree import (
    Binary,
    Call,
    Conditional,
    Expression,
    List,
    Logical,
    Name,
    Subscript,
    Tuple,
    Value,
)


class Converter:
    """Converts the expressions of one text; faults go to the report.

    A refused node becomes `none`, so that the rest of the text is still looked at.

    Attributes:
        places: Where the text stands.
        report: Takes the faults.
        nodes: The whole text, as Python sees it.
    """

    def __init__(self, places: Places, report: Report, nodes: Sequence[ast.AST]) -> None:
        self.places = places
        self.report = report
        self.nodes = nodes

    @cached_property
    def assigned(self) -> frozenset[str]:
        """Names that the text gives values to; `pi` and `inf` may be among them."""
        inner = (part for node in self.nodes for part in ast.walk(node))
        names = (part for part in inner if isinstance(part, ast.Name))
        return frozenset(name.id for name in names if isinstance(name.ctx, ast.Store))

    def expression(self, node: ast.expr) -> Expression:
        """The expression at a place where a string may stand."""
        match node:
            case ast.Constant():
                return convert_literal(node, self)
            case ast.Name():
                return convert_name(node, self)
            case ast.UnaryOp():
                return convert_unary(node, self)
            case ast.BinOp():
                return convert_binary(node, self)
            case ast.Compare():
                return convert_compare(node, self)
            case ast.Call():
                return convert_call(node, self)
            case ast.Attribute():
                return convert_attribute(node, self)
            case ast.ListComp():
                return convert_comprehension(node, self)
            case _:
                return self._compound(node, self.places.of(node))

    def operand(self, node: ast.expr) -> Expression:
        """The expression at a place where a string has no meaning."""
        converted = self.expression(node)
        if isinstance(converted, (Name, Binary, Call)):  # as most are
            return converted
        for text in _strings(converted):
            repair = "strings serve as arguments and in comparisons"
            self.refuse("misplaced-string", "a string has no meaning here", text.span, repair)
        return converted

    def refuse(self, code: str, message: str, span: Span, repair: str | None = None) -> Value:
        """Reports a fault, and gives what stands in for the refused node."""
        self.report.error(code, message, span, help=repair)
        return Value(value=None, span=span)

    def reserved(self, name: str, span: Span) -> bool:
        """Whether a name is a value, and so can't be given or called; reports it if so."""
        if name in WORDS:
            self.refuse("invalid-name", f"`{name}` is a value", span, "choose another name")
        return name in WORDS

    def _compound(self, node: ast.expr, span: Span) -> Expression:
        match node:
            case ast.List(elts=elements):
                return List(items=self._items(elements), span=span)
            case ast.Tuple(elts=elements):
                return Tuple(items=self._items(elements), span=span)
            case ast.BoolOp(op=operator, values=values):
                word = "and" if isinstance(operator, ast.And) else "or"
                operands = tuple(self.operand(value) for value in values)
                return Logical(operator=word, operands=operands, span=span)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                parts = self.operand(test), self.expression(body), self.expression(orelse)
                return Conditional(test=parts[0], body=parts[1], orelse=parts[2], span=span)
            case ast.Subscript(value=value, slice=index):
                owner = self.operand(value)
                return Subscript(value=owner, index=convert_index(index, self), span=span)
            case ast.Dict():
                repair = 'write `return {"name": value}`'
                message = "a dict can only be what a body returns, or the weights of a call"
                return self.refuse("misplaced-dict", message, span, repair)
            case _:
                kind = type(node).__name__
                default = (f"{kind} is not part of the language", None)
                message, repair = EXPRESSIONS.get(kind, default)
                return self.refuse("unsupported-syntax", message, span, repair)

    def _items(self, nodes: list[ast.expr]) -> tuple[Expression, ...]:
        return tuple(self.expression(node) for node in nodes)


def _strings(expression: Expression) -> Iterator[Value]:
    match expression:
        case Value(value=str()):
            yield expression
        case Conditional(body=body, orelse=orelse):
            yield from _strings(body)
            yield from _strings(orelse)
        case List(items=items) | Tuple(items=items):
            for item in items:
                yield from _strings(item)
        case _:
            pass
