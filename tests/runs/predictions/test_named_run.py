"""A run whose targets are text: the names are known wherever a class is shown."""

import csv
import json

import numpy as np
import pytest
from pyarrow import parquet

import wtspec
from wtspec.cli.main import run_command
from wtspec.runs.predict import predict
from wtspec.runs.run import run
from wtspec.stages import check, load

SPEC = """
wtspec: 1
name: named
model:
  inputs: {x: [batch, 2]}
  layers: {kind: {Dense: 3}, flag: {Dense: 1}, mass: {Dense: 1}}
  call: |
    return {"kind": kind(x), "flag": flag(x), "mass": mass(x)}
data:
  source: {csv: rows.csv}
  inputs: {x: "=stack([a, b], axis=-1)"}
  targets:
    kind: =lookup(kind) - 1
    flag: =lookup(flag) - 1
    mass: =standardize(log(mass))
  split: {test: 0.3}
train:
  epochs: 2
  optimizer: {Adam: {learning_rate: 0.05}}
  loss:
    kind: {SparseCategoricalCrossentropy: {from_logits: true}}
    flag: {BinaryCrossentropy: {from_logits: true}}
    mass: mse
  metrics: {kind: [accuracy]}
"""
KINDS = ['an "odd", one', "=cmd()", "007"]


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    folder = tmp_path_factory.mktemp("named")
    generator = np.random.default_rng(0)
    with (folder / "rows.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "a", "b", "kind", "flag", "mass"])
        for row in range(60):
            kind = row % 3
            a, b = generator.normal(kind, 0.3), generator.normal(-kind, 0.3)
            flag = "yes" if a > 1 else "no"
            writer.writerow([f"{row:03}", a, b, KINDS[kind], flag, round(100 + 10 * a, 3)])
    (folder / "spec.yaml").write_text(SPEC)
    return run(check(load(folder / "spec.yaml")), runs_dir=folder / "runs")


@pytest.fixture
def rows(named):
    return named.folder.parents[2] / "rows.csv"


def softmax(logits):
    powers = np.exp(logits.astype("float64"))
    return powers / powers.sum(-1, keepdims=True)


def test_names_are_kept_with_the_run(named):
    kept = json.loads((named.folder / "preprocessing.json").read_text())
    assert kept["labels"] == {
        "kind": {"names": sorted(KINDS), "first": 0},
        "flag": {"names": ["no", "yes"], "first": 0},
    }


def test_predictions_of_several_outputs_are_named_after_them(named, rows):
    found, raw = wtspec.open(named.folder).predictions(rows, ids="id"), named.predict(rows)
    assert list(found) == [
        *("id", "flag", "flag_probability", "flag_probability_no", "flag_probability_yes"),
        *("kind", "kind_probability", *(f"kind_probability_{one}" for one in sorted(KINDS))),
        "mass",
    ]
    probabilities = softmax(raw["kind"])
    np.testing.assert_allclose(found["kind_probability_007"], probabilities[:, 0], rtol=1e-6)
    assert found["kind"].tolist() == [sorted(KINDS)[at] for at in probabilities.argmax(-1)]
    learned = next(one for one in _learned(named).values() if "std" in one)
    mass = np.exp(raw["mass"][:, 0] * learned["std"] + learned["mean"])
    np.testing.assert_allclose(found["mass"], mass, rtol=1e-6)


def _learned(named):
    return json.loads((named.folder / "preprocessing.json").read_text())["learned"]


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".npz"])
def test_each_format_holds_names_probabilities_and_ids(named, rows, tmp_path, ending):
    written = tmp_path / f"out{ending}"
    assert predict(named.folder, rows, written, ids=["id", "kind"]) == ()
    expected = named.predictions(rows, ids=["id", "kind"])
    if ending == ".csv":
        with written.open(newline="") as file:
            table = list(csv.DictReader(file))
        found = {name: [row[name] for row in table] for name in table[0]}
    elif ending == ".parquet":
        found = parquet.read_table(written).to_pydict()
    else:
        found = dict(np.load(written))
    assert list(found) == list(expected)
    assert list(found["id"])[:2] == ["000", "001"]
    assert set(found["kind"]) == set(KINDS)
    assert set(found["predicted_kind"]) <= set(KINDS)
    numbers = np.array(found["kind_probability"], "float32")
    np.testing.assert_allclose(numbers, expected["kind_probability"], rtol=1e-6)


def test_raw_outputs_are_the_models_own(named, rows, tmp_path):
    predict(named.folder, rows, tmp_path / "out.npz", raw=True, ids=["id"])
    found = np.load(tmp_path / "out.npz")
    assert sorted(found.files) == ["flag", "id", "kind", "mass"]
    np.testing.assert_array_equal(found["kind"], named.predict(rows)["kind"])


def test_a_column_that_is_not_there_can_not_stand_beside(named, rows, tmp_path):
    with pytest.raises(wtspec.SpecError, match="did you mean `kind`") as raised:
        predict(named.folder, rows, tmp_path / "out.csv", ids=["kinds"])
    assert raised.value.diagnostics[0].code == "unknown-column"


def test_evaluate_shows_each_class_by_its_name(named, rows, capsys):
    command = ["evaluate", str(named.folder), "--data", str(rows)]
    assert run_command(command) == 0
    text = capsys.readouterr().out
    table = [line.split("  ")[0] for line in text.splitlines()[3:]]
    assert table == ["flag", "no", "yes", "", "kind", *sorted(KINDS)]
    assert run_command([*command, "--json", "--per-class"]) == 0
    told = json.loads(capsys.readouterr().out)["classes"]["kind"]
    assert [told[name]["rows"] for name in KINDS] == [20, 20, 20]
    assert run_command([*command, "--no-per-class"]) == 0
    assert "recall" not in capsys.readouterr().out


def test_an_unseen_label_of_a_new_file_is_named(named, tmp_path, capsys):
    new = tmp_path / "new.csv"
    new.write_text("a,b,kind,flag,mass\n1,2,other,yes,100\n")
    assert run_command(["evaluate", str(named.folder), "--data", str(new)]) == 1
    told = capsys.readouterr().err
    assert "target `kind` has a label that no training row has, in row 1 of the data" in told
    assert "`other`" in told
