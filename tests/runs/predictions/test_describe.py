"""What the outputs of models mean: names, probabilities, values in their units."""

import numpy as np
import pytest

from wtspec.data.labels.labels import labels_of
from wtspec.data.learned import Learned
from wtspec.errors import Source
from wtspec.model import generated
from wtspec.program.program import Program
from wtspec.runs.predictions.describe import describe
from wtspec.runs.preprocessing import Preprocessing
from wtspec.stages import check, load

SPEC = """
wtspec: 1
params: {factor: 1000}
model: {inputs: {x: [batch, 1]}, sequential: [{Dense: %d}]}
data:
  source: {csv: none.csv}
  inputs: {x: "=expand_dims(a, -1)"}
  targets: "=%s"
train: {epochs: 1, optimizer: sgd, loss: %s}
"""
SPARSE = "{SparseCategoricalCrossentropy: {from_logits: true}}"
VECTORS = "{CategoricalCrossentropy: {from_logits: true}}"
BINARY = "{BinaryCrossentropy: {from_logits: true}}"
TABLE = {
    "species": np.array(["Gentoo", "Adelie", "Chinstrap"], object),
    "year": np.array([2007, 2009, 2008]),
    "flag": np.array([False, True, True]),
    "y": np.array([1.5, 4.0, 9.0]),
    "z": np.array([10.0, 20.0, 60.0]),
    "tag one": np.array([0, 1, 1]),
}
TYPES = {"species": "str", "year": "int", "flag": "bool", "y": "float", "z": "float"}
LOGITS = np.array([[0.0, 2.0, -1.0], [3.0, 0.5, 0.5]], "float32")


@pytest.fixture
def program(tmp_path):
    def program(targets: str, loss: str = "mse", units: int = 1) -> Program:
        path = tmp_path / "spec.yaml"
        path.write_text(SPEC % (units, targets, loss), encoding="utf-8")
        return check(load(path)).program

    return program


@pytest.fixture
def described(program):
    def described(targets, loss, output, learned=None, **more):
        one = program(targets, loss, output.shape[-1] if output.ndim > 1 else 1)
        learned = learned or Learned()
        kept = Preprocessing(learned, types=TYPES, labels=labels_of(one, learned))
        return describe(one, kept, output, **more)

    return described


@pytest.fixture
def species():
    learned = Learned()
    learned.lookup("species", TABLE["species"])
    learned.lookup("year", TABLE["year"])
    learned.lookup("flag", TABLE["flag"])
    return learned


def softmax(logits):
    powers = np.exp(logits.astype("float64"))
    return powers / powers.sum(-1, keepdims=True)


@pytest.mark.parametrize(
    ("targets", "loss"),
    [
        ("lookup(species) - 1", SPARSE),
        ("-1 + lookup(species)", SPARSE),
        ("expand_dims(cast(lookup(species), 'int32') - 1, -1)", SPARSE),
        ("one_hot(species)[:, 1:]", VECTORS),
        ("one_hot(species)[..., 1:]", VECTORS),
        ("one_hot(lookup(species) - 1, 3)", VECTORS),
        (
            "lookup(species) - 1",
            "'=sparse_categorical_crossentropy(y_true, y_pred, from_logits=true)'",
        ),
    ],
)
def test_labels_have_their_names_and_probabilities(described, species, targets, loss):
    found = described(targets, loss, LOGITS, species).columns
    assert list(found) == [
        *("species", "probability"),
        *("probability_Adelie", "probability_Chinstrap", "probability_Gentoo"),
    ]
    assert found["species"].tolist() == ["Chinstrap", "Adelie"]
    each = np.column_stack(list(found.values())[2:])
    np.testing.assert_allclose(each.astype("float64"), softmax(LOGITS), rtol=1e-6)
    np.testing.assert_array_equal(found["probability"], each.max(-1))


def test_probabilities_of_a_loss_without_logits_are_the_outputs(described, species):
    given = softmax(LOGITS).astype("float32")
    found = described("lookup(species) - 1", "sparse_categorical_crossentropy", given, species)
    np.testing.assert_array_equal(found.columns["probability_Gentoo"], given[:, 2])


