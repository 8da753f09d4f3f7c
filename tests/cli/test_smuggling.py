"""What a file or a command line holds is shown by every verb, and never acts."""

import re

import pytest

from tests.cli.conftest import SMALL
from wtspec.cli.streams import say
from wtspec.report.tables import align

ACTING = "\x1b[31m\x07\u202e"
COMMAND = "\n::add-mask::x"
FOLDER = f"runs{ACTING}{COMMAND}"
UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]|^\s*::(?!: )|##[a-z]*\[", re.MULTILINE)


def check(said):
    """Nothing that was sent acts, on either stream."""
    assert UNSAFE.search(said.err + said.out) is None
    assert "\\x1b" in said.err + said.out


@pytest.fixture
def odd(tmp_path):
    """A spec whose file, docs and metrics are out to act."""
    path = tmp_path / f"small{ACTING}##[error]{COMMAND}.yaml"
    text = SMALL.replace("name: small\n", "")
    text = text.replace("    params:\n", '    doc: "\\n::error::x \\e[31m ##[x]"\n    params:\n', 1)
    text = text.replace(
        "    call: x @ w + b\n",
        '    call: |\n      add_metric("::error::m ##[a]", mean(x))\n      return x @ w + b\n',
    )
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        [f"valid{ACTING}{COMMAND}"],
        ["validate", f"--st{ACTING}{COMMAND}"],
        ["validate", "x.yaml", "--set", f"a{ACTING}{COMMAND}"],
        ["validate", "--format", f"{ACTING}{COMMAND}", "x.yaml"],
        ["evaluate", "x", "--part", f"{ACTING}##[error]"],
        ["run", "x.yaml", "--seed", f"{ACTING}{COMMAND}"],
        ["run", "x.yaml", f"y{ACTING}{COMMAND}"],
    ],
)
def test_misuse_shows_what_the_command_line_held(wtspec, arguments):
    said = wtspec(*arguments)
    assert said.status == 2
    check(said)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_missing_file_is_named_in_any_format(wtspec, form):
    said = wtspec("validate", "--format", form, f"x{ACTING}##[error]{COMMAND}")
    assert said.status == 1
    assert UNSAFE.search((said.err + said.out).replace("::error title=", "")) is None


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_fault_is_told_in_any_format(wtspec, odd, form):
    odd.write_text(odd.read_text("utf-8").replace("x @ w", "x @ gone"), "utf-8")
    said = wtspec("validate", "--format", form, odd)
    assert said.status == 1
    assert UNSAFE.search((said.err + said.out).replace("::error file=", "")) is None


@pytest.mark.parametrize("option", [[], ["--script"], ["-o", f"x{ACTING}{COMMAND}.py"]])
def test_generate_prints_a_source_that_acts_on_nothing(wtspec, odd, option, tmp_path):
    said = wtspec("generate", odd, *option)
    assert said.status == 0, said.err
    check(said)


def test_init_shows_where_it_wrote(wtspec, tmp_path):
    name = f"x{ACTING}{COMMAND}.yaml"
    check(wtspec("init", name))
    assert wtspec("validate", name).status == 0


def test_a_failure_of_ours_shows_its_message(wtspec, small, monkeypatch, tmp_path):
    def fail(*_):
        raise RuntimeError(f"boom{ACTING}{COMMAND}")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("wtspec.stages.check_file", fail)
    check(wtspec("validate", small))
    (report,) = tmp_path.glob("wtspec-bug-*.txt")
    assert UNSAFE.search(report.read_text("utf-8")) is None


def test_a_failure_of_ours_that_can_not_be_kept_shows_its_traceback(wtspec, small, monkeypatch):
    def fail(*_):
        raise RuntimeError(f"boom{ACTING}{COMMAND}")

    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    monkeypatch.setattr("wtspec.stages.check_file", fail)
    said = wtspec("validate", small)
    check(said)
    assert "Traceback" in said.err


def test_plan_and_run_show_names_metrics_and_folders(wtspec, odd, tmp_path):
    planned = wtspec("plan", odd)
    assert planned.status == 0, planned.err
    assert UNSAFE.search(planned.out + planned.err) is None
    trained = wtspec("run", odd, "--runs-dir", FOLDER, "--set", "train.epochs=1")
    assert trained.status == 0, trained.err
    check(trained)
    (folder,) = (tmp_path / FOLDER).glob("*/0001")
    log = (folder / "log.txt").read_text("utf-8")
    measured = wtspec("evaluate", folder).out
    for told in (log, measured):
        assert "::error::m \\x23#[a]" in told
        assert UNSAFE.search(told) is None
    assert UNSAFE.search(wtspec("evaluate", folder, "--json").out) is None


def test_whatever_people_are_told_is_made_harmless(capsys):
    say(f"done{ACTING}{COMMAND}")
    assert capsys.readouterr().err == "done\\x1b[31m\\x07\\u202e\n\\x3a:add-mask::x\n"


def test_a_cell_of_a_table_stays_in_its_row_and_column():
    rows = [("", "::a\nb", "c"), ("名", "d", "e\x1b")]
    assert align(rows) == "    \\x3a:a\\nb  c\n名  d       e\\x1b"
