"""Later rows of a CSV file are read in the dialect of the training's."""

import numpy as np
import pytest

from wtspec.runs.evaluate import evaluate
from wtspec.runs.predict import predict

SPEC = """
wtspec: 1
model:
  inputs: {x: [batch, 3], d: {shape: [batch], dtype: int32}}
  layers: {e: {Embedding: {input_dim: =classes(day), output_dim: 2}}, o: {Dense: 1}}
  call: o(concatenate([x, e(d)], axis=-1))
data:
  source:
    csv:
      path: t.csv
      separator: ";"
      decimal: ","
      encoding: latin-1
      types: {ok: bool, day: {date: "%d.%m.%Y"}}
  inputs: {x: "=nan_to_num(stack([ok, b, a], axis=-1))", d: =lookup(day)}
  targets: =y
train: {epochs: 1, optimizer: adam, loss: mse}
"""
HEAD = "ok;b;day;a;y;é\n"


@pytest.fixture
def trained(project, train):
    truth = ("true", "false", "")
    rows = "".join(
        f"{('yes', 'no')[at % 2]};{truth[at % 3]};{at % 28 + 1}.3.2024;{at},5;{at % 2};é\n"
        for at in range(40)
    )
    (project / "t.csv").write_text(HEAD + rows, "latin-1")
    return train(SPEC)


def rows(project, text):
    (project / "new.csv").write_text(HEAD + text, "latin-1")
    return project / "new.csv"


def predicted(project, folder, text):
    predict(folder, rows(project, text), project / "p.npz")
    with np.load(project / "p.npz") as arrays:
        return next(iter(arrays.values()))


def test_file_of_the_training_is_measured_with_its_gaps(project, trained):
    assert evaluate(trained.folder, data=project / "t.csv")


def test_rows_of_other_kinds_mean_what_they_mean_in_the_training(project, trained):
    whole = predicted(project, trained.folder, "yes;true;1.3.2024;1,5;0;é\n")
    other = predicted(project, trained.folder, "Y;1;01.03.2024;1,50;0;é\n")
    assert whole == pytest.approx(other)
    assert len(predicted(project, trained.folder, "no;;1.4.2024;2;0;é\n;;;;;\n")) == 2


@pytest.mark.parametrize(
    ("cells", "column"), [("ja;;;1;0;", "ok"), (";;;1.5;0;", "a"), (";;2024-03-01;1;0;", "day")]
)
def test_cell_in_another_dialect_is_named_with_its_line(project, trained, fault, cells, column):
    file = rows(project, ";;;1;0;\n" + cells + "\n")
    found = fault(predict, trained.folder, file, project / "p.npz")
    assert found.code == "wrong-type"
    assert "line 3 of `new.csv` has no" in found.message
    assert f"column `{column}`" in found.message
