"""SARIF logs, held to the official schema, which a package for tests of theirs brings along."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.editors.conftest import MODULES
from tests.errors.any_diagnostics import diagnostics
from wtspec.cli.main import run_command
from wtspec.errors.render.sarif import render_sarif

ROOT = Path(__file__).parents[2]
SCHEMA = MODULES / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"

pytestmark = pytest.mark.usefixtures("node")


@pytest.fixture(scope="module")
def validator(node):
    schema = json.loads(SCHEMA.read_text("utf-8"))
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


def test_the_log_of_every_case_is_valid(validator, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert run_command(["validate", "--format", "sarif", "tests/errors", "configs", "gone"]) == 1
    log = json.loads(capsys.readouterr().out)
    validator.validate(log)
    (run,) = log["runs"]
    assert len(run["results"]) > 100
    assert run["invocations"][0]["toolConfigurationNotifications"]


def test_the_log_of_a_good_file_is_valid(validator, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert run_command(["validate", "--format", "sarif", "configs"]) == 0
    validator.validate(json.loads(capsys.readouterr().out))


@given(st.lists(diagnostics, max_size=3))
def test_the_log_of_any_diagnostics_is_valid(validator, faults):
    validator.validate(json.loads(render_sarif(faults, ROOT, "1.0")))


def test_the_schema_refuses_what_is_no_log(validator):
    log = json.loads(render_sarif([], ROOT, "1.0"))
    log["runs"][0]["columnKind"] = "bytes"
    assert not validator.is_valid(log)
