"""What all conversions share: the places of a text, its faults, and the way to its parts."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from wtspec.errors import Report, Span
from wtspec.language.places import Places
from wtspec.language.reserved import WORDS
from wtspec.language.tree import (
    Binary,
    Call,
    Conditional,
    Expression,
    List,
    Name,
    Tuple,
    Value,
)

Convert = Callable[[ast.expr, "Converter"], Expression]
"""Converts a node of any kind: what the conversion of one kind has for the parts inside."""


class Converter:
    """Converts the expressions of one text; faults go to the report.

    A refused node becomes `none`, so that the rest of the text is still looked at.

    Attributes:
        places: Where the text stands.
        report: Takes the faults.
        nodes: The whole text, as Python sees it.
    """

    def __init__(
        self, places: Places, report: Report, nodes: Sequence[ast.AST], convert: Convert
    ) -> None:
        self._convert = convert
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
        return self._convert(node, self)

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