@pytest.mark.parametrize(
    ("targets", "values"),
    [
        ("lookup(year) - 1", [2008, 2007]),
        ("year - 2007", [2008, 2007]),
        ("year", [1, 0]),
        ("where(y > 2, 1, 0)", [1, 0]),
    ],
)
def test_numbers_that_are_labels_stay_the_numbers_of_their_column(
    described, species, targets, values
):
    found = described(targets, SPARSE, LOGITS, species).columns
    column = "class" if "where" in targets else "year"
    assert found[column].tolist() == values
    assert f"probability_{values[0]}" in found


@pytest.mark.parametrize(
    ("targets", "column", "names"),
    [
        ("lookup(species) - 1", "species", ["Adelie", "Chinstrap"]),
        ("flag", "flag", [False, True]),
        ("lookup(flag) - 1", "flag", [False, True]),
        ("species == 'Adelie'", "class", [0, 1]),
    ],
)
@pytest.mark.parametrize("shape", [(2,), (2, 1)])
def test_one_unit_tells_two_classes_apart(described, species, targets, column, names, shape):
    logits = np.array([-1.0, 2.0], "float32").reshape(shape)
    if len(shape) == 1:
        targets = f"expand_dims({targets}, -1)"
    found = described(targets, BINARY, logits, species).columns
    assert found[column].tolist() == names
    yes = 1 / (1 + np.exp(-logits.astype("float64").ravel()))
    np.testing.assert_allclose(list(found.values())[3], yes, rtol=1e-6)
    np.testing.assert_allclose(list(found.values())[2], 1 - yes, rtol=1e-6)
    np.testing.assert_allclose(found["probability"], np.maximum(yes, 1 - yes), rtol=1e-6)


def test_several_units_of_yes_and_no_are_tags(described):
    logits = np.array([[-1.0, 2.0]], "float32")
    found = described("stack([y, column('tag one')], axis=-1)", BINARY, logits).columns
    assert list(found) == ["probability_y", "probability_tag one"]
    np.testing.assert_allclose(found["probability_y"], 1 / (1 + np.exp(1.0)), rtol=1e-6)
    found = described("stack([y > 2, z > 3], axis=-1)", BINARY, logits).columns
    assert found["probability"].shape == (1, 2)


@pytest.mark.parametrize("targets", ["y / 8", "minmax(y)"])
@pytest.mark.parametrize("units", [1, 2])
def test_shares_of_a_scale_that_a_binary_loss_compares_are_values(described, targets, units):
    learned = Learned()
    learned.minmax("minmax y", np.array([2.0, 10.0]))
    start = 2.0 if "minmax" in targets else 0.0
    logits = np.zeros((2, units), "float32")
    found = described(targets, BINARY, logits, learned).columns["y"]
    np.testing.assert_allclose(found, np.full((2, units), start + 4).squeeze())


def test_positions_have_a_class_each(described, species):
    logits = np.stack([LOGITS, LOGITS[::-1]])
    found = described("lookup(species) - 1", SPARSE, logits, species).columns
    assert found["species"].tolist() == [["Chinstrap", "Adelie"], ["Adelie", "Chinstrap"]]
    assert found["probability_Adelie"].shape == (2, 2)


@pytest.mark.parametrize(
    "targets",
    [
        "y",
        "standardize(y)",
        "minmax(y)",
        "y / factor",
        "-(y - 3) * 2",
        "5 - y",
        "12 / y",
        "log1p(y)",
        "log(y)",
        "sqrt(y)",
        "y ** 0.5",
        "2 ** y",
        "log10(y + 1)",
        "standardize(log1p(y / 10))",
        "expand_dims(standardize(y), -1)",
        "standardize(expand_dims(log(y), -1))",
        "stack([minmax(y)], axis=-1)",
        "nan_to_num(y / 1000)",
        "divide(subtract(y, 1), factor)",
        "minmax(arcsinh(y)) - 0.5",
    ],
)
def test_values_are_in_the_units_of_the_column(program, targets):
    one, learned = program(targets), Learned()
    module = generated(one, Source("spec.yaml", "")).module
    scaled = module.make_targets(TABLE, learned).astype("float32").reshape(3, 1)
    found = describe(one, Preprocessing(learned, types=TYPES), scaled)
    assert (list(found.columns), found.remarks) == (["y"], ())
    np.testing.assert_allclose(found.columns["y"], TABLE["y"], rtol=1e-6, atol=1e-6)


