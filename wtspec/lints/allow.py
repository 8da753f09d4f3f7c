"""`# wtspec: allow CODE`, a comment that silences the warnings of that code on its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from wtspec.document.node import Scalar, walk
from wtspec.errors import Diagnostic, Source, Span, did_you_mean, one_of
from wtspec.lints.every import CODES
from wtspec.lints.prose import prose
from wtspec.spec import Spec

COMMENT = re.compile(r"(?<!\S)# *wtspec: *allow\b *([\w-]+(?: *, *[\w-]+)*)?")
"""Whatever follows the codes is a remark."""


class Allowed(NamedTuple):
    """What a comment silences; warnings of one code on one line have one place."""

    code: str
    source: Source
    line: int


class Text(NamedTuple):
    """A value, where it starts, and whether it is prose."""

    start: tuple[int, int]
    is_prose: bool
    scalar: Scalar


def silence(
    warnings: Iterable[Diagnostic], spec: Spec, judged: AbstractSet[str]
) -> Iterator[Diagnostic]:
    """The warnings that no comment allows, and those about the comments of the file itself.

    The comments of libraries and base files count and are not judged: what one is for may come up
    only where that file is checked by itself.

    Args:
        judged: The codes that could come up here, and so must where one is allowed.
    """
    placed = [(_place(one), one) for one in warnings]
    places = {place for place, _ in placed}
    main = spec.document.source
    sources = {main} | {place.source for place in places if place is not None}
    allowed = {place: span for source in sources for place, span in _allowed(source, spec)}
    yield from (one for place, one in placed if place not in allowed)
    for place, span in allowed.items():
        if place.source is not main:
            continue
        if place.code not in CODES:
            yield _unknown(place.code, span)
        elif place.code in judged and place not in places:
            yield _unused(place.code, span)


def _place(one: Diagnostic) -> Allowed | None:
    return Allowed(one.code, one.span.source, one.span.line) if one.span is not None else None


def _allowed(source: Source, spec: Spec) -> Iterator[tuple[Allowed, Span]]:
    """The codes that comments name; a comment without a code allows the code ``."""
    if "allow" not in source.text:
        return
    texts = _texts(source, spec)
    for number, line in enumerate(source.lines, start=1):
        for comment in COMMENT.finditer(line):
            if not _is_text(texts, (number, comment.start() + 1), line):
                for start, end in _codes(comment):
                    span = Span(source, number, start + 1, number, end + 1)
                    yield Allowed(line[start:end] if comment[1] else "", source, number), span


def _texts(source: Source, spec: Spec) -> list[Text]:
    """The values of a file that may have a `#` of their own, in its order."""
    unread = prose(spec)
    texts = {
        node.span.start: Text(node.span.start, node in unread, node)
        for one in (spec.document, *spec.document.libraries)
        for node in walk(one.tree)
        if isinstance(node, Scalar) and node.span.source is source and node.style != "plain"
    }
    return [texts[start] for start in sorted(texts)]


def _is_text(texts: list[Text], place: tuple[int, int], line: str) -> bool:
    """Whether a `#` is part of a value, where YAML and formulas have no comment."""
    at = bisect_right(texts, place, key=lambda text: text.start) - 1
    if at < 0:
        return False
    _, is_prose, scalar = texts[at]
    if place >= (scalar.span.end_line, scalar.span.end_column):
        return False
    if scalar.style != "literal":
        return True
    return place[0] > scalar.span.line and (is_prose or _is_quoted(line[: place[1] - 1]))


def _codes(comment: re.Match[str]) -> Iterator[tuple[int, int]]:
    if comment[1] is None:
        yield comment.span()
        return
    for code in re.finditer(r"[\w-]+", comment[1]):
        yield comment.start(1) + code.start(), comment.start(1) + code.end()


def _is_quoted(before: str) -> bool:
    """Whether a formula's line opens a string that it has not closed."""
    quote = ""
    for character in before:
        if character == "#" and not quote:
            return False
        if character in "\"'" and quote in ("", character):
            quote = "" if quote else character
    return bool(quote)


def _unknown(code: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "unknown-code",
        _what_is_wrong(code),
        span,
        expected=one_of(CODES, limit=len(CODES)),
        help=did_you_mean(code, CODES),
        severity="warning",
    )


def _what_is_wrong(code: str) -> str:
    from wtspec.errors.explain import entries

    if not code:
        return "`allow` names no warning"
    if code in entries():
        return f"`{code}` can't be allowed: only a lint can"
    return f"`{code}` is not the code of a warning"


def _unused(code: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "unused-allow",
        f"there is no `{code}` to silence on this line",
        span,
        help="remove the comment, or put it on the line that the warning names",
        severity="warning",
    )
