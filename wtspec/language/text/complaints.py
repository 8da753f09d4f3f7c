"""Says the complaints of Python's parser in our own words, at their places."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from itertools import dropwhile, pairwise, takewhile

from msgspec import Struct

from wtspec.errors import Report, did_you_mean
from wtspec.language.places import Places
from wtspec.language.refusals import FOREIGN_KEYWORDS, SYNTAX_MESSAGES
from wtspec.language.text.scan import Token

_WORDS = ("return", "if", "elif", "else", "for")
_NEVER_NAMES = {*_WORDS, "and", "or", "is", "in", "not"}


class _Scene(Struct, frozen=True):
    """What a complaint is about.

    Attributes:
        said: Python's message.
        start: Where Python points.
        tokens: Those of the text.
        at: The position of the token that Python points at, `len(tokens)` at the end.
    """

    said: str
    start: int
    tokens: Sequence[Token]
    at: int

    def token(self, step: int = 0) -> Token | None:
        """The token pointed at, or one `step` tokens from it."""
        position = self.at + step
        return self.tokens[position] if 0 <= position < len(self.tokens) else None

    @property
    def ended(self) -> bool:
        """Whether Python points at the end of a line or of the text."""
        token = self.token()
        return token is None or token.kind == "newline"


def report_complaint(
    error: SyntaxError, places: Places, tokens: Sequence[Token], report: Report
) -> None:
    """Adds what Python's parser says of a text to the report."""
    start = places.character(error.lineno or 1, error.offset or 1)
    end = start + 1
    if error.end_lineno == error.lineno and error.end_offset:
        end = max(end, places.character(error.lineno or 1, error.end_offset))
    if "(unicode error)" in error.msg and (broken := _broken_string(tokens)):
        start, end = broken.start, broken.end
    if "expected 'else'" in error.msg and (equals := _assignment(tokens, start)):
        start, end = equals.start, equals.end
    at = next((i for i, token in enumerate(tokens) if token.end > start), len(tokens))
    scene = _Scene(error.msg, start, tokens, at)
    message, repair = _explain(scene, places)
    blamed = scene.token(-1) if scene.ended else scene.token()
    if blamed and (scene.ended or blamed.start <= start):
        start, end = blamed.start, max(blamed.end, end if not scene.ended else 0)
    report.error("invalid-syntax", message, places.span(start, end), help=repair)


def _broken_string(tokens: Sequence[Token]) -> Token | None:
    """The string with an escape that is none; Python 3.11 points at what follows it."""
    return next((one for one in tokens if one.kind == "string" and _is_broken(one.text)), None)


def _is_broken(literal: str) -> bool:
    try:
        ast.literal_eval(literal)
    except (SyntaxError, ValueError):
        return True
    return False


def _assignment(tokens: Sequence[Token], start: int) -> Token | None:
    """The `=` for which Python's parser stopped in a condition: `a if b = c else d`."""
    line = takewhile(lambda token: token.kind != "newline", (t for t in tokens if t.end > start))
    after = dropwhile(lambda token: token.text != "if", line)
    return next((token for token in after if token.text == "="), None)


def _explain(scene: _Scene, places: Places) -> tuple[str, str | None]:
    mistake = _known_mistake(scene, places)
    if mistake:
        return mistake
    for pattern, message, repair in SYNTAX_MESSAGES:
        if re.search(pattern, scene.said):
            return message, repair
    token = scene.token()
    if token is None:
        return "something is missing at the end", None
    if token.kind == "newline":
        repair = "put round brackets round what goes over several lines"
        return "the line ends in the middle of an expression", repair
    if scene.said == "invalid syntax":
        return f"`{token.text}` can't stand here", _instead(scene.token(-1), token, scene.token(1))
    return f"{scene.said[:1].lower()}{scene.said[1:]}", None


def _instead(before: Token | None, token: Token, after: Token | None) -> str | None:
    """What was probably meant by a token that can't stand where it does."""
    if token.text == ":=":
        return "write `name = value` on a line of its own"
    if token.text == "<" and after and after.text == ">":
        return "write `!=`"
    words = {"name", "number", "string"}
    if before and before.kind in words and token.kind in words:
        return "put a comma or an operator, such as `*`, before it"
    return None


def _known_mistake(scene: _Scene, places: Places) -> tuple[str, str | None] | None:
    token, before, after = scene.token(), scene.token(-1), scene.token(1)
    if _runs_on(scene, places):
        repair = "write it as a block, `call: |`, a statement on each line"
        return "a body of several statements stands on one line", repair
    blamed = before if scene.ended else token
    if blamed and blamed.text in FOREIGN_KEYWORDS:
        message = f"`{blamed.text}` is a keyword of Python's that the language does not have"
        return message, "a name must be another"
    if token and token.text in _NEVER_NAMES and after and after.text == "=":
        return f"`{token.text}` can't be a name", "choose another name"
    if token and token.text == "=":
        message = "`=` gives a name to a value, and can't stand inside an expression"
        return message, "a comparison is written `==`"
    if before and before.kind == "name" and token and token.kind in {"name", "number"}:
        repair = None if before.text in _NEVER_NAMES else did_you_mean(before.text, _WORDS)
        return (f"`{before.text}` is not a word of the language", repair) if repair else None
    return None


def _runs_on(scene: _Scene, places: Places) -> bool:
    """Whether a `return` follows other text on a line: a block that YAML folded."""
    token = scene.token()
    for before, word in pairwise(scene.tokens):
        if word.text == "return" and before.kind != "newline" and before.text not in {":", ";"}:
            return token is None or places.line(word.start) == places.line(token.start)
    return False
