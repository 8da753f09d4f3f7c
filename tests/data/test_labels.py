"""Labels that are looked up: their names, and those that no training row has."""

import numpy as np
import pytest

from wtspec.data.columns import Columns
from wtspec.data.labels.labels import labels_of
from wtspec.data.learned import Learned
from wtspec.data.part import whole
from wtspec.data.prepare import Preparer
from wtspec.errors import SpecError
from wtspec.model import generated
from wtspec.stages import check, load

SPEC = """
wtspec: 1
params: {below: 1}
model: {inputs: {x: [batch, 1]}, sequential: [{Dense: 3}]}
data:
  source: {csv: none.csv}
  inputs: {x: "=expand_dims(a, -1)"}
  targets: %s
train: {epochs: 1, optimizer: sgd, loss: %s}
"""
SPARSE = "{SparseCategoricalCrossentropy: {from_logits: true}}"
VECTORS = "{CategoricalCrossentropy: {from_logits: true}}"


@pytest.fixture
def preparer(tmp_path):
    def preparer(targets, loss=SPARSE):
        (tmp_path / "spec.yaml").write_text(SPEC % (targets, loss), encoding="utf-8")
        checked = check(load(tmp_path / "spec.yaml"))
        module = generated(checked.program, checked.spec.document.source).module
        return Preparer(checked.program, module, Learned())

    return preparer


def part(labels):
    labels = np.array(labels)
    labels = labels.astype(object) if labels.dtype.kind == "U" else labels
    return whole(Columns({"a": np.zeros(len(labels)), "species": labels}, "rows.csv"))


def fault(preparer, labels):
    with pytest.raises(SpecError) as raised:
        preparer.rows(part(labels))
    (diagnostic,) = raised.value.diagnostics
    return diagnostic


@pytest.mark.parametrize(
    ("targets", "first"),
    [
        ("=lookup(species) - 1", 0),
        ("=lookup(species) - below", 0),
        ("=lookup(species) + 4 - 5", 0),
        ("=lookup(species)", 1),
        ('"=maximum(lookup(species) - 1, 0)"', 0),
        ('"=maximum(lookup(species) - 1, 1)"', None),
        ("=expand_dims(lookup(species) - 1, -1)", 0),
        ("=one_hot(species)", 1),
        ('"=one_hot(species)[:, 1:]"', 0),
        ('"=where(lookup(species) > 1, 1, 0)"', None),
        ("=lookup(species) * 2", None),
        ("=a", None),
    ],
)
def test_what_labels_stand_for_follows_from_the_formula(preparer, targets, first):
    one = preparer(targets, "mse")
    one.rows(part(["c", "a", "b", "a"]))
    found = labels_of(one.program, one.learned)
    named = {"": (("a", "b", "c"), first)} if first is not None else {}
    assert {key: (labels.names, labels.first) for key, labels in found.items()} == named


@pytest.mark.parametrize("targets", ["=lookup(species) - 1", '"=one_hot(species)[:, 1:]"'])
@pytest.mark.parametrize(
    ("seen", "new", "received"),
    [
        (["Adelie", "Gentoo"], ["Adelie", "Rare", "New"], "`New`, `Rare`"),
        ([3, 5], [5, 4, 7], "`4`, `7`"),
        ([False, True], [0.5, 2.0], "`0.5`, `2`"),
    ],
)
def test_a_label_that_no_training_row_has_is_named_with_its_row(
    preparer, targets, seen, new, received
):
    one = preparer(targets, VECTORS if "one_hot" in targets else SPARSE)
    one.rows(part(seen))
    found = fault(one, new)
    assert found.code == "label-out-of-range"
    assert "a label that no training row has, in 2 rows, the first of them row" in found.message
    assert found.received == received
    assert (
        found.help == "train on rows of every label: `split: {stratify: species}` divides them so"
    )


@pytest.mark.parametrize(
    ("labels", "help"),
    [
        (["Adelie", ""], """`rows: '=species != ""'` under `data` leaves such rows out"""),
        ([1.0, np.nan], "`rows: '=not isnan(species)'` under `data` leaves such rows out"),
    ],
)
def test_a_training_row_without_a_label_is_told(preparer, labels, help):
    found = fault(preparer("=lookup(species) - 1"), labels)
    assert found.message == "the target has no label in row 2 of the data"
    assert found.help == help


def test_a_target_that_counts_unseen_labels_as_a_class_may_have_them(preparer):
    one = preparer("=lookup(species)")
    one.rows(part(["a", "b"]))
    assert one.rows(part(["c", ""])).targets.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("targets", "loss", "help"),
    [
        ("=species", SPARSE, "`targets: =lookup(species) - 1` makes labels of text"),
        ("=species", VECTORS, '`targets: "=one_hot(species)[:, 1:]"` makes labels of text'),
        (
            "=species",
            "binary_crossentropy",
            "`targets: =lookup(species) - 1` makes labels of text",
        ),
        ("=species", "mse", "`lookup(x)` gives each text an index, `one_hot(x)` a column"),
    ],
)
def test_text_as_a_target_is_told_the_line_that_mends_it(preparer, targets, loss, help):
    found = fault(preparer(targets, loss), ["a", "b"])
    assert (found.code, found.help) == ("not-numbers", help)
