"""Which classes are taken for which, as scikit-learn counts it of what `predict` gives."""

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv
from sklearn.metrics import confusion_matrix

from tests.runs.conftest import FLOWERS
from tests.runs.outcomes.conftest import homes, table
from wtspec.runs.outcomes.confuse import confuse
from wtspec.runs.outcomes.outcomes_file import read_outcomes
from wtspec.runs.predict import predict
from wtspec.runs.training.job import make_job
from wtspec.stages import check, load

SPARSE = "{SparseCategoricalCrossentropy: {from_logits: true}}"
VECTORS = "{CategoricalCrossentropy: {from_logits: true}}"
BINARY = "{BinaryCrossentropy: {from_logits: true}}"


@pytest.mark.parametrize(
    ("column", "targets", "loss", "units"),
    [
        ("kind", '"=lookup(kind) - 1"', SPARSE, 3),
        ("kind", '"=one_hot(kind)[:, 1:]"', VECTORS, 3),
        ("kind", '"=lookup(kind) - 1"', "sparse_categorical_crossentropy", "softmax"),
        ("warm", "=warm", BINARY, 1),
        ("sold", "=sold", "binary_crossentropy", "sigmoid"),
    ],
)
def test_classes_are_counted_by_name(ready, outcomes, predicted, column, targets, loss, units):
    if isinstance(units, str):
        count = {"softmax": 3, "sigmoid": 1}[units]
        units = f"sequential: [{{Dense: {{units: {count}, activation: {units}}}}}]"
    job = ready(homes(targets, loss, units))
    (one,) = outcomes(job).outcomes
    rows, given = predicted(job)
    true, taken = ([str(name).lower() for name in columns[column]] for columns in (rows, given))
    assert (one.output, one.part, one.rows) == ("", "test", 36)
    assert one.confusion.classes == sorted({str(name) for name in table()[column]})
    wanted = confusion_matrix(true, taken, labels=one.confusion.classes)
    assert one.confusion.counts == wanted.tolist()


def test_classes_without_names_have_their_numbers(ready, outcomes):
    job = ready(FLOWERS)
    (one,) = outcomes(job).outcomes
    rows = job.parts["test"]
    predicted = np.argmax(job.model.predict(rows.inputs, verbose=0), axis=-1)
    assert one.confusion.classes == ["0", "1", "2"]
    assert one.confusion.counts == confusion_matrix(rows.targets, predicted).tolist()


def test_a_finished_run_keeps_what_predict_would_tell(finished, tmp_path):
    rows = read_table(finished)
    csv.write_csv(rows, tmp_path / "rows.csv")
    predict(finished.folder, tmp_path / "rows.csv", tmp_path / "predicted.csv")
    predicted = csv.read_csv(tmp_path / "predicted.csv")["kind"].to_numpy()
    (one,) = read_outcomes(finished.folder).outcomes
    assert one.confusion.counts == confusion_matrix(rows["kind"].to_numpy(), predicted).tolist()
    for example in one.worst:
        assert example.predicted == str(predicted[example.row - 1])


def read_table(run):
    """The rows of a run's test part, as its source has them."""
    spec = check(load(run.folder / "config.resolved.yaml", root=run.folder.parents[2]))
    job = make_job(spec, None, run.folder.parents[2])
    return pa.table(job.columns.columns.arrays)


def test_positions_of_sequences_are_counted_but_for_those_that_are_passed_over(ready, outcomes):
    targets = '"=stack([where(x > 0, 1, -1), where(z > 0, 1, 0)], axis=-1)"'
    loss = "{SparseCategoricalCrossentropy: {from_logits: true, ignore_class: -1}}"
    job = ready(homes(targets, loss, 'layers: {d: {Dense: 3}}, call: "d(expand_dims(a, -1))"'))
    (one,) = outcomes(job).outcomes
    rows = job.parts["test"]
    predicted = np.argmax(job.model.predict(rows.inputs, verbose=0), axis=-1)
    kept = rows.targets >= 0
    wanted = confusion_matrix(rows.targets[kept], predicted[kept], labels=[0, 1, 2])
    assert one.confusion.counts == wanted.tolist()
    worst = one.worst[0]
    labels = rows.targets[worst.row - 1]
    assert worst.true == " ".join(str(label) for label in labels if label >= 0)


