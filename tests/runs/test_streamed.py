"""Runs on rows that are read in pieces: what they give is what the same rows in memory give."""

import json

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv, parquet
from safetensors.numpy import load_file

from tests.runs.conftest import FLOWERS
from wtspec.errors import SpecError
from wtspec.runs.evaluate import evaluate
from wtspec.runs.predict import predict
from wtspec.runs.resume import read_run, resume
from wtspec.train.events import EpochEnded, Progressed

ROWS = 1000
SPEC = FLOWERS.replace("{csv: flowers.csv}", "{parquet: flowers.parquet}").replace(
    "length)", 'impute(length, "median"))'
)


def flowers(rows=ROWS):
    """Rows sorted by what is to be told apart, with gaps."""
    generator = np.random.default_rng(0)
    kind = np.sort(generator.integers(0, 3, rows))
    length = 3.0 * kind + generator.normal(0, 0.4, rows)
    length[generator.random(rows) < 0.1] = np.nan
    color = np.array(["red", "blue", "white"])[(kind + (generator.random(rows) < 0.2)) % 3]
    return {"length": length, "color": color, "kind": kind}


def write(folder, columns, size=170):
    parquet.write_table(pa.table(columns), folder / "flowers.parquet", row_group_size=size)


WAYS = ("held", "spilled", "read anew")
"""How the rows are read after they were looked through."""


@pytest.fixture
def in_pieces(monkeypatch):
    """From here on everything is too large for memory."""

    def begin(way="spilled"):
        monkeypatch.setattr("wtspec.data.stored.open_stored.MOST_BYTES", 0)
        monkeypatch.setattr("wtspec.data.streams.mixing.WINDOW_BYTES", 1 << 13)
        if way != "held":
            monkeypatch.setattr("wtspec.data.streams.survey.HELD_BYTES", 0)
        if way == "read anew":
            monkeypatch.setattr("wtspec.data.streams.spill._MOST_OF_DISK", 0)

    return begin


def recorded(run):
    facts = json.loads((run.folder / "preprocessing.json").read_text())
    return {**facts, "streamed": None}


WEIGHED = [
    ("data.split.stratify", "color"),
    ("train.class_weight", "balanced"),
    ("data.weights", "=where(isnan(length), 0.5, 1.0)"),
]


@pytest.mark.parametrize("way", WAYS)
def test_rows_in_pieces_teach_what_they_teach_in_memory(project, train, in_pieces, way):
    write(project, flowers())
    whole = train(SPEC, WEIGHED)
    in_pieces(way)
    pieces = train(SPEC, WEIGHED)
    assert recorded(pieces) == recorded(whole)
    for part, metrics in whole.metrics.items():
        assert pieces.metrics[part] == pytest.approx(metrics, abs=0.1)


@pytest.mark.parametrize("way", WAYS)
def test_csv_in_pieces_teaches_what_it_teaches_in_memory(
    project, train, in_pieces, monkeypatch, way
):
    rows = zip(*flowers().values(), strict=True)
    text = "".join(f"{one};{color};{kind}\n" for one, color, kind in rows)
    text = text.replace(".", ",").replace("nan", "")
    (project / "flowers.csv").write_text("length;color;kind\n" + text)
    source = '{csv: {path: flowers.csv, separator: ";", decimal: ","}}'
    spec = SPEC.replace("{parquet: flowers.parquet}", source)
    whole = train(spec, WEIGHED)
    in_pieces(way)
    monkeypatch.setattr("wtspec.data.stored.csv_rows.stored_csv.BLOCK_BYTES", 3000)
    pieces = train(spec, WEIGHED)
    assert recorded(pieces) == recorded(whole)
    for part, metrics in whole.metrics.items():
        assert pieces.metrics[part] == pytest.approx(metrics, abs=0.1)


@pytest.mark.parametrize("way", WAYS[1:])
def test_rows_in_order_give_the_same_weights(project, train, in_pieces, way):
    write(project, flowers())
    whole = train(SPEC, [("data.shuffle", "false")])
    in_pieces(way)
    pieces = train(SPEC, [("data.shuffle", "false")])
    ours, theirs = (load_file(run.folder / "weights.safetensors") for run in (pieces, whole))
    for name, array in ours.items():
        np.testing.assert_allclose(array, theirs[name], rtol=1e-5, atol=1e-7)


class Killed(BaseException):
    """Ends a run as no signal does."""


def kill_after(steps):
    def listen(event):
        if isinstance(event, Progressed) and event.step >= steps:
            raise Killed

    return listen


@pytest.mark.parametrize("way", WAYS[1:])
def test_run_goes_on_in_mid_epoch_as_if_never_killed(project, train, in_pieces, monkeypatch, way):
    monkeypatch.setattr("wtspec.train.pace.Pace.steps", lambda _, left: min(left, 7))
    write(project, flowers())
    in_pieces(way)
    overrides = [("train.checkpoint", "{every: 10 steps}"), ("train.epochs", "2")]
    whole = train(SPEC, overrides)
    with pytest.raises(Killed):
        train(SPEC, overrides, listener=kill_after(25))
    folder = project / "runs" / "flowers" / "0002"
    run = resume(folder, read_run(folder, (), project), data_root=project)
    assert run is not None
    ours, theirs = (load_file(one.folder / "weights.safetensors") for one in (run, whole))
    for name, array in ours.items():
        np.testing.assert_array_equal(array, theirs[name])
    assert run.history == whole.history


