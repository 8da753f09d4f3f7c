"""Has Python's parser read a formula, once no token of it can harm the parser."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence

from wtspec.errors import Report, SpecError
from wtspec.language.limits import MAX_DEPTH, MAX_NESTING, MAX_TEXT_BYTES
from wtspec.language.places import Places
from wtspec.language.text.complaints import report_complaint
from wtspec.language.text.nesting import check_brackets, check_nesting, too_deep
from wtspec.language.text.scan import Token, scan


def read_carefully(places: Places, report: Report) -> list[ast.stmt]:
    """The statements of any text, looked at token by token.

    What reaches Python's parser is at most 8 KiB of printable text whose brackets match and whose
    nesting is bounded.

    Raises:
        SpecError: With all that `report` holds, if the text is not Python's syntax.
    """
    _check_size(places, report)
    tokens = scan(places, report)
    check_brackets(tokens, places, report)
    report.check()
    if len(tokens) > MAX_NESTING:
        check_nesting(tokens, places, report)
        report.check()
    statements = _parse(places, tokens, report)
    if len(tokens) > MAX_DEPTH // 2 and _depth(statements) > MAX_DEPTH:
        too_deep(places, report)
    if not statements:
        report.error("empty-formula", "nothing but comments stands here", places.whole())
    report.check()
    return statements


def _check_size(places: Places, report: Report) -> None:
    if len(places.text) <= MAX_TEXT_BYTES // 4:
        return
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
        report_complaint(error, places, tokens, report)
    except (MemoryError, RecursionError):
        too_deep(places, report)
    except ValueError:
        report.error("invalid-syntax", "Python's parser can't read this text", places.whole())
    raise SpecError(report.diagnostics)


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
