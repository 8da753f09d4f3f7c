"""Explains stops between lines: colons, dashes and indentation."""

from __future__ import annotations

import re

from wtspec.document.syntax.stop import Stop
from wtspec.errors import Diagnostic

_TIGHT_COLON = re.compile(r"(\s*(?:- )?\s*)([A-Za-z_]\w*):(?![/\s])")
_TIGHT_DASH = re.compile(r"\s*-(?=[A-Za-z_\"'{\[])")
_BODY = re.compile(r":\s*[|>][-+0-9]*\s*(#.*)?$")
_KEY = re.compile(r"\s*[A-Za-z_]\w*:(\s|$)")
_VALUE = re.compile(r"(?:[:\-]\s+)(\S)")


def explain_colon(stop: Stop) -> Diagnostic:
    """A colon where no key can be."""
    number = stop.at[0]
    above = _line_above(stop, number)
    if above is not None and not _VALUE.search(stop.before):
        if tight := _TIGHT_COLON.match(stop.text.line(above)):
            return _tight_colon(stop, above, tight)
        return _too_deep(stop, above)
    if len(stop.before) > 1024:
        return stop.fault("a key is longer than 1,024 characters")
    value = _VALUE.search(stop.before)
    return stop.fault(
        "a second colon in one line",
        help=stop.quoting(value.start(1)) if value else None,
    )


def _too_deep(stop: Stop, above: int) -> Diagnostic:
    indent = _indent(stop.line)
    return stop.fault(
        "this line is indented below a line that has its value already",
        (stop.at[0], indent),
        width=max(stop.at[1] - indent, 1),
        help=f"indent it with {_indent(stop.text.line(above))} spaces, as the line above",
        related=stop.related("this one", (above, _indent(stop.text.line(above)))),
    )


def explain_missing_colon(stop: Stop) -> Diagnostic:
    """A line among keys that is no key."""
    number, column = stop.opened
    line = stop.text.line(number)
    if (head := body_above(stop, number)) is not None:
        return _left_of_body(stop, number, head)
    if tight := _TIGHT_COLON.match(line):
        return _tight_colon(stop, number, tight)
    if equals := re.fullmatch(r"\s*(\w+)\s*=\s*(\S.*?)\s*", line):
        return stop.fault(
            "an `=` stands where a colon belongs",
            stop.opened,
            width=len(line.strip()),
            help=f"write `{equals[1]}: {_short(equals[2])}`",
        )
    if dash := _TIGHT_DASH.match(line):
        return stop.fault(
            "a space is missing after the dash",
            (number, dash.end() - 1),
            help=f"write `- {line[dash.end() :].strip()}`",
        )
    key = line[column:].split(" #")[0].rstrip()
    above = _line_above(stop, number)
    if above is not None and stop.text.line(above).startswith(" " * column + "- "):
        return stop.fault(
            "a dash is missing before this item of a list",
            stop.opened,
            width=len(key),
            help=f"write `- {_short(key)}`",
        )
    return stop.fault(
        f"`{_short(key)}` is a line among keys, and has no colon",
        stop.opened,
        width=len(key),
        help="write `key: value`, or indent the line if it continues the value above",
    )


def body_above(stop: Stop, number: int) -> int | None:
    """The line that begins a block of text, such as `call: |`, right above a line."""
    least = None
    above = _line_above(stop, number)
    while above is not None:
        line = stop.text.line(above)
        if (least is None or _indent(line) < least) and _BODY.search(line):
            return above
        least = _indent(line) if least is None else min(least, _indent(line))
        above = _line_above(stop, above) if least else None
    return None


def _left_of_body(stop: Stop, number: int, head: int) -> Diagnostic:
    """A line that ends a block of text by standing too far left, and reads as one of its lines."""
    line, outer = stop.text.line(number), _indent(stop.text.line(head))
    inner = _indent(stop.text.line(head + 1)) if head + 1 < number else 0
    return stop.fault(
        "this line stands left of the block that it belongs to",
        (number, _indent(line)),
        width=len(line.strip()),
        help=f"indent it with {inner if inner > outer else outer + 2} spaces, as its block",
        related=stop.related("the block begins here", (head, outer)),
    )


def _tight_colon(stop: Stop, number: int, match: re.Match[str]) -> Diagnostic:
    line = stop.text.line(number)
    return stop.fault(
        "a space is missing after the colon",
        (number, match.end() - 1),
        help=f"write `{match[2]}: {_short(line[match.end() :].strip())}`",
    )


