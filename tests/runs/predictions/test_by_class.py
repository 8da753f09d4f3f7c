"""How well each class is told apart, and what metrics of a number a class are called."""

import numpy as np
import pytest
from sklearn.metrics import precision_recall_fscore_support

from wtspec.data.labels.labels import Labels
from wtspec.data.learned import Learned
from wtspec.data.rows import Rows
from wtspec.runs.predictions.by_class import by_class
from wtspec.runs.predictions.class_metrics import named_metrics
from wtspec.runs.preprocessing import Preprocessing
from wtspec.stages import check, load

SPEC = """
wtspec: 1
model: {inputs: {x: [batch, 1]}, sequential: [{Dense: %d}]}
data:
  source: {csv: none.csv}
  inputs: {x: "=expand_dims(a, -1)"}
  targets: "=%s"
train: {epochs: 1, optimizer: sgd, loss: %s, metrics: [%s]}
"""
SPARSE = "{SparseCategoricalCrossentropy: {from_logits: true}}"
VECTORS = "{CategoricalCrossentropy: {from_logits: true}}"
BINARY = "{BinaryCrossentropy: {from_logits: true}}"
NAMES = ("Adelie", "Chinstrap", "Gentoo", "never")


@pytest.fixture
def program(tmp_path):
    def program(targets, loss, units=4, metrics="accuracy"):
        path = tmp_path / "spec.yaml"
        path.write_text(SPEC % (units, targets, loss, metrics), encoding="utf-8")
        return check(load(path)).program

    return program


def pieces(logits, rows):
    for part in (slice(0, 20), slice(20, None)):
        yield logits[part], rows.each(lambda array, part=part: array[part])


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(
    ("targets", "loss"),
    [("lookup(s) - 1", SPARSE), ("one_hot(s)[:, 1:]", VECTORS)],
)
def test_recall_and_precision_are_those_of_scikit_learn(program, targets, loss, weighted):
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 3, 50)
    logits = (np.eye(4)[labels] + generator.normal(0, 1, (50, 4))).astype("float32")
    weights = generator.random(50).astype("float32") if weighted else None
    made = np.eye(4, dtype="float32")[labels] if "one_hot" in targets else labels
    learned = Preprocessing(Learned(), labels={"": Labels(NAMES)})
    rows = Rows(np.zeros((50, 1)), made, weights)
    (table,) = by_class(program(targets, loss), learned, pieces(logits, rows))
    precision, recall, _, counts = precision_recall_fscore_support(
        labels, logits.argmax(-1), labels=range(4), sample_weight=weights, zero_division=np.nan
    )
    assert (table.column, [one.name for one in table.classes]) == ("s", list(NAMES))
    np.testing.assert_allclose([one.recall or np.nan for one in table.classes], recall)
    np.testing.assert_allclose([one.precision or 0 for one in table.classes], precision)
    if not weighted:
        assert [one.rows for one in table.classes] == counts.tolist()


def test_rows_of_weight_0_are_not_counted_and_one_unit_has_two_classes(program):
    rows = Rows(np.zeros((3, 1)), np.array([0, 1, 1]), np.array([1.0, 1.0, 0.0]))
    logits = np.array([[-1.0], [1.0], [-1.0]], "float32")
    one = program("s", BINARY, 1)
    (table,) = by_class(one, Preprocessing(Learned()), [(logits, rows)])
    assert [(each.name, each.rows, each.recall) for each in table.classes] == [
        *(("0", 1, 1.0), ("1", 1, 1.0)),
    ]


@pytest.mark.parametrize(("targets", "loss"), [("s", "mse"), ("stack([a, s], axis=-1)", BINARY)])
def test_what_tells_no_classes_apart_has_no_table(program, targets, loss):
    rows = Rows(np.zeros((3, 1)), np.zeros((3, 2)))
    found = by_class(
        program(targets, loss, 2), Preprocessing(Learned()), [(np.zeros((3, 2)), rows)]
    )
    assert found == []


def test_a_metric_of_a_number_a_class_is_called_by_the_classes(program):
    one = program("one_hot(s)[:, 1:]", VECTORS, 2, "accuracy, F1Score, {mine: F1Score}")
    labels = {"": Labels(("red", "blue"))}
    measured = {"loss": 1.0, "F1Score_0": 0.1, "F1Score_1": 0.2, "mine_0": 0.3, "mine_1": 0.4}
    assert named_metrics(one, labels, measured) == {
        "loss": 1.0,
        "F1Score_red": 0.1,
        "F1Score_blue": 0.2,
        "mine_red": 0.3,
        "mine_blue": 0.4,
    }
    assert named_metrics(one, {}, measured) == measured
    assert named_metrics(one, {"": Labels(("a", "b", "c"))}, measured) == measured
