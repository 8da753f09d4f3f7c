"""The rows that a model is worst at, by the loss that it is trained with."""

import keras
import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.runs.outcomes.conftest import homes, table
from tests.runs.test_streamed import SPEC, flowers
from wtspec.errors import Diagnostic, SpecError
from wtspec.runs.outcomes.row_texts import cell_text

SPARSE = "{SparseCategoricalCrossentropy: {from_logits: true}}"
LOSSES = {
    SPARSE: keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction=None),
    "mae": keras.losses.MeanAbsoluteError(reduction=None),
    "huber": keras.losses.Huber(reduction=None),
    '"=abs(y_true - y_pred) ** 3"': lambda true, predicted: np.abs(true - predicted) ** 3,
}


@pytest.mark.parametrize(
    ("targets", "loss", "units"),
    [
        ('"=lookup(kind) - 1"', SPARSE, 3),
        ('"=stack([standardize(price), area], axis=-1)"', "mae", 2),
        ("=area", "huber", 1),
        ("=area", '"=abs(y_true - y_pred) ** 3"', 1),
        ("=area", "huber", "layers: {d: {Dense: 1}}, call: 'squeeze(d(a), -1)'"),
        ("=area", "mae", "layers: {d: {Dense: 1}}, call: 'squeeze(d(a), -1)'"),
    ],
)
def test_rows_with_the_highest_loss_come_first(ready, outcomes, targets, loss, units):
    job = ready(homes(targets, loss, units))
    (one,) = outcomes(job).outcomes
    rows = job.parts["test"]
    given = job.model.predict(rows.inputs, verbose=0)
    true = rows.targets if rows.targets.ndim > 1 or units == 3 else rows.targets[:, None]
    given = given.reshape(len(given), -1)
    losses = np.asarray(LOSSES[loss](true, given)).reshape(len(given), -1).mean(axis=-1)
    order = np.argsort(-losses, kind="stable")[:24]
    assert [example.row - 1 for example in one.worst] == order.tolist()
    np.testing.assert_allclose([example.loss for example in one.worst], losses[order], rtol=1e-5)


def test_a_row_is_told_as_its_source_has_it_what_formulas_read_first(ready, outcomes):
    job = ready(homes('"=lookup(kind) - 1"', SPARSE, 3))
    (one,) = outcomes(job).outcomes
    columns, numbers = table(), job.parts["test"].numbers
    for example in one.worst:
        number = numbers[example.row - 1]
        names = ["x", "z", "kind", "price", "area", "warm", "quiet", "sold"]
        assert [name for name, _ in example.columns] == names
        told = dict(example.columns)
        assert told["kind"] == example.true == columns["kind"][number]
        for name in ("x", "z", "price", "area"):
            assert float(told[name]) == columns[name][number]


def test_a_class_is_told_with_its_probability(ready, outcomes):
    job = ready(homes('"=lookup(kind) - 1"', SPARSE, 3))
    (one,) = outcomes(job).outcomes
    given = job.model.predict(job.parts["test"].inputs, verbose=0).astype(float)
    likely = np.exp(given) / np.exp(given).sum(axis=-1, keepdims=True)
    names = sorted(set(table()["kind"]))
    for example in one.worst:
        row = likely[example.row - 1]
        assert example.predicted == names[np.argmax(row)]
        assert example.certainty == pytest.approx(row.max(), abs=1e-5)


def test_a_loss_over_all_rows_together_tells_of_none(ready, outcomes):
    found = outcomes(ready(homes("=area", '"=mean(square(y_true - y_pred))"')))
    (one,) = found.outcomes
    assert (len(one.residuals), one.worst) == (1, [])
    told = "The loss of `output` gives no number for each row: no worst rows are told."
    assert found.remarks == [told]


