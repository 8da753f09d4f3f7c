"""Turns Python's expressions into ours, node by node, by an allow-list."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from wtspec.errors import Report
from wtspec.language.convert.attributes import convert_attribute
from wtspec.language.convert.calls import convert_call
from wtspec.language.convert.converter import Converter
from wtspec.language.convert.literals import convert_literal, convert_name
from wtspec.language.convert.operators import convert_binary, convert_compare, convert_unary
from wtspec.language.convert.subscripts import convert_index
from wtspec.language.convert.targets import convert_comprehension
from wtspec.language.places import Places
from wtspec.language.refusals import EXPRESSIONS
from wtspec.language.tree import (
    Conditional,
    Expression,
    List,
    Logical,
    Subscript,
    Tuple,
)


def converter(places: Places, report: Report, nodes: Sequence[ast.AST]) -> Converter:
    """What converts the expressions of one text."""
    return Converter(places, report, nodes, convert_expression)


def convert_expression(node: ast.expr, convert: Converter) -> Expression:
    """The expression at a place where a string may stand."""
    match node:
        case ast.Constant():
            return convert_literal(node, convert)
        case ast.Name():
            return convert_name(node, convert)
        case ast.UnaryOp():
            return convert_unary(node, convert)
        case ast.BinOp():
            return convert_binary(node, convert)
        case ast.Compare():
            return convert_compare(node, convert)
        case ast.Call():
            return convert_call(node, convert)
        case ast.Attribute():
            return convert_attribute(node, convert)
        case ast.ListComp():
            return convert_comprehension(node, convert)
        case _:
            return _compound(node, convert)


def _compound(node: ast.expr, convert: Converter) -> Expression:
    span = convert.places.of(node)
    match node:
        case ast.List(elts=elements):
            return List(items=_items(elements, convert), span=span)
        case ast.Tuple(elts=elements):
            return Tuple(items=_items(elements, convert), span=span)
        case ast.BoolOp(op=operator, values=values):
            word = "and" if isinstance(operator, ast.And) else "or"
            operands = tuple(convert.operand(value) for value in values)
            return Logical(operator=word, operands=operands, span=span)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            parts = convert.operand(test), convert.expression(body), convert.expression(orelse)
            return Conditional(test=parts[0], body=parts[1], orelse=parts[2], span=span)
        case ast.Subscript(value=value, slice=index):
            owner = convert.operand(value)
            return Subscript(value=owner, index=convert_index(index, convert), span=span)
        case ast.Dict():
            repair = 'write `return {"name": value}`'
            message = "a dict can only be what a body returns, or the weights of a call"
            return convert.refuse("misplaced-dict", message, span, repair)
        case _:
            kind = type(node).__name__
            default = (f"{kind} is not part of the language", None)
            message, repair = EXPRESSIONS.get(kind, default)
            return convert.refuse("unsupported-syntax", message, span, repair)


def _items(nodes: list[ast.expr], convert: Converter) -> tuple[Expression, ...]:
    return tuple(convert.expression(node) for node in nodes)
