"""Checks brackets and nesting on tokens, before Python's parser sees the text."""

from __future__ import annotations

from collections.abc import Sequence

from wtspec.errors import Related, Report
from wtspec.language.limits import MAX_CHAIN, MAX_DEPTH, MAX_NESTING
from wtspec.language.places import Places
from wtspec.language.text.scan import Token

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_SEPARATORS = {",", ";", ":", "="}
_WORDS = {"if", "else", "and", "or", "not", "is", "in", "lambda", "for", "await"}
_PREFIXES = {"-", "+", "~"}
_RIGHTWARD = {"**", "else", "not", "lambda"}


def check_brackets(tokens: Sequence[Token], places: Places, report: Report) -> None:
    """Reports the first bracket that has no partner; a string without end may hold it."""
    if any(token.kind == "unterminated" for token in tokens):
        return
    opened: list[Token] = []
    for token in tokens:
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close":
            if not opened or _PAIRS[opened[-1].text] != token.text:
                _unmatched(token, opened[-1] if opened else None, places, report)
                return
            opened.pop()
    if opened:
        _unclosed(opened[-1], places, report)


def _unmatched(token: Token, opened: Token | None, places: Places, report: Report) -> None:
    span = places.span(token.start, token.end)
    if opened is None:
        message = f"`{token.text}` closes nothing"
        report.error("unbalanced-bracket", message, span, help=f"delete the `{token.text}`")
        return
    report.error(
        "unbalanced-bracket",
        f"`{token.text}` cannot close `{opened.text}`",
        span,
        expected=f"`{_PAIRS[opened.text]}`",
        received=f"`{token.text}`",
        related=(
            Related(f"`{opened.text}` was opened here", places.span(opened.start, opened.end)),
        ),
    )


def _unclosed(token: Token, places: Places, report: Report) -> None:
    report.error(
        "unbalanced-bracket",
        f"`{token.text}` is never closed",
        places.span(token.start, token.end),
        help=f"add a `{_PAIRS[token.text]}`",
    )


def check_nesting(tokens: Sequence[Token], places: Places, report: Report) -> None:
    """Reports the first place that nests deeper than Python's parser should be asked to go.

    What counts within a pair of brackets, between commas: `nesting` holds the operators whose
    right operand nests (`-`, `not`, `**`, `else`), `chain` every operator.
    """
    nesting, chain = [0], [0]
    before: Token | None = None
    for token in tokens:
        if token.kind == "close" and len(chain) > 1:
            nesting.pop()
            chain.pop()
        elif token.kind == "newline" or token.text in _SEPARATORS:
            nesting[-1] = chain[-1] = 0
        else:
            nesting[-1] += _nests(token, before)
            chain[-1] += token.kind in {"operator", "open"} or token.text in _WORDS
        if token.kind == "open":
            nesting.append(0)
            chain.append(0)
        if len(nesting) - 1 + sum(nesting) > MAX_NESTING or sum(chain) > MAX_CHAIN:
            too_deep(places, report, token)
            return
        before = token


def _nests(token: Token, before: Token | None) -> bool:
    if token.text in _RIGHTWARD:
        return True
    operand_before = before and (before.kind in {"number", "string", "close"} or _is_name(before))
    return token.text in _PREFIXES and not operand_before


def _is_name(token: Token) -> bool:
    return token.kind == "name" and token.text not in _WORDS | {"return", "elif"}


def too_deep(places: Places, report: Report, token: Token | None = None) -> None:
    """Reports operations that nest too deep or chain too long, at `token` where that is known."""
    report.error(
        "nesting-too-deep",
        f"brackets nest deeper than {MAX_NESTING}, or operations chain longer than {MAX_DEPTH}",
        places.span(token.start, token.end) if token else places.whole(),
        help="give names to parts of it, each on a line of its own, or use a function",
    )
