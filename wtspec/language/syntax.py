"""Has Python's parser read a formula, and says its complaints in our own words."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence
from itertools import pairwise

from wtspec.errors import Report, SpecError
from wtspec.language.limits import MAX_DEPTH, MAX_TEXT_BYTES
from wtspec.language.nesting import check_brackets, check_nesting, too_deep
from wtspec.language.places import Places
from wtspec.language.refusals import FOREIGN_KEYWORDS, SYNTAX_MESSAGES
from wtspec.language.scan import Token, scan

_EQUALS = "`=` gives a name to a value, and can't stand inside an expression"
_NEVER_NAMES = FOREIGN_KEYWORDS | {"if", "else", "elif", "for", "return", "and", "or", "is", "in"}


def read_syntax(places: Places, report: Report) -> list[ast.stmt]:
    """The statements of a text as Python sees them.

    Nothing is compiled or run. What reaches Python's parser is at most 8 KiB of printable
    text whose brackets match and whose nesting is bounded.

    Raises:
        SpecError: With all that `report` holds, if the text is not Python's syntax.
    """
    _check_size(places, report)
    tokens = scan(places, report)
    check_brackets(tokens, places, report)
    report.check()
    check_nesting(tokens, places, report)
    report.check()
    statements = _parse(places, tokens, report)
    if _depth(statements) > MAX_DEPTH:
        too_deep(places, report)
    if not statements:
        report.error("empty-formula", "nothing but comments stands here", places.whole())
    report.check()
    return statements


def _check_size(places: Places, report: Report) -> None:
    size = len(places.text.encode(errors="surrogatepass"))
    if size > MAX_TEXT_BYTES:
        report.error(
            "formula-too-long",
            f"a formula of {size:,} bytes",
            places.span(0, 1),
            expected=f"at most {MAX_TEXT_BYTES:,} bytes",
            help="split it into functions",
        )
        report.check()


def _parse(places: Places, tokens: Sequence[Token], report: Report) -> list[ast.stmt]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(places.text).body
    except SyntaxError as error:
        _translate(error, places, tokens, report)
    except (MemoryError, RecursionError):
        too_deep(places, report)
    except ValueError:
        report.error("invalid-syntax", "Python's parser can't read this text", places.whole())
    raise SpecError(report.diagnostics)


def _translate(error: SyntaxError, places: Places, tokens: Sequence[Token], report: Report) -> None:
    start, end = _stretch(error, places)
    at = next((token for token in tokens if token.end > start), None)
    if at and at.kind == "newline" and tokens.index(at):
        at = tokens[tokens.index(at) - 1] if places.line(at.start) == places.line(start) else at
    message, repair = _explain(error, at, start, places, tokens)
    if at and at.kind != "newline" and at.start <= start < at.end:
        start, end = at.start, max(at.end, end)
    report.error("invalid-syntax", message, places.span(start, end), help=repair)


def _stretch(error: SyntaxError, places: Places) -> tuple[int, int]:
    start = places.character(error.lineno or 1, error.offset or 1)
    if error.end_lineno and error.end_offset and error.end_lineno == error.lineno:
        return start, max(places.character(error.end_lineno, error.end_offset), start + 1)
    return start, start + 1


def _explain(
    error: SyntaxError, at: Token | None, start: int, places: Places, tokens: Sequence[Token]
) -> tuple[str, str | None]:
    said = error.msg
    if _runs_on(at, places, tokens):
        return "a body of several statements stands on one line", (
            "write it as a block, `call: |`, a statement on each line"
        )
    if at and at.start == start and at.text in FOREIGN_KEYWORDS:
        return f"`{at.text}` is not part of the language, and no name either", "choose another name"
    for pattern, message, repair in SYNTAX_MESSAGES:
        if re.search(pattern, said):
            return message, repair
    if at and at.text == "=" and start <= at.start:
        return _EQUALS, "a comparison is written `==`"
    if at is None or (at.kind == "newline" and said == "invalid syntax") or at.end <= start:
        return "something is missing at the end", None
    if said == "invalid syntax":
        return f"`{at.text}` can't stand here", _repair(at)
    return f"{said[:1].lower()}{said[1:]}", None


def _runs_on(at: Token | None, places: Places, tokens: Sequence[Token]) -> bool:
    """Whether a `return` follows other text on a line: a block that YAML folded."""
    for before, token in pairwise(tokens):
        if token.text == "return" and before.kind != "newline" and before.text not in {":", ";"}:
            return at is None or places.line(token.start) == places.line(at.start)
    return False


def _repair(at: Token) -> str | None:
    return "names can't be Python's keywords" if at.text in _NEVER_NAMES else None


def _depth(statements: list[ast.stmt]) -> int:
    """The levels of Python's tree; the `elif`s of one `if` lie on the same level."""
    deepest = 0
    waiting: list[tuple[ast.AST, int]] = [(statement, 1) for statement in statements]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        chained = node.orelse if isinstance(node, ast.If) and len(node.orelse) == 1 else []
        for child in ast.iter_child_nodes(node):
            level = depth if child in chained and isinstance(child, ast.If) else depth + 1
            waiting.append((child, level))
    return deepest
