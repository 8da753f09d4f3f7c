"""Formulas that lost their quotes: YAML splits them silently, or stops inside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Sequence as Items

from wtspec.document.node import Node, Scalar
from wtspec.errors import Diagnostic, Source, Span

_CLOSERS = {")": "(", "]": "[", "}": "{"}
_FLOW_STOPS = ",)]}"
"""What ends a value inside `{…}` or `[…]`."""

# Few files need these patterns: they are compiled where they are used.
_CALL = r"\w[(\[]"
_EQUALS = r"(?<![^\s\[{,])=(?![=\s])"
"""An `=` that can begin a formula."""

_SUBSCRIPT = r"[\w)\]][\[{]"
_DELIMITER = r"[:\-]\s+|[\[{,]\s*"
_OPENED_VALUE = r"[:\-]\s+(?=[\"'\[{*&])"
_OPERATOR = r"\s*(?:[-+*/%@<>=!]|(?:if|and|or|is|not)\b)"

_MAX_LENGTH = 8_192
"""Longer formulas are refused anyway."""

_MAX_STARTS = 20


def split_by_comma(parts: Items[tuple[Node, ...]]) -> Diagnostic | None:
    """The fault of a flow list's items, or a flow mapping's pairs, that were one formula.

    A plain scalar that leaves a bracket open, with a comma after it: `{x: =clip(w, 0, 1)}` is
    three keys for YAML.
    """
    for part in parts[:-1]:
        for node in part:
            if isinstance(node, Scalar) and "(" in node.text and _is_cut(node):
                is_key = len(part) > 1 and node is part[0]
                stops = _FLOW_STOPS + ":" if is_key else _FLOW_STOPS
                return _fault(node.span.source, node.span.line, node.span.column - 1, stops)
    return None


def split_by_colon(keys: Iterable[Node], *, flow: bool) -> Diagnostic | None:
    """The fault of a formula that a colon made a key: `- =f("a: b")` is a mapping for YAML."""
    for key in keys:
        if not isinstance(key, Scalar) or not ("(" in key.text or key.text[:1] == "="):
            continue
        if _begins_formula(key):
            stops = _FLOW_STOPS if flow else ""
            return _fault(key.span.source, key.span.line, key.span.column - 1, stops)
    return None


def split_by_comment(scalar: Scalar) -> Diagnostic | None:
    """The fault of a plain scalar that YAML ended at a ` #` inside brackets or quotes."""
    span = scalar.span
    rest = span.source.lines[span.end_line - 1][span.end_column - 1 :]
    if scalar.style != "plain" or not rest.lstrip().startswith("#"):
        return None
    if _looks_like_formula(scalar.text) and _leaves_open(scalar.text):
        return _fault(span.source, span.line, span.column - 1, "")
    return None


def split_by_syntax(source: Source, line: int, column: int, *, flow: bool) -> Diagnostic | None:
    """The fault of a formula without quotes in which YAML's parser stopped, if it is one.

    Args:
        source: Where it stopped.
        line: Line, from 1.
        column: Column, from 0.
        flow: Whether that is inside `{…}` or `[…]`.
    """
    text = source.lines[line - 1]
    stops = _FLOW_STOPS if flow else ""
    start = _start_of_formula(text, column, stops)
    return None if start is None else _fault(source, line, start, stops)


def quote_from(line: str, start: int, *, flow: bool) -> str | None:
    """The line with the value that begins at `start` in quotes, or None where it goes on below."""
    return _quoted_line(line, start, _end_of_value(line, start, _FLOW_STOPS if flow else ""))


def _fault(source: Source, line: int, start: int, stops: str) -> Diagnostic:
    text = source.lines[line - 1]
    whole = _end_of_value(text, start, stops)
    quoted = _quoted_line(text, start, whole)
    end = whole or len(text.rstrip())
    value = text[start:end]
    noun = "formula" if _looks_like_formula(value) or value[0] in "\"'[{*&" else "text"
    return Diagnostic(
        "split-formula",
        f"this {noun} needs quotes: without them YAML takes it apart",
        Span(source, line, start + 1, line, end + 1),
        help=f"write `{quoted}`" if quoted else f"put the whole {noun} into quotes",
    )


def _begins_formula(key: Scalar) -> bool:
    return key.style == "plain" and (key.text.startswith("=") or _is_cut(key))


def _is_cut(scalar: Scalar) -> bool:
    return scalar.style == "plain" and "(" in scalar.text and _leaves_open(scalar.text)


def _start_of_formula(line: str, column: int, stops: str) -> int | None:
    """Where the formula begins that holds a column of the line, or None."""
    starts = [match.start() for match in re.compile(_EQUALS).finditer(line, 0, column)]
    if re.compile(_SUBSCRIPT).match(line, max(column - 1, 0)):
        starts.extend(match.end() for match in re.compile(_DELIMITER).finditer(line, 0, column))
    if re.compile(_OPERATOR).match(line, column) or line[column - 1 : column] in ("*", "&"):
        starts.extend(match.end() for match in re.compile(_OPENED_VALUE).finditer(line, 0, column))
    nearest = sorted(starts)[-_MAX_STARTS:]
    around = (start for start in nearest if _covers(line, start, column, stops))
    return max(around, default=None)


def _covers(line: str, start: int, column: int, stops: str) -> bool:
    end = _end_of_value(line, start, stops)
    return end is None or column < end


def _looks_like_formula(text: str) -> bool:
    return text.startswith("=") or re.search(_CALL, text) is not None


def _quote(text: str) -> str:
    """The text in the quotes that need the least escaping."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _end_of_value(line: str, start: int, stops: str) -> int | None:
    """Where a value ends if its brackets and quotes count, or None if they stay open.

    Outside them one of `stops` ends it (a colon only before a space), and a comment does.
    """
    scan = _Scan()
    for place in range(start, min(len(line), start + _MAX_LENGTH)):
        if scan.at_top and _ends_value(line, place, stops):
            return len(line[:place].rstrip())
        scan.take(line[place])
    whole = len(line) <= start + _MAX_LENGTH and scan.at_top
    return len(line.rstrip()) if whole else None


def _ends_value(line: str, place: int, stops: str) -> bool:
    character = line[place]
    if character == "#":
        return line[place - 1] in " \t"
    if character == ":":
        return ":" in stops and line[place + 1 : place + 2] in ("", " ")
    return character in stops


def _quoted_line(line: str, start: int, end: int | None) -> str | None:
    return None if end is None else (line[:start] + _quote(line[start:end]) + line[end:]).strip()


class _Scan:
    """Follows brackets and quotes through a text."""

    def __init__(self) -> None:
        self.brackets: list[str] = []
        self.quote: str | None = None

    @property
    def at_top(self) -> bool:
        return self.quote is None and not self.brackets

    def take(self, character: str) -> None:
        if self.quote is not None:
            self.quote = None if character == self.quote else self.quote
        elif character in "\"'":
            self.quote = character
        elif character in "([{":
            self.brackets.append(character)
        elif self.brackets and self.brackets[-1] == _CLOSERS.get(character):
            self.brackets.pop()


def _leaves_open(text: str) -> bool:
    """Whether a bracket or a quote inside one stays open."""
    scan = _Scan()
    for character in text:
        scan.take(character)
    return not scan.at_top
