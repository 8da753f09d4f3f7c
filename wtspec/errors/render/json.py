"""Diagnostics as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable

from wtspec.errors.diagnostic import Diagnostic, Related
from wtspec.errors.render.order import in_order
from wtspec.errors.span import Span


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Writes diagnostics as one JSON object, stable between versions: keys are only ever added.

    The object has `version` (1), the counts `errors` and `warnings`, and `diagnostics`, sorted
    by file, line and column. Each of these has:

    - `severity`: `"error"` or `"warning"`.
    - `code`: Kebab-case, stable.
    - `message`: One line.
    - `place`: Where, or null.
    - `expected`, `received`, `help`: Text, or null.
    - `related`: Objects of `message` and `place`.

    A place has `file`, `line`, `column`, `end_line`, `end_column` (characters from 1, the end
    exclusive), and `included_from`: the places of the `extends` and `imports` through which the
    file was reached, outermost first.

    Returns:
        ASCII text without a line end after its last line; other characters are escaped.
    """
    found = in_order(diagnostics)
    report = {
        "version": 1,
        "errors": sum(diagnostic.severity == "error" for diagnostic in found),
        "warnings": sum(diagnostic.severity == "warning" for diagnostic in found),
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in found],
    }
    return json_text(report)


def json_text(value: object, indent: int | None = 2) -> str:
    """JSON in printable ASCII, in which no CI system finds a command (`##[error]`, `##vso[…]`)."""
    return json.dumps(value, indent=indent).replace("##", "#\\u0023")


def _diagnostic(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "place": _place(diagnostic.span) if diagnostic.span else None,
        "expected": diagnostic.expected,
        "received": diagnostic.received,
        "help": diagnostic.help,
        "related": [_related(related) for related in diagnostic.related],
    }


def _related(related: Related) -> dict[str, object]:
    return {"message": related.message, "place": _place(related.span)}


def _place(span: Span) -> dict[str, object]:
    return {**_stretch(span), "included_from": [_stretch(step) for step in span.source.via]}


def _stretch(span: Span) -> dict[str, object]:
    return {
        "file": span.source.name,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
