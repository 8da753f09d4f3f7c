"""Runs of some of the rows, and of windows of them: what trains, is measured and goes on."""

import numpy as np
import pytest

from wtspec.data.learned import Learned
from wtspec.data.parts import read_parts
from wtspec.data.stored import windows
from wtspec.data.streams.stored_part import StoredPart
from wtspec.runs.assemble import assemble
from wtspec.runs.evaluate import measure_run
from wtspec.runs.part_rows import fingerprints_of, types_of
from wtspec.runs.predict import predict, predict_columns
from wtspec.runs.preprocessing import read_preprocessing
from wtspec.runs.reopen import reopen
from wtspec.runs.resume import read_run, resume
from wtspec.train.events import Started

LONG_ONES = ("data.rows", "=length > 3 and color != 'white'")
SAVED = ("train.checkpoint", {"every": "1 epoch"})
SERIES = """
wtspec: 1
name: series
model: {inputs: {x: [batch, 3]}, sequential: [{Dense: 1}]}
data:
  source: {windows: {of: {csv: series.csv}, length: 4, by: station, order: day}}
  rows: =not any(isnan(wind), axis=-1)
  inputs: {x: "=wind[:, :3]"}
  targets: =wind[:, 3]
  split: {validation: 0.2, test: 0.2, order: day}
train: {epochs: 2, loss: mse, optimizer: adam, checkpoint: {every: 1 epoch}}
"""


@pytest.fixture
def series(project, train):
    """A run of windows of three stations, whose rows come day by day, and its file."""
    generator = np.random.default_rng(0)
    path = project / "series.csv"
    lines = [
        f"00{station},2024-01-{day:02},{'' if (station, day) == (1, 9) else generator.random():.4}"
        for day in range(1, 31)
        for station in range(3)
    ]
    path.write_text("\n".join(["station,day,wind", *lines]) + "\n")
    return train(SERIES), path


def kept(project):
    lines = (project / "flowers.csv").read_text().splitlines()[1:]
    cells = [line.split(",") for line in lines]
    return [at for at, one in enumerate(cells) if float(one[0]) > 3 and one[1] != "white"]


def test_rows_that_are_left_out_are_no_part_and_teach_nothing(project, train):
    heard = []
    run = train(overrides=[LONG_ONES], listener=heard.append)
    learned = read_preprocessing(run.folder / "preprocessing.json")
    rows = kept(project)
    assert sum(one["rows"] for one in learned.parts.values()) == len(rows)
    assert list(learned.learned.state["color"].values()) == [["blue", "red"]]
    (started,) = [one for one in heard if isinstance(one, Started)]
    assert started.remarks == (
        f"`rows` leaves out {70 - len(rows)} of the 70 rows of `flowers.csv`",
    )
    assert started.remarks[0] in (run.folder / "log.txt").read_text()


def test_a_message_counts_the_rows_of_the_file(project, train, fault):
    path = project / "flowers.csv"
    lines = path.read_text().splitlines()
    lines[41] = ",red,2"
    path.write_text("\n".join(lines) + "\n")
    told = fault(train, overrides=[("data.rows", "=kind == 2"), ("data.split", "null")])
    assert told.code == "not-finite"
    assert "in row 41 of the data" in told.message


def test_rows_of_another_file_are_left_out_where_they_are_measured_not_predicted(project, train):
    run = train(overrides=[LONG_ONES])
    told = []
    opened, other = reopen(run.folder), project / "flowers.csv"
    measure_run(opened, part="test", data=other, tell=told.append)
    assert told == [f"`rows` leaves out {70 - len(kept(project))} of the 70 rows of `flowers.csv`"]
    assert len(run.predict(other)) == 70


def test_a_run_of_some_rows_goes_on(project, train):
    short = train(overrides=[LONG_ONES, SAVED])
    whole = train(overrides=[LONG_ONES, SAVED, ("train.epochs", 3)])
    again = resume(
        short.folder, read_run(short.folder, [("train.epochs", 3)], project), data_root=project
    )
    assert again.metrics == whole.metrics


def test_a_run_of_windows_is_measured_and_goes_on(series, project):
    run, _ = series
    assert run.evaluate("test") == run.metrics["test"]
    again = resume(
        run.folder, read_run(run.folder, [("train.epochs", 3)], project), data_root=project
    )
    assert len(again.history) == 3


def test_windows_are_divided_by_the_day_of_their_last_row(series):
    run, _ = series
    parts = read_preprocessing(run.folder / "preprocessing.json").parts
    rows = {part: one["rows"] for part, one in parts.items()}
    assert rows == {"train": 47, "validation": 15, "test": 15}


def test_a_prediction_for_each_window_is_known_by_its_last_row(series, project):
    run, path = series
    path.write_text("\n".join(path.read_text().splitlines()[:19]) + "\n")
    _, described = predict_columns(reopen(run.folder), path, ["station", "day"])
    assert described.columns["station"].tolist() == ["000"] * 3 + ["001"] * 3 + ["002"] * 3
    assert described.columns["day"].tolist()[:3] == ["2024-01-04", "2024-01-05", "2024-01-06"]
    assert described.remarks == ()


def test_how_many_windows_were_predicted_is_told(series, project):
    run, path = series
    path.write_text("\n".join(path.read_text().splitlines()[:20]) + "\n")
    told = predict(run.folder, path, project / "predicted.csv")
    assert told == ("10 windows of 4 rows are made of the 19 rows of `series.csv`",)
    assert len((project / "predicted.csv").read_text().splitlines()) == 11


def test_windows_that_are_cut_as_they_are_needed_are_those_in_memory(series, project, spec):
    checked = spec(SERIES)
    keep = assemble(checked).preparer(Learned()).mask
    whole, cut = (
        read_parts(checked.program, checked.spec.document, project, keep=keep, streamed=streamed)
        for streamed in (False, True)
    )
    assert fingerprints_of(checked.program, cut) == fingerprints_of(checked.program, whole)
    for name, part in cut.items():
        assert isinstance(part, StoredPart)
        assert (part.count, part.told) == (whole[name].count, whole[name].told)
        assert types_of(part) == types_of(whole[name])


def test_a_run_of_windows_that_do_not_fit_is_measured_as_others_are(series, train, monkeypatch):
    whole, _ = series
    monkeypatch.setattr(windows, "is_large", lambda size: size > 0)
    cut = train(SERIES)
    assert reopen(cut.folder).learned.parts == reopen(whole.folder).learned.parts
    monkeypatch.undo()
    assert cut.evaluate("test") == pytest.approx(cut.metrics["test"], rel=1e-5)