def test_run_that_began_in_pieces_goes_on_so(project, train, in_pieces, monkeypatch):
    write(project, flowers())
    in_pieces()
    whole = train(SPEC, [("train.epochs", "2"), ("train.checkpoint", "{every: 1 epoch}")])
    short = train(SPEC, [("train.epochs", "1"), ("train.checkpoint", "{every: 1 epoch}")])
    monkeypatch.setattr("wtspec.data.stored.open_stored.MOST_BYTES", 1 << 30)
    checked = read_run(short.folder, [("train.epochs", "2")], project)
    longer = resume(short.folder, checked, data_root=project)
    ours, theirs = (load_file(one.folder / "weights.safetensors") for one in (longer, whole))
    for name, array in ours.items():
        np.testing.assert_array_equal(array, theirs[name])


def test_evaluate_reads_in_pieces_what_was_read_so(project, train, in_pieces):
    write(project, flowers())
    in_pieces()
    run = train(SPEC)
    for part in ("train", "validation", "test"):
        measured = evaluate(run.folder, part=part, data_root=project)
        if part != "train":
            assert measured == pytest.approx(run.metrics[part])
    write(project, {**flowers(), "kind": flowers()["kind"][::-1]})
    with pytest.raises(SpecError, match="are not those of the run"):
        evaluate(run.folder, part="test", data_root=project)


FAULTS = {
    "label-out-of-range": lambda columns: columns["kind"].__setitem__(634, 3),
    "not-finite": lambda columns: columns["length"].__setitem__(700, np.inf),
}


@pytest.mark.parametrize("code", FAULTS)
def test_faults_of_single_rows_are_found_before_training(project, train, in_pieces, fault, code):
    columns = flowers()
    FAULTS[code](columns)
    write(project, columns)
    in_pieces()
    told = fault(
        train,
        SPEC,
        [
            ("data.split", "null"),
            ("data.inputs.size", "expand_dims(nan_to_num(length, posinf=inf), -1)"),
        ],
    )
    assert told.code == code
    if code == "not-finite":
        assert "row 701" in told.message


def test_unknown_column_is_told(project, train, in_pieces, fault):
    write(project, flowers())
    in_pieces()
    told = fault(train, SPEC, [("data.targets", "=kin")])
    assert told.code == "unknown-column"
    assert told.help == "did you mean `kind`?"


def test_lost_loss_is_explained_with_its_rows(project, train, in_pieces, fault):
    write(project, flowers())
    in_pieces()
    told = fault(train, SPEC, [("train.loss", "=log(y_pred[:, 0] - 1e9)")])
    assert told.code == "loss-not-finite"


def test_formula_that_fails_while_it_learns_is_told_at_its_place(project, train, in_pieces, fault):
    days = np.where(np.arange(ROWS) == 700, "31.5.", "2024-05-31")
    write(project, {**flowers(), "day": days})
    in_pieces()
    told = fault(train, SPEC.replace("impute(length", 'date(day, "month") + impute(length'))
    assert (told.code, told.span.text[:11]) == ("not-a-date", "expand_dims")
    assert "row 701 of the data" in told.message


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_predictions_of_rows_in_pieces_are_those_of_rows_in_memory(
    project, train, in_pieces, kind, monkeypatch
):
    write(project, flowers())
    run = train(SPEC)
    columns = {name: array for name, array in flowers().items() if name != "kind"}
    table = pa.table({**columns, "id": [f"{row:06}" for row in range(ROWS)]})
    file = project / f"new.{kind}"
    (parquet.write_table if kind == "parquet" else csv.write_csv)(table, file)
    predict(run.folder, file, project / "whole.parquet", ids=["id"])
    in_pieces()
    monkeypatch.setattr("wtspec.data.streams.walk._WALKED_BYTES", 1 << 12)
    predict(run.folder, file, project / "pieces.parquet", ids=["id"])
    whole, pieces = (parquet.read_table(project / f"{way}.parquet") for way in ("whole", "pieces"))
    assert pieces.column_names == whole.column_names
    assert pieces["id"].to_pylist() == [f"{row:06}" for row in range(ROWS)]
    for name in whole.column_names:
        if name == "id":
            continue
        np.testing.assert_allclose(pieces[name].to_numpy(), whole[name].to_numpy(), rtol=1e-5)


def test_row_group_that_is_damaged_is_told(project, train, in_pieces, fault):
    write(project, flowers())
    in_pieces()
    file = project / "flowers.parquet"
    data = bytearray(file.read_bytes())
    data[4:3004] = bytes(range(250)) * 12
    file.write_bytes(data)
    told = fault(train, SPEC)
    assert told.code == "unreadable-file"
    assert "`flowers.parquet`" in told.message


def test_file_that_is_gone_in_mid_training_is_told(project, train, in_pieces, fault):
    write(project, flowers())
    in_pieces("read anew")

    def listen(event):
        if isinstance(event, EpochEnded):
            (project / "flowers.parquet").unlink(missing_ok=True)

    told = fault(train, SPEC, listener=listen)
    assert told.code == "unreadable-file"


def test_disk_that_fills_while_rows_are_put_there_does_not_end_a_run(
    project, train, in_pieces, monkeypatch
):
    def full(*_):
        raise OSError(28, "No space left on device")

    write(project, flowers())
    in_pieces()
    monkeypatch.setattr("wtspec.data.streams.spill.Spill.add", full)
    assert train(SPEC).metrics["test"]["accuracy"] > 0.5


def test_rows_are_read_as_the_process_must_that_has_the_least_room(project, train, monkeypatch):
    """As small as they are: another process says that it has no memory, and no disk either."""
    write(project, flowers())
    monkeypatch.setattr("wtspec.data.streams.survey.HELD_BYTES", 0)
    monkeypatch.setattr("wtspec.runs.training.job.all_say", lambda _: False)
    heard = []
    run = train(SPEC, listener=heard.append)
    assert json.loads((run.folder / "preprocessing.json").read_text())["streamed"]
    assert any("is read anew in each epoch" in one for one in heard[0].remarks)
