"""Explains stops within a value: characters, quotes, brackets, escapes."""

from __future__ import annotations

import re

from wtspec.document.input import Point
from wtspec.document.syntax.stop import Stop
from wtspec.errors import Diagnostic

_CLOSER = {"{": "}", "[": "]"}


def explain_tab(stop: Stop) -> Diagnostic:
    """A tab where indentation belongs."""
    column = max(stop.line.find("\t"), 0)
    return stop.fault(
        "a tab indents this line", (stop.at[0], column), help="indent with spaces alone"
    )


def explain_start(stop: Stop) -> Diagnostic:
    """A character that can't begin a value, or a tab."""
    if stop.rest.startswith("\t") or (not stop.before.strip() and "\t" in stop.before):
        return explain_tab(stop)
    return stop.fault(f"`{stop.rest[:1]}` can't begin a value", help=stop.quoting(stop.at[1]))


def explain_quote(stop: Stop) -> Diagnostic:
    """A quote without its end."""
    line, column = stop.opened
    mark = stop.text.line(line)[column : column + 1]
    if column and stop.text.line(line)[column - 1] == mark:
        return stop.fault("a quote too many ends this value", stop.opened, help="remove it")
    return stop.fault(
        "the quote that opens here is never closed",
        stop.opened,
        help=f"close it with `{mark}` at the end of the value",
    )


def explain_escape(stop: Stop) -> Diagnostic:
    """A backslash that begins no escape."""
    column = max(stop.line.rfind("\\", 0, stop.at[1] + 1), 0)
    escape = stop.line[column : column + 2]
    return stop.fault(
        f"`{escape}` is no escape that YAML knows",
        (stop.at[0], column),
        width=len(escape),
        help="double the backslash, or use single quotes, which know no escapes",
    )


def explain_flow(stop: Stop) -> Diagnostic:
    """A list or mapping in brackets that does not go on as it should."""
    line, column = stop.opened
    bracket = stop.text.line(line)[column : column + 1]
    closer = _CLOSER.get(bracket, "]")
    if stop.at[0] != line or not stop.rest.strip():
        return stop.fault(
            f"the `{bracket}` that opens here is never closed",
            stop.opened,
            help=f"close it with `{closer}`, or put a comma between its items",
            related=stop.related("YAML's reader stopped here", stop.at) if stop.rest else (),
        )
    if stop.rest[0] in "]}":
        return stop.fault(
            f"`{stop.rest[0]}` can't close a `{bracket}`",
            help=f"close it with `{closer}`",
            related=stop.related("opened here", stop.opened),
        )
    if match := re.match(r"\{(\w+)\}", stop.rest) if stop.before.endswith("$") else None:
        return stop.fault(
            "`${…}` is not part of YAML or of the language",
            width=len(match[0]),
            help=f"a formula starts with `=`: write `={match[1]}`",
        )
    return stop.fault(
        f"a `,` or `{closer}` is missing before this",
        help="put text or a formula that holds commas, colons or brackets into quotes",
        related=stop.related("opened here", stop.opened),
    )


def explain_missing_value(stop: Stop) -> Diagnostic:
    """Something that closes or separates where a value should be."""
    character = stop.rest[:1]
    if not character:
        return stop.fault("a value is missing here")
    return stop.fault(f"a value is missing before `{character}`")


def explain_after_end(stop: Stop) -> Diagnostic:
    """Text after the file's one value."""
    return stop.fault(
        "the text goes on after its value has ended",
        help="a spec is one mapping: `key: value` on every line",
    )


def explain_alias(stop: Stop) -> Diagnostic:
    """A `*` or `&` without a name."""
    at: Point = stop.opened
    mark = stop.text.line(at[0])[at[1] : at[1] + 1]
    return stop.fault(f"`{mark}` is not followed by a name", at, help=stop.quoting(at[1]))


def explain_tag(stop: Stop) -> Diagnostic:
    """A tag that even YAML does not understand."""
    return Diagnostic(
        "tag",
        "a YAML tag stands here",
        stop.text.span(stop.opened),
        expected="data without tags: a spec never names Python types",
        help="put text that begins with `!` into quotes",
    )


def explain_directive(stop: Stop) -> Diagnostic:
    """A line that begins with `%`, or a version of YAML that nobody knows."""
    return stop.fault("this directive is not YAML 1.2", help="remove the line")
