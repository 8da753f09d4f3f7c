"""What losses and metrics are said to ask for is what Keras's own take."""

import itertools
import json
from pathlib import Path

import keras
import numpy as np
import pytest
from keras.src import backend

import wtspec.catalog
from tests.long import mostly_long
from wtspec.catalog import asks, bounds, component, component_names, exclusive
from wtspec.errors import Source, Span
from wtspec.program.compared import misfit
from wtspec.program.declared import Use
from wtspec.program.training import Measure

ROWS = 7
SHAPES = [(), (1,), (3,), (5,), (5, 1), (5, 3)]
FREE = {"IoU", "MeanIoU", "OneHotIoU", "OneHotMeanIoU", "accuracy", "acc"}
"""Their arguments say what they take."""

REQUIRED = {
    "PrecisionAtRecall": {"recall": 0.5},
    "RecallAtPrecision": {"precision": 0.5},
    "SensitivityAtSpecificity": {"specificity": 0.5},
    "SpecificityAtSensitivity": {"sensitivity": 0.5},
}
NOWHERE = Span(Source("spec.yaml", ""), 1, 1, 1, 1)
KNOWN = [
    (kind, name)
    for kind in ("loss", "metric")
    for name in component_names(kind)
    if name not in FREE
]


def made(kind, name):
    module = keras.losses if kind == "loss" else keras.metrics
    return getattr(module, name)(**REQUIRED.get(name, {}))


pytestmark = [
    pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64"),
    pytest.mark.filterwarnings("ignore:In loss categorical"),
]


@pytest.mark.parametrize(("kind", "name"), KNOWN)
def test_keras_takes_what_is_said_to_fit(kind, name):
    wanted = asks(kind, name)
    assert wanted is not None
    measure = Measure(Use(component(kind, name), (), NOWHERE), None, NOWHERE)
    fitting = 0
    for output in SHAPES:
        for target in SHAPES:
            if (name, target) == ("CategoricalGeneralizedCrossEntropy", (5, 1)):
                continue  # a fault of Keras, which the trial of shapes tells
            if misfit(wanted, measure, (None, *target), (None, *output), kind) is None:
                compared(kind, name, target, output)
                fitting += 1
    assert 0 < fitting < len(SHAPES) ** 2


def compared(kind, name, target, output):
    y_true = keras.KerasTensor((ROWS, *target), "int32")
    y_pred = keras.KerasTensor((ROWS, *output), "float32")
    measure = made(kind, name)
    backend.compute_output_spec(measure.__call__, y_true, y_pred)


@pytest.mark.parametrize(("kind", "name"), mostly_long(KNOWN, every=4))
def test_targets_in_range_give_finite_numbers(kind, name):
    wanted = asks(kind, name)
    shape = (ROWS, 5, 3) if wanted.rank[0] == 3 else (ROWS, 3)
    outputs = np.random.default_rng(0).random(shape).astype("float32")
    targets = {"same": outputs, "exact": outputs, "sequences": np.ones((ROWS, 2))}.get(
        wanted.targets, np.arange(ROWS) % 3
    )
    least, most = wanted.least, wanted.most
    if most is not None:
        targets = np.where(outputs == outputs.max(axis=-1, keepdims=True), most, least)
    assert np.isfinite(np.asarray(made(kind, name)(targets, outputs))).all()


SAME = [one for one in KNOWN if asks(*one).targets == "same" and asks(*one).units == 1]


@pytest.mark.parametrize(("kind", "name"), SAME)
def test_a_column_of_targets_is_compared_as_targets_without_it(kind, name):
    outputs = np.random.default_rng(0).random((ROWS, 1)).astype("float32")
    targets = (np.arange(ROWS) % 2).astype("float32")
    column = np.asarray(made(kind, name)(targets[:, None], outputs))
    np.testing.assert_allclose(made(kind, name)(targets, outputs), column, rtol=1e-6)


def test_each_entry_is_of_a_class_of_the_vocabulary():
    folder = next(Path(wtspec.catalog.__file__).parent.glob("keras-*"))
    entries = json.loads((folder / "asks.json").read_text())
    for kind in ("loss", "metric"):
        assert set(entries[kind]) == set(component_names(kind)) - FREE


def test_each_bound_is_of_an_argument_whose_defaults_lie_within():
    folder = next(Path(wtspec.catalog.__file__).parent.glob("keras-*"))
    entries = json.loads((folder / "asks.json").read_text())
    for kind, arguments in entries["bounds"].items():
        known = [one for name in component_names(kind) for one in component(kind, name).parameters]
        for argument in arguments:
            found = [one.default for one in known if one.name == argument]
            assert found, argument
            numbers = [one for one in found if isinstance(one, int | float)]
            assert all(bounds(kind, argument).hold(one) for one in numbers)


@pytest.mark.parametrize("name", sorted({*component_names("optimizer")} - {"LossScaleOptimizer"}))
def test_keras_refuses_arguments_that_exclude_each_other(name):
    for group in exclusive("optimizer"):
        for first, second in itertools.pairwise(group):
            with pytest.raises(ValueError, match="Only one of"):
                getattr(keras.optimizers, name)(**{first: 1.0, second: 1.0})


def test_each_choice_is_one_that_keras_takes_and_others_are_not():
    folder = next(Path(wtspec.catalog.__file__).parent.glob("keras-*"))
    entries = json.loads((folder / "asks.json").read_text())
    for kind, arguments in entries["choices"].items():
        for argument, words in arguments.items():
            known = [component(kind, name) for name in component_names(kind)]
            owners = [one for one in known if argument in [each.name for each in one.parameters]]
            assert owners
            for owner, word in itertools.product(owners, words):
                assert takes(owner, argument, word), (owner.name, word)
            if kind != "callback":  # these take any other word for `auto`, and warn
                assert not any(takes(owner, argument, "weird") for owner in owners)


def takes(owner, argument, word):
    """Whether Keras makes the part, and one of its numbers, with that word."""
    needed = {one.name: 2 for one in owner.parameters if one.required}
    try:
        made = getattr(keras, {"loss": "losses"}.get(owner.kind, f"{owner.kind}s"))
        part = getattr(made, owner.name)(**{**needed, argument: word})
        if owner.kind == "initializer" and owner.name != "VarianceScaling":
            part((1, 4, 8))
    except ValueError:
        return False
    return True
