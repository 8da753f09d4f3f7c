"""The JSON form of diagnostics."""

import json

from wtspec.errors import Diagnostic, Related, Source, Span
from wtspec.errors.render import render_json

MAIN = Source("main.yaml", "extends: base.yaml")
BASE = Source("base.yaml", "a: 1", via=(Span(MAIN, 1, 10, 1, 19),))


def test_every_part_of_a_diagnostic_has_its_key():
    related = (Related("extended here", Span(MAIN, 1, 1, 1, 8)),)
    fault = Diagnostic("code", "text", Span(BASE, 1, 4, 1, 5), "e", "r", "h", related)
    assert json.loads(render_json([fault])) == {
        "version": 1,
        "errors": 1,
        "warnings": 0,
        "diagnostics": [
            {
                "severity": "error",
                "code": "code",
                "message": "text",
                "place": {
                    "file": "base.yaml",
                    "line": 1,
                    "column": 4,
                    "end_line": 1,
                    "end_column": 5,
                    "included_from": [
                        {
                            "file": "main.yaml",
                            "line": 1,
                            "column": 10,
                            "end_line": 1,
                            "end_column": 19,
                        }
                    ],
                },
                "expected": "e",
                "received": "r",
                "help": "h",
                "related": [
                    {
                        "message": "extended here",
                        "place": {
                            "file": "main.yaml",
                            "line": 1,
                            "column": 1,
                            "end_line": 1,
                            "end_column": 8,
                            "included_from": [],
                        },
                    }
                ],
            }
        ],
    }


def test_a_fault_without_a_place_has_null_there():
    (told,) = json.loads(render_json([Diagnostic("c", "m")]))["diagnostics"]
    assert told["place"] is None
    assert told["help"] is None


def test_errors_and_warnings_are_counted():
    report = json.loads(render_json([Diagnostic("c", "m", severity="warning")]))
    assert (report["errors"], report["warnings"]) == (0, 1)


def test_only_printable_ascii_is_written():
    told = render_json([Diagnostic("c", "\x1b\u202e\ud800é", Span(BASE, 1, 1, 1, 2))])
    assert told.isascii()
    assert all(character.isprintable() or character == "\n" for character in told)
