import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from wtspec.runs.predict import predict
from wtspec.runs.write_predictions import write_predictions

LENGTHS = np.array([0.25, 3.0, 6.5, 1.0, 2.5])
COLORS = ["red", "white", "blue", "never seen", "red"]


def expected(finished):
    learned = finished.folder / "preprocessing.json"
    from wtspec.runs.preprocessing import read_preprocessing

    kept = read_preprocessing(learned).learned
    (name,) = [name for name in kept.state if "mean" in kept.state[name]]
    inputs = {
        "size": kept.standardize(name, LENGTHS)[:, None].astype("float32"),
        "color": kept.lookup("color", np.array(COLORS, object)),
    }
    return finished.model.predict(inputs, verbose=0)


def table():
    return pa.table({"color": COLORS, "ignored": range(5), "length": LENGTHS})


def write(path):
    if path.suffix == ".csv":
        csv.write_csv(table(), path)
    elif path.suffix == ".parquet":
        parquet.write_table(table(), path)
    else:
        np.savez(path, color=np.array(COLORS), length=LENGTHS)


def read(path):
    if path.suffix == ".npz":
        return np.load(path)["output"]
    found = csv.read_csv(path) if path.suffix == ".csv" else parquet.read_table(path)
    assert found.column_names == ["output_0", "output_1", "output_2"]
    return np.column_stack([column.to_numpy() for column in found.columns])


@pytest.mark.parametrize(
    ("given", "wanted"), [(".csv", ".parquet"), (".parquet", ".csv"), (".npz", ".npz")]
)
def test_predictions_are_the_models_in_the_rows_order(finished, tmp_path, given, wanted):
    rows, output = tmp_path / f"rows{given}", tmp_path / f"output{wanted}"
    write(rows)
    predict(finished.folder, rows, output, raw=True)
    np.testing.assert_allclose(read(output), expected(finished), rtol=1e-5)
    assert sorted(tmp_path.iterdir()) == sorted([rows, output])


def test_one_row_is_predicted_by_what_training_learned(finished, tmp_path):
    (tmp_path / "row.csv").write_text("color,length\nwhite,3.0\n")
    predict(finished.folder, tmp_path / "row.csv", tmp_path / "out.npz", raw=True)
    np.testing.assert_allclose(read(tmp_path / "out.npz"), expected(finished)[1:2], rtol=1e-5)


def test_missing_column_is_named_with_the_nearest(finished, tmp_path, fault):
    (tmp_path / "rows.csv").write_text("colour,length\nred,1\n")
    found = fault(predict, finished.folder, tmp_path / "rows.csv", tmp_path / "out.csv")
    assert (found.code, found.help) == ("unknown-column", "did you mean `colour`?")
    assert not (tmp_path / "out.csv").exists()


def test_text_where_training_had_numbers_names_the_line(finished, tmp_path, fault):
    (tmp_path / "rows.csv").write_text("color,length\nred,1\nred,long\n")
    found = fault(predict, finished.folder, tmp_path / "rows.csv", tmp_path / "out.csv")
    assert found.code == "wrong-type"
    assert "line 3" in found.message


@pytest.mark.parametrize(("given", "wanted"), [("rows.txt", "o.csv"), ("rows.csv", "o.xls")])
def test_unknown_format_is_a_fault(finished, tmp_path, fault, given, wanted):
    found = fault(predict, finished.folder, tmp_path / given, tmp_path / wanted)
    assert found.code == "unknown-format"


def test_missing_folder_of_the_output_is_a_fault(finished, tmp_path, fault):
    found = fault(predict, finished.folder, tmp_path / "rows.csv", tmp_path / "no" / "out.csv")
    assert found.code == "unwritable"


def test_outputs_in_a_table_are_columns_by_name_and_place(tmp_path):
    outputs = {
        "score": np.array([[1.5], [2.5]], "float32"),
        "map": np.arange(8, dtype="float32").reshape(2, 2, 2),
    }
    write_predictions(outputs, tmp_path / "out.parquet")
    found = parquet.read_table(tmp_path / "out.parquet").to_pydict()
    assert found == {
        "score": [1.5, 2.5],
        "map_0_0": [0.0, 4.0],
        "map_0_1": [1.0, 5.0],
        "map_1_0": [2.0, 6.0],
        "map_1_1": [3.0, 7.0],
    }


def test_float32_survives_csv_to_the_last_bit(tmp_path):
    values = np.random.default_rng(0).normal(size=(100, 1)).astype("float32")
    write_predictions({"output": values}, tmp_path / "out.csv")
    found = csv.read_csv(tmp_path / "out.csv").column("output").to_numpy().astype("float32")
    np.testing.assert_array_equal(found, values[:, 0])


def test_outputs_whose_columns_clash_are_a_fault_in_a_table_alone(tmp_path, fault):
    outputs = {"a": np.zeros((2, 2)), "a_0": np.zeros(2)}
    assert fault(write_predictions, outputs, tmp_path / "out.csv").code == "column-clash"
    write_predictions({**outputs, "file": np.ones(2)}, tmp_path / "out.npz")
    assert sorted(np.load(tmp_path / "out.npz").files) == ["a", "a_0", "file"]


NAN = """
wtspec: 1
name: roots
model:
  inputs: {x: [batch, 1]}
  layers: {d: {Dense: 1}}
  call: d(x) * 0 + sqrt(x)
data:
  source: {synthetic: {rows: 8, columns: {x: {shape: [1], low: 1, high: 2}}}}
  inputs: {x: =x}
  targets: =x
train: {epochs: 1, optimizer: adam, loss: mse}
"""


def test_prediction_that_is_nan_is_told_with_its_row(train, tmp_path, fault):
    folder = train(NAN).folder
    np.savez(tmp_path / "rows.npz", x=np.array([[4.0], [1.0], [-1.0], [-2.0]]))
    found = fault(predict, folder, tmp_path / "rows.npz", tmp_path / "out.npz")
    assert found.code == "not-finite"
    assert found.message == "the prediction `output` is NaN in 2 rows, the first of them 3"
    np.testing.assert_array_equal(
        np.load(tmp_path / "out.npz")["x"], np.array([2, 1, np.nan, np.nan], "float32")
    )


LONG_IDS = """
wtspec: 1
name: ids
model:
  inputs: {x: {shape: [batch], dtype: int32}}
  layers: {e: {Embedding: {input_dim: 4, output_dim: 1}}}
  call: e(x)
data:
  source: {parquet: ids.parquet}
  inputs: {x: =lookup(id)}
  targets: =y
train: {epochs: 1, optimizer: adam, loss: mse}
"""


def test_long_ids_are_looked_up_in_files_that_lack_none(train, project, tmp_path):
    ids = [2**53, 2**53 + 1, None]
    parquet.write_table(pa.table({"id": ids, "y": [1.0, 2.0, 3.0]}), project / "ids.parquet")
    folder = train(LONG_IDS).folder
    parquet.write_table(pa.table({"id": ids[1::-1]}), tmp_path / "rows.parquet")
    predict(folder, tmp_path / "rows.parquet", tmp_path / "out.npz")
    from wtspec.model.paths import weights
    from wtspec.runs.reopen import reopen

    table = np.asarray(weights(reopen(folder).model)["e/embeddings"])
    np.testing.assert_allclose(np.load(tmp_path / "out.npz")["y"], table[[2, 1], 0], rtol=1e-6)
