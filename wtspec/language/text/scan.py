"""Cuts a formula into tokens and finds what Python's parser should never see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from wtspec.errors import Report
from wtspec.language.limits import MAX_NUMBER_CHARACTERS
from wtspec.language.places import Places
from wtspec.language.text.lookalikes import LOOKALIKES, OPENERS, REPAIRS

_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t]+|\#[^\n]*)
  | (?P<name>(?![rbuftRBUFT]{1,2}["'])[^\W\d]\w*)
  | (?P<newline>\n)
  | (?P<triple>(?:[rbuftRBUFT]{1,2})?(?:\"\"\"|'{3}))
  | (?P<string>(?:[rbuftRBUFT]{1,2})?(?:"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'))
  | (?P<unterminated>(?:[rbuftRBUFT]{1,2})?["'][^\n]*)
  | (?P<number>(?:0[xXoObB]\w+|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?)
      \w*)
  | (?P<open>[(\[{])
  | (?P<close>[)\]}])
  | (?P<operator>\*\*=?|//=?|>>=?|<<=?|[<>=!]=|->|:=|\.\.\.|&&|\|\||[-+*/%@&|^]=
      |[-+*/%@&|^~<>=.,:;])
  | (?P<stray>[^\n\t\x20-\x7e\w]+|.)
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(
    r"0[xX](_?[0-9a-fA-F])+|0[oO](_?[0-7])+|0[bB](_?[01])+"
    r"|([0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)([eE][+-]?[0-9][0-9_]*)?"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]+")
_PREFIX = re.compile("[a-z]*", re.IGNORECASE)


class Token(Struct, frozen=True):
    """A piece of a formula's text; `kind` is a group of the scanner's pattern."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.start + len(self.text)


def scan(places: Places, report: Report) -> tuple[Token, ...]:
    """The tokens of a text, without blanks and comments; lexical faults go to `report`."""
    for match in _CONTROL.finditer(places.text):
        report.error(
            "invalid-character",
            f"control character {_codepoint(match[0])} in a formula",
            places.span(match.start(), match.end()),
            help="delete it",
        )
    if report.failed:
        return ()
    tokens = tuple(_tokens(places.text))
    opened: set[str] = set()
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.kind == "stray" and opened & set(OPENERS.get(token.text[0], ())):
            continue
        opened.add(token.text[0])
        _check(token, before, places, report)
    return tokens


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind and kind != "blank":
            yield Token(kind, match[0], match.start())
        if kind == "triple":
            return


def _check(token: Token, before: Token | None, places: Places, report: Report) -> None:
    match token.kind:
        case "string":
            _check_string(token, before, places, report)
        case "triple":
            _fault(token, "a string stands between one pair of quotes", places, report)
        case "unterminated":
            message = f"the string {_cut(token.text)} has no closing quote"
            report.error(
                "unterminated-string",
                message,
                places.span(token.start, token.end),
                help=f"close it with {token.text.lstrip('rbuftRBUFT')[0]}",
            )
        case "number":
            _check_number(token, places, report)
        case "name" if not token.text.isascii() or token.text.startswith("__"):
            _check_name(token, places, report)
        case "operator" if token.text in {"&&", "||"}:
            word = "and" if token.text == "&&" else "or"
            _fault(token, f"`{token.text}` is not an operator", places, report, f"write `{word}`")
        case "stray":
            _check_stray(token, places, report)
        case _:
            pass


def _check_string(token: Token, before: Token | None, places: Places, report: Report) -> None:
    match = _PREFIX.match(token.text)
    prefix = match[0].lower() if match else ""
    if "f" in prefix or "t" in prefix:
        _fault(token, "f-strings are not part of the language", places, report, "write plain text")
    elif "b" in prefix:
        _fault(token, "bytes are not part of the language", places, report, "leave out the `b`")
    elif before and before.kind == "string":
        message = "two strings in a row: strings are never joined"
        _fault(token, message, places, report, "write them as one, or put a comma between them")


def _check_number(token: Token, places: Places, report: Report) -> None:
    if token.text.isascii() and token.text.isdigit() and len(token.text) <= MAX_NUMBER_CHARACTERS:
        return
    span = places.span(token.start, token.end)
    match = _NUMBER.match(token.text)
    digits = match[0] if match else ""
    suffix = token.text[len(digits) :]
    if len(token.text) > MAX_NUMBER_CHARACTERS:
        message = f"a number of {len(token.text):,} characters"
        report.error(
            "number-too-large", message, span, expected="an integer within ±2^53, or a float"
        )
    elif suffix in {"j", "J"}:
        _fault(token, "complex numbers are not part of the language", places, report)
    elif suffix:
        product = digits.isdigit() and suffix.isidentifier()
        report.error(
            "invalid-number",
            f"{_cut(token.text)} is neither a number nor a name",
            span,
            help=f"a product is written `{digits} * {suffix}`" if product else None,
        )


def _check_name(token: Token, places: Places, report: Report) -> None:
    """Tells what is wrong with a name: odd letters, or underscores before it."""
    span = places.span(token.start, token.end)
    if not token.text.isascii():
        odd = next(letter for letter in token.text if not letter.isascii())
        meant = "".join([LOOKALIKES.get(letter, letter) for letter in token.text])
        report.error(
            "invalid-name",
            f"the name {_cut(token.text)} holds {_codepoint(odd)}",
            span,
            expected="a name of ASCII letters, digits and `_`",
            help=f"write `{meant}`" if meant.isascii() else None,
        )
    else:
        report.error(
            "invalid-name",
            f"the name {_cut(token.text)} begins with two underscores",
            span,
            expected="a name that begins with a letter",
        )


def _check_stray(token: Token, places: Places, report: Report) -> None:
    instead = LOOKALIKES.get(token.text[0])
    repair = f"write `{instead}`" if instead else REPAIRS.get(token.text[0])
    report.error(
        "invalid-character",
        f"{_codepoint(token.text)} is not part of the language",
        places.span(token.start, token.end),
        help=repair,
    )


def _fault(
    token: Token, message: str, places: Places, report: Report, repair: str | None = None
) -> None:
    span = places.span(token.start, token.end)
    report.error("unsupported-syntax", message, span, received=_cut(token.text), help=repair)


def _codepoint(text: str) -> str:
    character = text[0]
    shown = f"'{character}', " if character.isprintable() else ""
    return f"{shown}U+{ord(character):04X}"


def _cut(text: str) -> str:
    return f"`{text}`" if len(text) <= 40 else f"`{text[:40]}…`"
