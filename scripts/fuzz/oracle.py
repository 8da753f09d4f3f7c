"""What must hold of diagnostics, whatever was read. Whatever does not hold is a finding."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from wtspec.errors import Diagnostic, Span
from wtspec.errors.render import render_json, render_text
from wtspec.errors.render.github import render_github
from wtspec.errors.render.sarif import render_sarif

TOP = Path("/")
COMMAND = re.compile(r"^\s*::(?!: )|##[a-z]*\[", re.IGNORECASE | re.MULTILINE)
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class FindingError(AssertionError):
    """Something that must hold, and does not."""


def demand(holds: object, message: str) -> None:
    """Raises `FindingError` where something does not hold."""
    if not holds:
        raise FindingError(message)


def check_diagnostics(found: Iterable[Diagnostic], severity: str | None = None) -> None:
    """Every one is well formed and lies in its text; no place is told one fault twice.

    Args:
        severity: Which one all have; None where both may occur.
    """
    found = tuple(found)
    for one in found:
        check_diagnostic(one)
        demand(severity in (None, one.severity), f"a {one.severity}: {one}")
    told = Counter((one.code, one.span, one.message) for one in found)
    demand(all(count == 1 for count in told.values()), f"told twice: {told.most_common(1)}")
    check_rendered(found)


def check_diagnostic(one: Diagnostic) -> None:
    """A code, a line that stands alone, no empty part, and places within their texts."""
    demand(CODE.fullmatch(one.code), f"the code {one.code!r}")
    check_line(one.message, one)
    demand(not one.message.endswith((".", "!")), f"a message with a full stop: {one}")
    for part in (one.expected, one.received, one.help):
        demand(part is None or part.strip(), f"an empty part: {one}")
    for related in one.related:
        check_line(related.message, one)
    for span in (one.span, *(related.span for related in one.related)):
        if span is not None:
            check_span(span, one)


def check_line(text: str, one: Diagnostic) -> None:
    """A text that stands alone in one line."""
    demand(text.strip() and "\n" not in text, f"no single line: {one}")


def check_span(span: Span, one: Diagnostic) -> None:
    """Both ends lie within the text, or just behind one of its lines, in this order."""
    lines = span.source.lines
    for line, column in ((span.line, span.column), (span.end_line, span.end_column)):
        inside = 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 2
        demand(inside, f"line {line}, column {column} lies outside the text: {one}")
    ordered = span.start <= (span.end_line, span.end_column)
    demand(ordered, f"a span that ends before it begins: {one}")
    for step in span.source.via:
        check_span(step, one)


def check_rendered(found: tuple[Diagnostic, ...]) -> None:
    """Each format tells all of them, and sends nothing that acts."""
    text = render_text(found)
    check_sent(text)
    demand(text.count("[") >= len(found), "the text tells too few")
    told = json.loads(render_json(found))
    demand(len(told["diagnostics"]) == len(found), "the JSON tells too few")
    demand(render_json(found).isascii(), "the JSON is not ASCII")
    check_sent(render_json(found))
    github = render_github(found, TOP)
    demand(github.count("\n") == max(0, len(found) - 1), "GitHub is told too few or too many")
    check_sent(re.sub("^::(error|warning) ", "", github, flags=re.MULTILINE))
    (run,) = json.loads(render_sarif(found, TOP, "0.0"))["runs"]
    noted = run["invocations"][0]["toolConfigurationNotifications"]
    demand(len(run["results"]) + len(noted) == len(found), "the SARIF tells too few")
    for one in (*run["results"], *noted):
        check_sent(one["message"]["text"])


def check_sent(text: str) -> None:
    """Nothing in a text acts on a terminal or a CI log."""
    hidden = [letter for letter in text if letter != "\n" and not letter.isprintable()]
    demand(not hidden, f"{hidden[:9]!r} is sent")
    demand(not COMMAND.search(text), f"a command is sent: {text!r}")
