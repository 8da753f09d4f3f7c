"""Calls: what may be called, and with which arguments."""

from __future__ import annotations

import ast

from wtspec.errors import Related, Span
from wtspec.language.convert.attributes import refuse_method
from wtspec.language.convert.converter import Converter
from wtspec.language.convert.flow import STATEMENT_NAMES
from wtspec.language.convert.replaced import convert_replaced
from wtspec.language.convert.subscripts import convert_index
from wtspec.language.places import Places
from wtspec.language.refusals import VOCABULARIES
from wtspec.language.tree import Call, Keyword, Member, Name, Subscript, Value


def convert_call(node: ast.Call, convert: Converter, *, statement: bool = False) -> Call | Value:
    """A call; `assign`, `add_loss` and `add_metric` only where `statement` is set."""
    span = convert.places.of(node)
    function = _function(node, convert)
    if function is None:
        return Value(value=None, span=span)
    if isinstance(function, Name) and function.id in STATEMENT_NAMES and not statement:
        message = f"`{function.id}` gives no value"
        repair = "write it as a line of its own in a layer's body"
        return convert.refuse("misplaced-statement", message, span, repair)
    arguments = tuple(convert.expression(argument) for argument in node.args)
    keywords = _keywords(node, convert)
    return Call(function=function, arguments=arguments, keywords=keywords, span=span)


def keyword_span(keyword: ast.keyword, places: Places) -> Span:
    """The span of the name in `name=value`."""
    start, _ = places.offsets(keyword)
    return places.span(start, start + len(keyword.arg or "**"))


def _function(call: ast.Call, convert: Converter) -> Name | Member | Subscript | None:
    node = call.func
    span = convert.places.of(node)
    match node:
        case ast.Name(id=name):
            return None if convert.reserved(name, span) else Name(id=name, span=span)
        case ast.Attribute(value=ast.Name(id=first), attr=name) if first in VOCABULARIES:
            value = Name(id=first, span=convert.places.of(node.value))
            return Member(value=value, name=name, span=span)
        case ast.Attribute():
            refuse_method(node, call, convert)
        case ast.Subscript(value=ast.Name(id=name) as owner) if not convert.reserved(name, span):
            value = Name(id=name, span=convert.places.of(owner))
            return Subscript(value=value, index=convert_index(node.slice, convert), span=span)
        case _:
            message = "only a name can be called"
            repair = _layer_repair(node) or "write `f(x)`, `random.normal(shape)` or `blocks[0](x)`"
            convert.refuse("unsupported-syntax", message, span, repair)
    return None


def _layer_repair(node: ast.expr) -> str | None:
    """What to do about `Dense(10)(x)`, which makes a layer where it is called."""
    made = node.func if isinstance(node, ast.Call) else None
    named = made.attr if isinstance(made, ast.Attribute) else getattr(made, "id", "")
    if not named[:1].isupper():
        return None
    name = named.lower()
    return f"declare it, `layers: {{{name}: {{{named}: …}}}}`, and call `{name}(x)`"


def _keywords(node: ast.Call, convert: Converter) -> tuple[Keyword, ...]:
    kept: dict[str, Keyword] = {}
    for keyword in node.keywords:
        span = keyword_span(keyword, convert.places)
        if keyword.arg is None:
            message = "`**` before an argument is not part of the language"
            convert.refuse("unsupported-syntax", message, span, "write the arguments one by one")
            continue
        if keyword.arg == "weights" and isinstance(keyword.value, ast.Dict):
            value = convert_replaced(keyword.value, convert)
        else:
            value = convert.expression(keyword.value)
        if keyword.arg in kept:
            message = f"the argument `{keyword.arg}` is given twice"
            related = (Related("given here first", kept[keyword.arg].span),)
            convert.report.error(
                "duplicate-argument", message, span, help="delete one of the two", related=related
            )
        elif not convert.reserved(keyword.arg, span):
            kept[keyword.arg] = Keyword(name=keyword.arg, value=value, span=span)
    return tuple(kept.values())
