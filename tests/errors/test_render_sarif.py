"""The SARIF form of diagnostics."""

import json
from pathlib import Path

import pytest

from wtspec.errors import Diagnostic, Related, Source, Span
from wtspec.errors.explain import entries
from wtspec.errors.render.sarif import render_sarif

TOP = Path("/repository")
MAIN = Source("main.yaml", "extends: base.yaml")
BASE = Source("base.yaml", "a: 1\nb: 2\n", via=(Span(MAIN, 1, 10, 1, 19),))
OVERRIDE = Source("--set a=1", "a=1", is_file=False)


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """The command is run in a folder of the repository."""
    monkeypatch.setattr("pathlib.Path.cwd", lambda: TOP / "models")


def log(*faults):
    (run,) = json.loads(render_sarif(faults, TOP, "1.2.3"))["runs"]
    return run


def result(fault):
    (one,) = log(fault)["results"]
    return one


def in_base(column=4, end_column=5):
    return Span(BASE, 1, column, 1, end_column)


def test_a_fault_in_a_file_is_a_result_with_its_region():
    told = result(Diagnostic("unknown-key", "unknown key `a`", in_base(), "`b`", "`a`", "try `b`"))
    assert (told["ruleId"], told["level"]) == ("unknown-key", "error")
    assert told["message"]["text"] == (
        "unknown key `a`\nexpected: `b`\nreceived: `a`\nhelp: try `b`"
    )
    (location,) = told["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "models/base.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 5},
    }


def test_columns_are_said_to_count_characters():
    assert log()["columnKind"] == "unicodeCodePoints"


def test_other_places_and_the_way_to_a_base_are_related_locations():
    related = (Related("first here", Span(BASE, 2, 1, 2, 2)),)
    told = result(Diagnostic("c", "m", in_base(), related=related))["relatedLocations"]
    assert [(one["id"], one["message"]["text"]) for one in told] == [
        (1, "first here"),
        (2, "included from here"),
    ]
    places = [one["physicalLocation"] for one in told]
    assert [place["artifactLocation"]["uri"] for place in places] == [
        "models/base.yaml",
        "models/main.yaml",
    ]
    assert places[0]["region"]["startLine"] == 2


def test_a_related_place_in_no_file_is_told_in_the_message():
    related = (Related("set here", Span(OVERRIDE, 1, 1, 1, 2)),)
    told = result(Diagnostic("c", "m", Span(MAIN, 1, 1, 1, 2), related=related))
    assert told["message"]["text"] == "m\nset here: --set a=1:1:1"
    assert told["relatedLocations"] == []


@pytest.mark.parametrize("span", [None, Span(OVERRIDE, 1, 3, 1, 4)])
def test_a_fault_in_no_file_is_a_notification(span):
    run = log(Diagnostic("c", "m", span, help="h"))
    (invocation,) = run["invocations"]
    (told,) = invocation["toolConfigurationNotifications"]
    assert (told["descriptor"], told["level"]) == ({"id": "c", "index": 0}, "error")
    assert run["tool"]["driver"]["notifications"] == [{"id": "c"}]
    assert told["message"]["text"].startswith("m\n")
    assert not invocation["executionSuccessful"]
    assert run["results"] == []


@pytest.mark.parametrize(("severity", "status"), [("error", 1), ("warning", 0)])
def test_the_exit_status_is_told(severity, status):
    (invocation,) = log(Diagnostic("c", "m", in_base(), severity=severity))["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, status)


def test_each_code_is_one_rule_which_its_results_point_to():
    faults = [Diagnostic(code, "m", in_base(end, 9)) for end, code in enumerate("bab", start=1)]
    run = log(*faults)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["b", "a"]
    assert [rules[one["ruleIndex"]] for one in run["results"]] == ["b", "a", "b"]


def test_a_rule_says_what_its_code_means_and_how_it_is_repaired():
    (rule,) = log(Diagnostic("unknown-key", "m", in_base()))["tool"]["driver"]["rules"]
    entry = entries()["unknown-key"]
    told = [rule[key]["text"] for key in ("shortDescription", "fullDescription", "help")]
    assert told == [entry["fault"], entry["reason"], entry["repair"]]


def test_the_driver_tells_its_version():
    driver = log()["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("wtspec", "1.2.3")


@pytest.mark.parametrize(
    ("name", "location"),
    [
        ("a b%2.yaml", {"uri": "models/a%20b%252.yaml", "uriBaseId": "%SRCROOT%"}),
        ("../é:#?.yaml", {"uri": "%C3%A9%3A%23%3F.yaml", "uriBaseId": "%SRCROOT%"}),
        ("\udcff.yaml", {"uri": "models/%FF.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/else where/a.yaml", {"uri": "file:///else%20where/a.yaml"}),
    ],
)
def test_a_file_is_an_encoded_uri_from_the_top_of_the_repository(name, location):
    told = result(Diagnostic("c", "m", Span(Source(name, ""), 1, 1, 1, 1)))
    assert told["locations"][0]["physicalLocation"]["artifactLocation"] == location


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("see [here](https://example.org)", r"see \[here\](https://example.org)"),
        (r"a \[b](1)", r"a \\\[b\](1)"),
        ("shape `[batch, 2]`", "shape `[batch, 2]`"),
        ("{0} of `{Dense: 10}`", "{{0}} of `{Dense: 10}`"),
    ],
)
def test_no_text_of_a_file_becomes_a_link_or_a_placeholder(message, told):
    assert result(Diagnostic("c", message, in_base()))["message"]["text"] == told
