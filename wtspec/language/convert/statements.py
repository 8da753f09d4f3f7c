"""Turns Python's statements into ours."""

from __future__ import annotations

import ast

from wtspec.language.convert.calls import convert_call
from wtspec.language.convert.converter import Converter
from wtspec.language.convert.flow import branches, check_flow, head, is_statement
from wtspec.language.convert.outputs import convert_result
from wtspec.language.convert.targets import convert_clause, convert_targets
from wtspec.language.refusals import STATEMENTS
from wtspec.language.tree import Assign, Branch, Call, Do, If, Loop, Return, Statement


def convert_body(nodes: list[ast.stmt], convert: Converter) -> tuple[Statement, ...]:
    """The statements of a body; one expression alone is what the body returns."""
    only = nodes[0] if len(nodes) == 1 else None
    if isinstance(only, ast.Expr) and not is_statement(only.value):
        return (Return(value=convert_result(only.value, convert), span=convert.places.of(only)),)
    statements = _convert_block(nodes, convert)
    check_flow(nodes, convert.places, convert.report)
    return statements


def _convert_block(nodes: list[ast.stmt], convert: Converter) -> tuple[Statement, ...]:
    converted = [_convert(node, convert) for node in nodes]
    return tuple(statement for statement in converted if statement is not None)


def _convert(node: ast.stmt, convert: Converter) -> Statement | None:
    match node:
        case ast.Assign():
            return _assign(node, convert)
        case ast.AugAssign():
            return _refuse_augmented(node, convert)
        case ast.Return():
            return _return(node, convert)
        case ast.If():
            return _if(node, convert)
        case ast.For():
            return _loop(node, convert)
        case ast.Expr():
            return _expression(node.value, convert)
        case _:
            return _refuse(node, convert)


def _assign(node: ast.Assign, convert: Converter) -> Statement | None:
    span = convert.places.of(node)
    if len(node.targets) > 1:
        message = "one `=` on a line"
        repair = "give each name its value on a line of its own"
        convert.refuse("unsupported-syntax", message, span, repair)
        return None
    targets = convert_targets(node.targets[0], convert)
    return Assign(targets=targets, value=convert.operand(node.value), span=span)


def _refuse_augmented(node: ast.AugAssign, convert: Converter) -> None:
    places = convert.places
    target, value = places.source(node.target), places.source(node.value)
    between = places.text[places.offsets(node.target)[1] : places.offsets(node.value)[0]]
    sign = "".join(letter for letter in between if letter in "+-*/%@&|^<>")
    value = f"({value})" if isinstance(node.value, ast.BinOp | ast.IfExp) else value
    repair = f"write `{target} = {target} {sign} {value}`" if len(value) <= 40 else None
    message = f"`{sign}=` is not part of the language"
    convert.refuse("unsupported-syntax", message, places.of(node), repair)


def _return(node: ast.Return, convert: Converter) -> Statement | None:
    span = convert.places.of(node)
    if node.value is None:
        convert.refuse("missing-return", "`return` without a value", span, "write `return x`")
        return None
    return Return(value=convert_result(node.value, convert), span=span)


def _if(node: ast.If, convert: Converter) -> Statement:
    chain, orelse = branches(node)
    converted = tuple(
        Branch(
            test=convert.operand(branch.test),
            body=_convert_block(branch.body, convert),
            span=convert.places.between(branch, branch.body[-1]),
        )
        for branch in chain
    )
    span = convert.places.of(node)
    return If(branches=converted, orelse=_convert_block(orelse, convert), span=span)


def _loop(node: ast.For, convert: Converter) -> Statement:
    if node.orelse:
        message = "`else` after a loop is not part of the language"
        span = convert.places.of(node.orelse[0])
        convert.refuse("unsupported-syntax", message, span, "write its lines after the loop")
    clause = convert_clause(node.target, node.iter, convert)
    body = _convert_block(node.body, convert)
    return Loop(clause=clause, body=body, span=convert.places.of(node))


def _expression(node: ast.expr, convert: Converter) -> Statement | None:
    """A statement's call; any other expression is looked at for faults of its own."""
    if isinstance(node, ast.Call) and is_statement(node):
        call = convert_call(node, convert, statement=True)
        return Do(call=call, span=call.span) if isinstance(call, Call) else None
    convert.expression(node)
    return None


def _refuse(node: ast.stmt, convert: Converter) -> None:
    kind = type(node).__name__
    message, repair = STATEMENTS.get(kind, (f"{kind} is not part of the language", None))
    span = convert.places.span(*head(node, convert.places))
    convert.refuse("unsupported-syntax", message, span, repair)
