"""Diagnostics as SARIF 2.1.0, the format of code scanners."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from wtspec.errors.diagnostic import Diagnostic
from wtspec.errors.explain import Explanation, entries
from wtspec.errors.render.address import address
from wtspec.errors.render.json import json_text
from wtspec.errors.render.order import in_order
from wtspec.errors.render.parts import in_lines, one_line
from wtspec.errors.span import Span

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_TOP = "%SRCROOT%"


def render_sarif(diagnostics: Iterable[Diagnostic], top: Path, version: str) -> str:
    """Writes diagnostics as one SARIF log.

    A fault in a file is a result. One without a place in a file, such as a file that is not
    there or a wrong `--set`, is a notification: viewers refuse results that stand nowhere.

    Args:
        diagnostics: What was found, in any order.
        top: The repository's top folder: files in it are told by their paths from there.
        version: Of wtspec.

    Returns:
        ASCII text without a line end after its last line; other characters are escaped.
    """
    found = in_order(diagnostics)
    rules = _codes(one for one in found if _is_result(one))
    notes = _codes(one for one in found if not _is_result(one))
    described = {"rules": _descriptors(rules), "notifications": _descriptors(notes)}
    run = {
        "tool": {"driver": {"name": "wtspec", "version": version, **described}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_TOP: {"description": _message("the repository's top folder")}},
        "invocations": [_invocation(found, notes)],
        "results": [_result(one, rules, top) for one in found if _is_result(one)],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _is_result(diagnostic: Diagnostic) -> bool:
    return diagnostic.span is not None and diagnostic.span.source.is_file


def _codes(found: Iterable[Diagnostic]) -> list[str]:
    return list(dict.fromkeys(one.code for one in found))


def _descriptors(codes: Iterable[str]) -> list[dict[str, object]]:
    known = entries()
    return [{"id": code, **(_described(known[code]) if code in known else {})} for code in codes]


def _described(entry: Explanation) -> dict[str, object]:
    return {
        "shortDescription": _message(entry["fault"]),
        "fullDescription": _message(entry["reason"]),
        "help": _message(entry["repair"]),
    }


def _invocation(found: list[Diagnostic], notes: list[str]) -> dict[str, object]:
    notifications = [
        {
            "descriptor": {"id": one.code, "index": notes.index(one.code)},
            "level": one.severity,
            "message": _told(one),
        }
        for one in found
        if not _is_result(one)
    ]
    failed = any(one.severity == "error" for one in found)
    return {
        "executionSuccessful": not any(one["level"] == "error" for one in notifications),
        "exitCode": int(failed),
        "toolConfigurationNotifications": notifications,
    }


def _result(diagnostic: Diagnostic, rules: list[str], top: Path) -> dict[str, object]:
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": rules.index(diagnostic.code),
        "level": diagnostic.severity,
        "message": _told(diagnostic),
        "locations": [_location(diagnostic.span, top)] if diagnostic.span else [],
        "relatedLocations": [
            {"id": number, **_location(span, top), "message": _message(label)}
            for number, (label, span) in enumerate(_related(diagnostic), start=1)
        ],
    }


def _related(diagnostic: Diagnostic) -> Iterator[tuple[str, Span]]:
    for related in diagnostic.related:
        if related.span.source.is_file:
            yield one_line(related.message), related.span
    for step in reversed(diagnostic.span.source.via if diagnostic.span else ()):
        yield "included from here", step


def _location(span: Span, top: Path) -> dict[str, object]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    place = {"artifactLocation": _artifact(span.source.name, top), "region": region}
    return {"physicalLocation": place}


def _artifact(name: str, top: Path) -> dict[str, object]:
    path = address(name, top)
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(os.fsencode(path)), "uriBaseId": _TOP}


def _told(diagnostic: Diagnostic) -> dict[str, object]:
    """The message of a diagnostic, with those related places that can't be linked."""
    apart = [one for one in diagnostic.related if not one.span.source.is_file]
    related = apart if _is_result(diagnostic) else diagnostic.related
    return _message("\n".join(in_lines(diagnostic, related)))


def _message(text: str) -> dict[str, object]:
    """A message in which viewers find no link (`[…](…)`) and no placeholder (`{0}`) of a file's."""
    if "](" in text:
        text = re.sub(r"([\\[\]])", r"\\\1", text)
    return {"text": re.sub(r"\{(\d+)\}", r"{{\1}}", text)}