def test_positions_that_a_layer_masks_are_not_counted(ready, outcomes):
    model = (
        "layers: {e: {Embedding: {input_dim: 9, output_dim: 2, mask_zero: true}}, d: {Dense: 2}}, "
        "call: 'd(e(cast(abs(a), \"int32\")))'"
    )
    targets = '"=stack([where(x > 0, 1, 0), where(z > 0, 1, 0)], axis=-1)"'
    job = ready(homes(targets, SPARSE, model))
    (one,) = outcomes(job).outcomes
    assert np.sum(one.confusion.counts) == np.sum(np.abs(job.parts["test"].inputs) >= 1)


def test_rows_that_weigh_nothing_are_not_counted(ready, outcomes):
    text = homes('"=lookup(kind) - 1"', SPARSE, 3)
    job = ready(text, [("data.weights", "=where(x > 0.5, 0.0, 2.0)")])
    (one,) = outcomes(job).outcomes
    counted = job.parts["test"].weights > 0
    assert one.rows == np.sum(one.confusion.counts) == counted.sum() < len(counted)
    assert all(counted[example.row - 1] for example in one.worst)


def test_each_tag_is_a_matter_of_its_own(ready, outcomes):
    job = ready(homes('"=stack([warm, quiet], axis=-1)"', BINARY, 2))
    found = outcomes(job)
    of_all, warm, quiet = found.outcomes
    rows = job.parts["test"]
    predicted = job.model.predict(rows.inputs, verbose=0) > 0
    for at, one in enumerate((warm, quiet)):
        wanted = confusion_matrix(rows.targets[:, at], predicted[:, at])
        assert one.confusion.counts == wanted.tolist()
    assert [one.output for one in found.outcomes] == ["", "warm", "quiet"]
    assert quiet.confusion.classes == ["not quiet", "quiet"]
    tags = np.array(["warm", "quiet"])
    for example in of_all.worst:
        has = tags[rows.targets[example.row - 1] > 0]
        assert example.true == (", ".join(has) or "none")


def test_outputs_are_told_in_the_order_of_their_targets(ready, outcomes):
    model = 'layers: {d: {Dense: 1}, e: {Dense: 3}}, call: \'return {"price": d(a), "kind": e(a)}\''
    targets = '{price: "=standardize(price)", kind: "=lookup(kind) - 1"}'
    job = ready(homes(targets, f"{{price: mse, kind: {SPARSE}}}", model))
    price, kind = outcomes(job).outcomes
    assert (price.output, kind.output) == ("price", "kind")
    assert price.confusion is None
    assert kind.confusion.classes == ["flat", "house", "hut"]
    assert len(price.worst) == len(kind.worst) == 12


def test_of_many_classes_those_that_were_mistaken_most_are_shown():
    generator = np.random.default_rng(0)
    true = generator.integers(0, 50, 4000)
    predicted = np.where(generator.random(4000) < true / 60, generator.integers(0, 50, 4000), true)
    found = confuse(true, predicted, 50, lambda label: f"<{label}>")
    whole = confusion_matrix(true, predicted, labels=range(50))
    mistakes = whole.sum(0) + whole.sum(1) - 2 * np.diag(whole)
    shown = np.sort(np.argsort(-mistakes, kind="stable")[:30])
    least, most_of_others = mistakes[shown].min(), np.delete(mistakes, shown).max()
    assert least >= most_of_others
    labels = [int(name[1:-1]) for name in found.classes]
    assert mistakes[labels].min() == least
    assert labels == sorted(labels)
    assert found.counts == whole[np.ix_(labels, labels)].tolist()
    assert found.left_out == 20


def test_labels_of_no_class_are_passed_over():
    true, predicted = np.array([-1, 0, 1, 5]), np.array([0, 0, 0, 1])
    assert confuse(true, predicted, 2, str).counts == [[1, 0], [1, 0]]


def test_names_of_classes_are_one_line_and_no_longer_than_can_be_read():
    names = confuse(np.zeros(1), np.zeros(1), 2, ["a\n\u202eb", "x" * 1000].__getitem__).classes
    assert names[0] == r"a\n\u202eb"
    assert len(names[1]) == 60
