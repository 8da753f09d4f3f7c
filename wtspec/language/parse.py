"""Formula text becomes an expression tree; nothing that it says is ever run."""

from __future__ import annotations

import ast
from keyword import iskeyword

from wtspec.errors import Report, Span, SpecError
from wtspec.language.convert.calls import keyword_span
from wtspec.language.convert.converter import Converter
from wtspec.language.convert.expressions import converter
from wtspec.language.convert.flow import head
from wtspec.language.convert.statements import convert_body
from wtspec.language.limits import MAX_NODES
from wtspec.language.measure import count_nodes
from wtspec.language.places import Locate, Places
from wtspec.language.refusals import STATEMENTS
from wtspec.language.reserved import RESERVED_NAMES
from wtspec.language.text.syntax import read_syntax
from wtspec.language.tree import Body, Dots, Expression, Name, Signature, SignatureParameter, Value

_STATEMENT = ("a formula is one expression", "`a if condition else b` chooses in an expression")
_LONGEST_INTEGER = 15


def parse_expression(text: str, locate: Locate) -> Expression:
    """Parses a formula.

    Args:
        text: The formula without its `=`.
        locate: Gives the span of `text[start:end]`.

    Raises:
        SpecError: With every fault of the text.
    """
    if (atom := parse_atom(text, locate(0, len(text)))) is not None:
        return atom
    places, report = _begin(text, locate)
    node = _only_expression(read_syntax(places, report), places, report)
    expression = converter(places, report, [node]).expression(node)
    _check_nodes(expression, places, report)
    return expression


def parse_atom(text: str, span: Span) -> Expression | None:
    """A name or a whole number by itself, as most formulas are, without Python's parser.

    Args:
        text: The formula without its `=`.
        span: Where it stands.
    """
    if _is_name(text) and len(text) <= MAX_NODES:
        is_plain = text not in RESERVED_NAMES and not iskeyword(text)
        return Name(text, span=span) if is_plain else None
    if not text.isdecimal() or not text.isascii() or len(text) > _LONGEST_INTEGER:
        return None
    leads_with_zero = text.startswith("0") and text != "0"
    return None if leads_with_zero else Value(int(text), span=span)


def parse_pattern_entry(text: str, locate: Locate) -> Expression:
    """Parses an entry of a shape pattern: a formula, `...` (`Dots`) or `_` (a `Name`).

    Raises:
        SpecError: With every fault of the text.
    """
    if text.strip() == "...":
        return Dots(span=Places(text, locate).whole())
    return parse_expression(text, locate)


def parse_body(text: str, locate: Locate) -> Body:
    """Parses the body of a `call` or function: one expression, or statements.

    Args:
        text: The body; for one expression, without its `=`.
        locate: Gives the span of `text[start:end]`.

    Raises:
        SpecError: With every fault of the text.
    """
    places, report = _begin(text, locate)
    nodes = read_syntax(places, report)
    convert = converter(places, report, nodes)
    body = Body(statements=convert_body(nodes, convert), span=places.between(nodes[0], nodes[-1]))
    _check_nodes(body, places, report)
    return body


def parse_signature(text: str, locate: Locate) -> Signature:
    """Parses the key of a function: `rms(x, eps=1e-6)`.

    Raises:
        SpecError: With every fault of the text.
    """
    places, report = _begin(text, locate)
    node = _only_expression(read_syntax(places, report), places, report)
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
        message = "a function's key is its name and its parameters"
        help_ = f"write `{text.strip()}(x)`" if isinstance(node, ast.Name) else None
        example = "a signature such as `rms(x, eps=1e-6)`"
        span = places.whole()
        report.error("invalid-signature", message, span, expected=example, help=help_)
        raise SpecError(report.diagnostics)
    signature = _signature(node, node.func.id, converter(places, report, [node]))
    report.check()
    return signature


def _is_name(text: str) -> bool:
    """Whether a text is a name that can be declared, but for words that are taken."""
    return text.isidentifier() and text.isascii() and text[0] != "_"


def _begin(text: str, locate: Locate) -> tuple[Places, Report]:
    """The text without blanks before it, and a report that holds what can be seen at once."""
    report = Report()
    stripped = text.lstrip(" \t\n")
    offset = len(text) - len(stripped)
    shifted: Locate = lambda start, end: locate(start + offset, end + offset)  # noqa: E731
    places = Places(stripped, shifted if offset else locate)
    if not stripped:
        report.error(
            "empty-formula",
            "the formula is empty",
            locate(0, len(text)),
            expected="an expression, such as `2 * width`",
        )
    elif stripped.startswith("=") and not stripped.startswith("=="):
        message = "a second `=` before the formula"
        report.error("invalid-syntax", message, places.span(0, 1), help="one `=` begins a formula")
    report.check()
    return places, report


def _only_expression(nodes: list[ast.stmt], places: Places, report: Report) -> ast.expr:
    first = nodes[0]
    if isinstance(first, ast.Expr) and len(nodes) == 1:
        return first.value
    message, repair, at = "a formula is one expression", "write it on one line", nodes[-1]
    if isinstance(first, ast.Return):
        message, repair, at = "`return` in a formula", "leave out `return`", first
    elif isinstance(first, ast.Assign | ast.AnnAssign | ast.AugAssign):
        message = "`=` gives a name to a value, and can't stand inside an expression"
        repair, at = "a comparison is written `==`; names are given in bodies alone", first
    elif not isinstance(first, ast.Expr):
        message, repair = STATEMENTS.get(type(first).__name__, _STATEMENT)
        at = first
    report.error("unsupported-syntax", message, places.span(*head(at, places)), help=repair)
    raise SpecError(report.diagnostics)


def _check_nodes(tree: Expression | Body, places: Places, report: Report) -> None:
    count = count_nodes(tree) if len(places.text) > MAX_NODES // 2 else 0  # a node has a letter
    if count > MAX_NODES:
        message = f"a formula of {count:,} nodes"
        expected = f"at most {MAX_NODES:,} names, numbers and operations"
        report.error("formula-too-long", message, places.span(0, 1), expected=expected)
    report.check()


def _signature(node: ast.Call, name: str, convert: Converter) -> Signature:
    places = convert.places
    _check_name(name, places.of(node.func), convert)
    parameters: list[SignatureParameter] = []
    for argument in node.args:
        if isinstance(argument, ast.Name):
            parameters.append(SignatureParameter(argument.id, None, span=places.of(argument)))
        else:
            message = "a parameter is a name, or a name with a default: `eps=1e-6`"
            convert.refuse("invalid-signature", message, places.of(argument))
    for keyword in node.keywords:
        span, default = keyword_span(keyword, places), convert.expression(keyword.value)
        parameters.append(SignatureParameter(keyword.arg or "", default, span=span))
    for position, parameter in enumerate(parameters):
        _check_name(parameter.name, parameter.span, convert)
        if any(parameter.name == earlier.name for earlier in parameters[:position]):
            message = f"the parameter `{parameter.name}` is declared twice"
            convert.refuse("invalid-signature", message, parameter.span, "rename one of the two")
    return Signature(name, tuple(parameters), span=places.whole())


def _check_name(name: str, span: Span, convert: Converter) -> None:
    if name in RESERVED_NAMES:
        convert.refuse("invalid-name", f"`{name}` is a value", span, "choose another name")
    elif not _is_name(name):
        message = f"`{name or '**'}` is not a name that can be declared"
        repair = "a declared name begins with a letter, and holds letters, digits and `_`"
        convert.refuse("invalid-name", message, span, repair)
