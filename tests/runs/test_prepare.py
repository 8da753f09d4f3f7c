import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from wtspec.data.learned import Learned
from wtspec.data.parts import read_parts
from wtspec.errors import SpecError
from wtspec.runs.assemble import assemble

NO_CLASSES = ("model.layers.embed.Embedding.input_dim", 9)
"""Lets `color` be another formula than the one that looks up its classes."""


@pytest.fixture
def prepare(spec):
    """The prepared training rows of the flowers, changed by overrides."""

    def prepare(*overrides):
        checked = spec(overrides=overrides)
        parts = read_parts(checked.program, checked.spec.document, checked.spec.document.root)
        return assemble(checked).preparer(Learned()).rows(parts["train"])

    return prepare


def test_inputs_are_float32_or_as_the_model_declares(prepare):
    rows = prepare()
    assert {name: array.dtype.name for name, array in rows.inputs.items()} == {
        "size": "float32",
        "color": "int32",
    }


def test_formula_that_gives_fractions_for_whole_numbers_is_a_fault(prepare):
    with pytest.raises(SpecError) as raised:
        prepare(("data.inputs.color", "=length"), NO_CLASSES)
    (found,) = raised.value.diagnostics
    assert (found.code, found.expected) == ("not-whole", "int32")


def test_formula_that_fails_is_told_by_its_own_name(prepare):
    with pytest.raises(SpecError) as raised:
        prepare(("data.inputs.color", "=stack([length, length], axis=-1) + [1, 2, 3]"), NO_CLASSES)
    (found,) = raised.value.diagnostics
    assert found.code == "formula-failed"
    assert found.message.startswith("input `color` can't be computed")
    assert "`length` [42]" in found.received


@pytest.mark.parametrize("broken", ["size", "color"])
def test_formula_that_fails_is_told_from_others_on_its_line(prepare, broken):
    formulas = {"size": "=expand_dims(length, -1)", "color": "=lookup(color)"}
    formulas[broken] = "=stack([length, length], axis=-1) + [1, 2, 3]"
    with pytest.raises(SpecError) as raised:
        prepare(("data.inputs", formulas), NO_CLASSES)
    (found,) = raised.value.diagnostics
    assert found.message.startswith(f"input `{broken}` can't be computed")


def test_faults_of_inputs_targets_and_weights_are_told_at_once(prepare):
    with pytest.raises(SpecError) as raised:
        prepare(
            ("data.inputs.size", "=expand_dims(sqrt(length - 100), -1)"),
            ("data.targets", "=color"),
            ("data.weights", "=1 / (kind - kind)"),
        )
    codes = [found.code for found in raised.value.diagnostics]
    assert codes == ["not-finite", "not-numbers", "not-finite"]


def test_row_of_a_fault_is_counted_in_the_file(prepare, project):
    table = project / "flowers.csv"
    header, *lines = table.read_text().splitlines()
    emptied = [",red,0" if row >= 60 else line for row, line in enumerate(lines)]
    table.write_text("\n".join([header, *emptied]) + "\n")
    with pytest.raises(SpecError) as raised:
        prepare(("data.split", {"test": 0.5}))
    (found,) = raised.value.diagnostics
    row = int(found.message.partition("row ")[2].partition(" ")[0])
    assert row > 60


def test_targets_of_one_output_are_one_array(prepare):
    targets = prepare().targets
    assert isinstance(targets, np.ndarray)
    assert targets.dtype == np.int32


def test_stratified_split_needs_its_column(prepare):
    with pytest.raises(SpecError, match="unknown-column"):
        prepare(("data.split.stratify", "knd"))


MATRIX = """
wtspec: 1
model:
  inputs: {x: [batch]}
  sequential: [{Reshape: [1]}, {Dense: 1}]
data:
  source: {parquet: lists.parquet}
  inputs: {x: "=FORMULA"}
  targets: =y
train: {epochs: 1, optimizer: adam, loss: mse}
"""


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("mean(p, axis=-1)", None),
        ("mean(y - p, axis=-1)", "mixed-rows"),
        ("sort(y)", "mixed-rows"),
        ("sort(p)[:, 0]", None),
        ("transpose(p)[:, 0]", "mixed-rows"),
    ],
)
def test_rows_are_kept_apart_by_the_shapes_that_the_data_have(formula, code, spec, project):
    lists = pa.table({"p": [[1.0, 2.0], [3.0, 4.0]], "y": [1.0, 2.0]})
    parquet.write_table(lists, project / "lists.parquet")
    checked = spec(MATRIX.replace("FORMULA", formula))
    part = read_parts(checked.program, checked.spec.document, checked.spec.document.root)["train"]
    preparer = assemble(checked).preparer(Learned())
    if code is None:
        assert preparer.rows(part).inputs.shape == (2,)
        return
    with pytest.raises(SpecError) as raised:
        preparer.rows(part)
    assert [one.code for one in raised.value.diagnostics] == [code]