def explain_dash(stop: Stop) -> Diagnostic:
    """A list's dash on the line of its key, or too deep."""
    if stop.before.strip():
        item = stop.rest[1:].strip()
        return stop.fault(
            "a list's first dash stands on the line of its key",
            help=f"put it on a line of its own, or write `[{_short(item)}]`",
        )
    above = _line_above(stop, stop.at[0])
    return _too_deep(stop, above) if above is not None else stop.fault("no list can begin here")


def explain_item(stop: Stop) -> Diagnostic:
    """A line among a list's items that is no item."""
    return _explain_indent(
        stop,
        "this line stands among the items of a list, without a dash",
        "begin it with `- `, or indent it further if it belongs to the item above",
    )


def explain_key(stop: Stop) -> Diagnostic:
    """A line among a mapping's keys that is no key."""
    before = stop.before.rstrip()
    if before.endswith(("]", "}", '"', "'")):
        return _explain_after_value(stop, before)
    if stop.rest.startswith("-"):
        return _explain_indent(
            stop,
            "a list's item stands among the keys of a mapping",
            "a block holds lines of `key: value` or lines of `- item`, not both",
        )
    if stop.rest.startswith(":"):
        return stop.fault("a key is missing before the colon")
    if stop.rest[:1] in ("]", "}"):
        return stop.fault(f"`{stop.rest[0]}` closes nothing")
    head = body_above(stop, stop.at[0])
    if head is not None and not _KEY.match(stop.line):
        return _comment_in_body(stop, head) or _left_of_body(stop, stop.at[0], head)
    return _too_far_left(stop) or _explain_indent(
        stop, "the indentation of this line fits none above it"
    )


def _comment_in_body(stop: Stop, head: int) -> Diagnostic | None:
    """A comment that stands left of a body's lines, and so ends the body."""
    number, own = stop.at[0], _indent(stop.line)
    comment = number - 1
    while comment >= 0 and not stop.text.line(comment).strip():
        comment -= 1
    line = stop.text.line(comment)
    if not line.lstrip().startswith("#") or _indent(line) >= own:
        return None
    return _left_of_body(stop, comment, head)


def _too_far_left(stop: Stop) -> Diagnostic | None:
    """A key above that stands left of its block, so that the next key of the block fits nothing."""
    own, number = _indent(stop.line), _line_above(stop, stop.at[0])
    while number is not None and _indent(stop.text.line(number)) > own:
        number = _line_above(stop, number)
    if number is None or not stop.text.line(number).rstrip().endswith(":"):
        return None
    indent, above = _indent(stop.text.line(number)), _line_above(stop, number)
    while above is not None and _indent(stop.text.line(above)) > own:
        above = _line_above(stop, above)
    if indent == own or above is None or _indent(stop.text.line(above)) != own:
        return None
    return stop.fault(
        "this key stands left of the block that it belongs to",
        (number, indent),
        width=len(stop.text.line(number).strip()),
        help=f"indent it with {own} spaces, as the lines round it",
        related=stop.related("a line of its block", (stop.at[0], own)),
    )


def _explain_after_value(stop: Stop, before: str) -> Diagnostic:
    if stop.rest[0] in "]}":
        return stop.fault(f"`{stop.rest[0]}` closes nothing", help="remove it")
    closer = before[-1]
    if closer in "\"'" and before.count(closer) % 2:
        return stop.fault(
            "this quote ends a value that began on a line above",
            (stop.at[0], len(before) - 1),
            help="close the quotes on the lines above",
        )
    value = _VALUE.search(stop.line)
    return stop.fault(
        f"the value ended with `{closer}`, and the line goes on",
        help=stop.quoting(value.start(1)) if value else None,
    )


def _explain_indent(stop: Stop, message: str, help: str | None = None) -> Diagnostic:
    choices = " or ".join(str(indent) for indent in _nearest_indents(stop))
    return stop.fault(
        message,
        width=len(stop.rest.split(" #")[0].rstrip()) or 1,
        help=f"indent it with {choices} spaces, as lines above it" if choices else help,
        related=stop.related("in what begins here", stop.opened),
    )


def _nearest_indents(stop: Stop) -> list[int]:
    """The indentations of the blocks round a line that are next to its own."""
    own = _indent(stop.line)
    indents: list[int] = []
    number = _line_above(stop, stop.at[0])
    while number is not None and own not in indents:
        indent = _indent(stop.text.line(number))
        if not indents or indent < indents[-1]:
            indents.append(indent)
        number = _line_above(stop, number) if indent else None
    below = [indent for indent in indents if indent < own][:1]
    return below + [indent for indent in indents if indent > own][-1:]


def _line_above(stop: Stop, number: int) -> int | None:
    """The nearest line above that holds more than space and comment."""
    for above in range(number - 1, -1, -1):
        if stop.text.line(above).strip() and not stop.text.line(above).lstrip().startswith("#"):
            return above
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