def test_rows_of_wide_columns_are_told_by_some_of_their_values(ready, outcomes):
    generator = np.random.default_rng(0)
    data = {"x": generator.normal(size=(60, 2)).astype("float32"), "area": np.arange(60.0)}
    text = homes("=area", "mse").replace('"=stack([x, z], axis=-1)"', "=x")
    job = ready(text, data=data)
    example = outcomes(job).outcomes[0].worst[0]
    row = data["x"][job.parts["test"].numbers[example.row - 1]]
    assert dict(example.columns)["x"] == f"[{row[0]:.4g}, {row[1]:.4g}]"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (np.float64(39.1), "39.1"),
        (np.float32(0.1), "0.1"),
        (np.float64(3.0), "3"),
        (np.float64(0.12345678901234), "0.1234568"),
        (np.float64("nan"), ""),
        (np.int64(12345678901), "12345678901"),
        (np.bool_(True), "true"),
        ("", ""),
        ("a\tb\u202e", r"a\tb\u202e"),
        ("<b>" + "x" * 200, "<b>" + "x" * 116 + "…"),
        (np.arange(10), "[0, 1, 2, 3, 4, 5, 6, 7, …]"),
        (np.array([0.123456789, 12.5, 1234567.0]), "[0.1235, 12.5, 1.235e+06]"),
        (np.zeros((2, 1)), "[0, 0] (2 x 1)"),
        (np.array(["a", "b"], object), "[a, b]"),
        (np.datetime64("2024-05-01"), "2024-05-01"),
    ],
)
def test_cells_are_said_in_short(cell, text):
    assert cell_text(cell) == text


@pytest.fixture
def streamed(project, monkeypatch, ready):
    """A job whose rows are read in pieces whenever they are needed."""

    def streamed(*, spills=False):
        parquet.write_table(pa.table(flowers()), project / "flowers.parquet", row_group_size=170)
        whole = ready(SPEC)
        monkeypatch.setattr("wtspec.data.stored.open_stored.MOST_BYTES", 0)
        monkeypatch.setattr("wtspec.data.streams.mixing.WINDOW_BYTES", 1 << 13)
        monkeypatch.setattr("wtspec.data.streams.survey.HELD_BYTES", 0)
        if not spills:
            monkeypatch.setattr("wtspec.data.streams.spill._MOST_OF_DISK", 0)
        job = ready(SPEC)
        job.model.set_weights(whole.model.get_weights())
        assert job.parts["test"].stream is not None
        return whole, job

    return streamed


def test_rows_that_are_read_in_pieces_come_to_the_same(streamed, outcomes):
    whole, job = streamed()
    (one,), (other,) = outcomes(job).outcomes, outcomes(whole).outcomes
    assert one.rows == other.rows == 200
    assert one.confusion == other.confusion
    for ours, theirs in zip(one.worst, other.worst, strict=True):
        assert ours.loss == pytest.approx(theirs.loss, rel=1e-5)
        assert (ours.row, ours.columns) == (theirs.row, theirs.columns)


def test_of_many_rows_some_are_looked_at(streamed, outcomes, monkeypatch):
    monkeypatch.setattr("wtspec.runs.outcomes.find_outcomes.MOST_ROWS", 50)
    for job in streamed():
        (one,) = outcomes(job).outcomes
        assert one.rows == np.sum(one.confusion.counts) == 50
        assert min(map(sum, one.confusion.counts)) > 0  # the rows are sorted by their class


def test_a_source_that_has_gone_is_remarked(streamed, outcomes, project):
    _, job = streamed()
    (project / "flowers.parquet").write_bytes(b"")
    found = outcomes(job)
    assert found.outcomes == []
    (remark,) = found.remarks
    assert remark.startswith("No outcomes are told: a part of ")


def test_rows_whose_source_has_gone_are_told_as_the_model_is_given_them(
    streamed, outcomes, project
):
    _, job = streamed(spills=True)
    (project / "flowers.parquet").write_bytes(b"")
    (one,) = outcomes(job).outcomes
    assert one.rows == np.sum(one.confusion.counts) == 200
    assert [name for name, _ in one.worst[0].columns] == ["size", "color"]


def test_other_faults_are_raised(ready, outcomes, monkeypatch):
    def fail(*_):
        raise SpecError(Diagnostic("unknown-column", "a fault of ours"))

    monkeypatch.setattr("wtspec.runs.outcomes.examples.rows_of", fail)
    with pytest.raises(SpecError, match="a fault of ours"):
        outcomes(ready(homes("=area", "mse")))
