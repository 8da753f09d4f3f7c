"""What holds for all verbs."""

import tomllib
from pathlib import Path

import click
import pytest

import wtspec as package
from wtspec.cli.by_name import VERBS

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_with_an_example(wtspec, verb):
    said = wtspec(verb, "--help")
    assert said.status == 0
    assert f"wtspec {verb}" in said.out.partition("Example:")[2]


def test_no_verb_gets_the_help(wtspec):
    said = wtspec()
    assert said.status == 2
    assert said.err == wtspec("--help").out


def test_help_lists_every_verb(wtspec):
    said = wtspec("--help")
    assert said.status == 0
    assert [verb for verb in VERBS if f"  {verb} " not in said.out] == []


def test_a_misspelt_verb_is_misuse_and_gets_the_nearest(wtspec):
    said = wtspec("validat", "x.yaml")
    assert said.status == 2
    assert "there is no verb `validat`; did you mean `validate`?" in said.err


def test_a_misspelt_option_is_misuse_and_gets_the_nearest(wtspec):
    said = wtspec("validate", "--strct", "x.yaml")
    assert said.status == 2
    assert "--strict" in said.err


def test_an_override_without_a_value_is_misuse(wtspec, small):
    said = wtspec("validate", small, "--set", "train.epochs")
    assert said.status == 2
    assert "PATH=VALUE" in said.err


def test_a_failure_of_ours_keeps_a_report_and_shows_no_traceback(
    wtspec, small, monkeypatch, tmp_path
):
    def fail(*_):
        raise RuntimeError("boom")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("wtspec.stages.check_file", fail)
    said = wtspec("validate", small)
    assert said.status == 3
    assert "wtspec failed: RuntimeError: boom" in said.err
    assert "Traceback" not in said.err
    (report,) = tmp_path.glob("wtspec-bug-*.txt")
    assert str(report) in said.err
    assert "Traceback" in report.read_text("utf-8")


def test_an_abort_counts_as_an_interruption(wtspec, small, monkeypatch):
    def abort(*_):
        raise click.Abort

    monkeypatch.setattr("wtspec.stages.check_file", abort)
    assert wtspec("validate", "--", small).status == 130


def test_the_version_is_that_of_the_package(wtspec):
    declared = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["version"]
    assert package.__version__ == declared
    assert wtspec("--version").out == f"wtspec {declared}\n"