def test_each_column_of_a_matrix_has_its_own_units(program):
    learned = Learned()
    y, z = learned.standardize("standardize y", TABLE["y"]), TABLE["z"] / 10
    one = program("stack([standardize(y), z / 10], axis=-1)", units=2)
    found = describe(one, Preprocessing(learned), np.stack([y, z], -1).astype("float32")).columns
    np.testing.assert_allclose(found["y"], TABLE["y"], rtol=1e-6)
    np.testing.assert_allclose(found["z"], TABLE["z"], rtol=1e-6)


@pytest.mark.parametrize(
    "targets",
    [
        "where(y > 2, y, 2.0)",
        "y + z",
        "y * 0",
        "square(y)",
        "lookup(species)",
        "y ** 2",
        "clip(y, 0, 5)",
    ],
)
def test_what_can_not_be_taken_back_is_said(described, targets):
    values = np.array([[0.5], [1.5]], "float32")
    found = described(targets, "mse", values)
    assert list(found.columns) == ["output"]
    np.testing.assert_array_equal(found.columns["output"], values)
    (remark,) = found.remarks
    assert remark == f"`output` is on the model's scale: `{targets}` can't be taken back"


@pytest.mark.parametrize(
    ("loss", "restored"),
    [
        ("mae", True),
        ("huber", True),
        ("poisson", True),
        ("'=mean(square(y_true - y_pred), axis=-1)'", True),
        ("'=mean(maximum(0.9 * (y_true - y_pred), 0.1 * (y_pred - y_true)), axis=-1)'", True),
        ("'=mean(square(y_true) * y_pred, axis=-1)'", False),
        ("hinge", False),
    ],
)
def test_a_loss_that_compares_values_tells_that_outputs_are_values(described, loss, restored):
    found = described("y / 1000", loss, np.array([[0.5]], "float32"))
    assert found.columns == ({"y": 500.0} if restored else {"output": [[0.5]]})
    assert len(found.remarks) == (0 if restored else 1)


def test_chosen_columns_keep_their_names_and_predictions_give_way(described, species):
    beside = {"species": np.array(["?", "?"]), "probability": np.array([1, 2])}
    found = described("lookup(species) - 1", SPARSE, LOGITS, species, beside=beside).columns
    assert list(found)[:4] == [
        *("species", "probability", "predicted_species", "predicted_probability"),
    ]


def test_names_of_classes_that_would_clash_or_act_are_told_apart(described):
    learned = Learned()
    names = ["\x1b[31mred", "a\nb", "1"]
    learned.lookup("species", np.array(names, object))
    found = described("lookup(species) - 1", SPARSE, LOGITS, learned).columns
    assert list(found)[2:] == [
        *("probability_\\x1b[31mred", "probability_1", "probability_a\\nb"),
    ]
    assert found["species"].tolist() == ["1", "\x1b[31mred"]


def test_more_outputs_than_names_and_outputs_that_are_nan_have_no_name(described, species):
    logits = np.array([[0, 0, 0, 5.0], [np.nan, 0, 0, 0], [9, 0, 0, 0]], "float32")
    found = described("lookup(species) - 1", SPARSE, logits, species).columns
    assert found["species"].tolist() == ["", "", "Adelie"]
    assert "probability_3" in found
    found = described("lookup(year) - 1", SPARSE, logits, species).columns
    np.testing.assert_array_equal(found["year"], [np.nan, np.nan, 2007])
