"""Verbs on a terminal that is as wide as it is."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from wtspec.cli import streams
from wtspec.cli.main import run_command
from wtspec.cli.render.render_run import metrics_as_text
from wtspec.cli.render.render_runs import runs_as_text
from wtspec.errors.visible import columns
from wtspec.runs.listing.epochs import BestEpoch
from wtspec.runs.listing.summary import RunSummary

SPEC = """
wtspec: 1
params: {units: 16}
model:
  inputs: {a_long_name_of_pixels: [batch, 64]}
  sequential:
    - Dense: {units: =units, kernel_initializer: {RandomNormal: {stddev: 0.0123456}}}
    - Dense: 10
data:
  source: {sklearn: digits}
  inputs: {a_long_name_of_pixels: =data / 16}
  targets: =target
  split: {validation: 0.1, test: 0.1}
"""


@pytest.mark.parametrize("width", [80, 50])
@pytest.mark.parametrize("verb", ["plan", "data"])
def test_what_a_verb_shows_fits_the_terminal(tmp_path, monkeypatch, capsys, verb, width):
    path = tmp_path / "model.yaml"
    path.write_text(SPEC)
    monkeypatch.setattr(streams, "width_of_terminal", lambda _: width)
    assert run_command([verb, str(path)]) == 0
    shown = capsys.readouterr().out.split("\n")
    assert max(map(columns, shown)) <= width


def test_rows_of_many_numbers_show_each_whole(tmp_path, monkeypatch, capsys):
    path = tmp_path / "model.yaml"
    path.write_text(SPEC)
    assert run_command(["data", str(path)]) == 0
    (line,) = [one for one in capsys.readouterr().out.split("\n") if "input a_long" in one]
    numbers = line.split("  ", 1)[1].replace("[", "").replace("]", "").replace(",", " ").split()
    assert all(number == "…" or f"{float(number) * 16:.6g}".isdigit() for number in numbers)


def test_metrics_that_do_not_fit_beside_each_other_stand_below_each_other():
    metrics = {part: {f"metric_{at}": 0.5 for at in range(12)} for part in ("train", "test")}
    assert metrics_as_text(metrics).count("\n") == 2
    lines = metrics_as_text(metrics, 40).split("\n")
    assert lines[0].split() == ["train", "test"]
    assert lines[12].split() == ["metric_11", "0.5", "0.5"]


def test_a_list_of_runs_leaves_out_what_its_paths_say_where_there_is_no_room():
    best = BestEpoch("val_loss", 0.12345, 7)
    run = RunSummary(Path("runs/digits/0001"), "digits", "finished", 10, 10, best, 0.0)
    assert "spec" in runs_as_text([run], 60.0)
    head, line = runs_as_text([run], 60.0, 64).split("\n")
    assert head.split() == ["run", "state", "epochs", "best", "(epoch)", "age"]
    assert line.endswith("val_loss 0.12345 (7)  1 min")
    other = replace(run, spec="another")
    assert runs_as_text([other], 60.0, 64).split("\n")[-1] == "  another"
