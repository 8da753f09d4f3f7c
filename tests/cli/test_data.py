import json
import subprocess
import sys

import pytest

SPEC = """\
wtspec: 1
data:
  source: {csv: people.csv}
  inputs: {numbers: "=stack([nan_to_num(age), height], axis=-1)", team: =lookup(team)}
  targets: =lookup(kind) - 1
  split: {test: 0.25, shuffle: false}
"""


@pytest.fixture
def people(tmp_path):
    """A table in whose last rows people are older, of a team that was not there before."""
    lines = [
        f"{'' if row % 10 == 0 else row},{row % 7 / 2},{'r' if row < 30 else 's'},{'uv'[row % 2]}\n"
        for row in range(40)
    ]
    (tmp_path / "people.csv").write_text("age,height,team,kind\n" + "".join(lines), "utf-8")
    (tmp_path / "people.yaml").write_text(SPEC, "utf-8")
    return tmp_path / "people.yaml"


def told(wtspec, *arguments):
    said = wtspec("data", *arguments)
    assert said.status == 0, said.err
    return said.out


def as_json(wtspec, *arguments):
    return json.loads(told(wtspec, *arguments, "--json"))


def test_a_file_needs_neither_a_model_nor_a_training(wtspec, people):
    out = told(wtspec, people)
    assert "train    30  75.0%" in out
    assert max(map(len, out.splitlines())) <= 80


def test_what_the_model_is_given_has_its_shape_dtype_range_and_gaps(wtspec, people):
    arrays = as_json(wtspec, people)["parts"]["train"]["arrays"]
    numbers, team, target = arrays
    assert (numbers["role"], numbers["name"], numbers["shape"]) == ("input", "numbers", [2])
    assert numbers["dtype"] == "float32"
    assert (numbers["amounts"]["low"], numbers["amounts"]["high"]) == (0, 29)
    assert numbers["missing"] == pytest.approx(3 / 60)
    assert (team["dtype"], team["shape"], team["missing"]) == ("int32", [], 0)
    assert target["role"] == "target"


def test_labels_have_the_names_of_their_column(wtspec, people):
    labels = as_json(wtspec, people)["labels"][""]
    assert [(one["value"], one["name"]) for one in labels] == [(0, "u"), (1, "v")]
    assert [one["counts"] for one in labels] == [{"train": 15, "test": 5}] * 2


def test_an_amount_has_no_labels(wtspec, people):
    assert as_json(wtspec, people, "--set", "data.targets==height")["labels"] == {}


def test_drift_is_told_of_the_columns_that_have_it(wtspec, people):
    drift = {one["column"]: one for one in as_json(wtspec, people)["drift"]}
    assert {name for name, one in drift.items() if one["is_large"]} == {"age", "team"}
    assert drift["age"]["shift"] > 2
    assert drift["team"]["unseen"] == 1
    shuffled = as_json(wtspec, people, "--set", "data.split.shuffle=true")
    assert not any(one["is_large"] for one in shuffled["drift"])


def test_rows_of_test_that_train_has_too_are_counted(wtspec, people, tmp_path):
    lines = (tmp_path / "people.csv").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "people.csv").write_text("".join(lines + lines[1:4]), "utf-8")
    assert as_json(wtspec, people)["parts"]["test"]["also_in_train"] == 3
    assert "3 rows (27.3%), target and all" in told(wtspec, people)


def test_first_rows_are_shown_as_they_are_and_as_the_model_gets_them(wtspec, people):
    first = as_json(wtspec, people, "--part", "test", "--rows", 2)["first"]
    assert first["rows"] == [31, 32]
    assert first["columns"]["age"] == [None, 31]
    inputs = {one["name"]: one["values"] for one in first["arrays"] if one["role"] == "input"}
    assert inputs["numbers"] == [[0, 1], [31, 1.5]]
    out = told(wtspec, people, "--rows", 30)
    assert "row 30" in out
    assert max(map(len, out.splitlines())) <= 80
    assert "row 1" not in told(wtspec, people, "--rows", 0)


def test_a_part_that_is_not_there_is_refused_with_those_that_are(wtspec, people):
    said = wtspec("data", people, "--part", "validation")
    assert said.status == 1
    assert "expected: one of `test`, `train`" in said.err


def test_functions_of_the_file_serve_in_its_data(wtspec, people):
    text = people.read_text("utf-8").replace("data:", "functions:\n  half(x): x / 2\ndata:", 1)
    people.write_text(text.replace("height]", "half(height)]"), "utf-8")
    numbers = as_json(wtspec, people, "--rows", 3)["first"]["arrays"][0]["values"]
    assert [row[1] for row in numbers] == [0, 0.25, 0.5]


def test_a_matrix_has_the_drift_of_its_farthest_column(wtspec, tmp_path):
    spec = """\
wtspec: 1
data:
  source: {sklearn: digits}
  inputs: {pixels: =data}
  targets: =target
  split: {test: 0.2}
"""
    (tmp_path / "digits.yaml").write_text(spec, "utf-8")
    drift = {one["column"].partition("[")[0] for one in as_json(wtspec, "digits.yaml")["drift"]}
    assert drift == {"data", "target"}


def test_what_would_act_on_a_terminal_is_shown(wtspec, people, tmp_path):
    text = (tmp_path / "people.csv").read_text("utf-8").replace("u\n", "\x1b[31mu\n")
    (tmp_path / "people.csv").write_text(text, "utf-8")
    out = told(wtspec, people)
    assert "\x1b" not in out
    assert r"\x1b[31mu" in out


def test_a_fault_of_the_data_is_told_at_its_place(wtspec, people):
    said = wtspec("data", people, "--set", "data.inputs.numbers==expand_dims(age, -1)")
    assert said.status == 1
    assert "error[not-finite]" in said.err


def test_a_file_without_data_is_told_to_get_some(wtspec, tmp_path):
    (tmp_path / "library.yaml").write_text("wtspec: 1\nfunctions:\n  half(x): x / 2\n", "utf-8")
    said = wtspec("data", "library.yaml")
    assert said.status == 1
    assert "error[incomplete-spec]" in said.err


def test_keras_is_not_imported(people):
    code = (
        "import sys; from wtspec.cli.main import run_command;"
        f"run_command(['data', {str(people)!r}]); assert 'keras' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
