"""Numbers, strings and the names that mean values."""

from __future__ import annotations

import ast
import math

from wtspec.language.convert.converter import Converter
from wtspec.language.limits import MAX_INTEGER
from wtspec.language.reserved import CONSTANTS, WORDS
from wtspec.language.tree import Constant, Expression, Name, Value

_NOT_TEXT = range(0xD800, 0xE000)


def convert_literal(node: ast.Constant, convert: Converter) -> Expression:
    """The value that a literal writes."""
    span = convert.places.of(node)
    match node.value:
        case int(number) if number > MAX_INTEGER:
            return _refuse_size(node, convert)
        case float(number) if math.isinf(number):
            return _refuse_size(node, convert)
        case str(text):
            return convert_text(node, text, convert)
        case None | bool() | int() | float():
            return Value(value=node.value, span=span)
        case value if value is ...:
            repair = "it stands in subscripts, `x[..., 0]`, and as an entry of a shape"
            return convert.refuse("misplaced-dots", "`...` has no meaning here", span, repair)
        case _:
            message = f"{type(node.value).__name__} literals are not part of the language"
            return convert.refuse("unsupported-syntax", message, span)


def convert_name(node: ast.Name, convert: Converter) -> Expression:
    """A name; `true`, `false` and `none` are values, and `pi` and `inf` unless assigned."""
    span = convert.places.of(node)
    if node.id in WORDS:
        return Value(value=WORDS[node.id], span=span)
    if node.id in CONSTANTS and node.id not in convert.assigned:
        return Constant(name=CONSTANTS[node.id], span=span)
    return Name(id=node.id, span=span)


def convert_text(node: ast.expr, text: str, convert: Converter) -> Value:
    """A string, if every character of it can be written to a file."""
    span = convert.places.of(node)
    for letter in text:
        if letter < " " or letter == "\x7f" or ord(letter) in _NOT_TEXT:
            message = f"the string holds U+{ord(letter):04X}, which is not text"
            return convert.refuse("invalid-character", message, span)
    return Value(value=text, span=span)


def _refuse_size(node: ast.Constant, convert: Converter) -> Value:
    text = convert.places.source(node)
    shown = text if len(text) <= 30 else f"{text[:30]}…"
    convert.report.error(
        "number-too-large",
        f"{shown} is too large",
        convert.places.of(node),
        expected="an integer within ±2^53, a float within ±1.8e308, or `inf`",
    )
    return Value(value=None, span=convert.places.of(node))
