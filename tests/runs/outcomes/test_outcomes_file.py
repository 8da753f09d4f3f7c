"""What a run's folder keeps of its outcomes is read as it was written, and nothing else is."""

import json
import subprocess
import sys

import pytest

from wtspec.report.outcome import Confusion, Example, Outcome, Residuals
from wtspec.runs.outcomes.outcomes_file import Outcomes, read_outcomes, write_outcomes
from wtspec.runs.record import Record

PICTURE = "data:image/png;base64,iVBORw0KGgo="
FOUND = Outcomes(
    [
        Outcome("kind", "test", 3, Confusion(["a", "b"], [[1, 0], [1, 1]])),
        Outcome("size", "test", 3, None, [Residuals("size", [1.0], [1.5], 0, 1, [1], 0.5, None)]),
        Outcome("", "test", 3, worst=[Example(1, 0.5, "a", "b", 0.9, PICTURE, [("x", "1")])]),
    ],
    ["a remark"],
)


def test_outcomes_are_read_as_they_were_written(tmp_path):
    write_outcomes(FOUND, tmp_path)
    assert read_outcomes(tmp_path) == FOUND


def test_a_run_without_outcomes_has_none(tmp_path):
    assert read_outcomes(tmp_path) == Outcomes()


OUTCOME = {"output": "", "part": "test", "rows": 3}
UNEQUAL = {"name": "", "true": [1.0], "predicted": [], "low": 0, "high": 1, "counts": []}
ELSEWHERE = {"row": 1, "loss": 1, "true": "", "predicted": "", "image": "https://example.com/x.png"}


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ({"output": 1}, "Expected `str`"),
        ({**OUTCOME, "rows": "3"}, "Expected `int`"),
        ({**OUTCOME, "confusion": {"classes": ["a"], "counts": []}}, "a count for each class"),
        (
            {**OUTCOME, "residuals": [{**UNEQUAL, "mean_absolute_error": 1, "r2": None}]},
            "a prediction for each value",
        ),
        ({**OUTCOME, "worst": [ELSEWHERE]}, "no PNG"),
    ],
)
def test_outcomes_that_do_not_fit_together_are_told(tmp_path, fault, outcome, said):
    (tmp_path / "outcomes.json").write_text(json.dumps({"outcomes": [outcome]}), "utf-8")
    found = fault(read_outcomes, tmp_path)
    assert found.code == "unreadable-file"
    assert said in found.message


@pytest.mark.parametrize("text", ["", "[]", "[" * 100_000, "\0"])
def test_a_file_that_is_no_record_of_outcomes_is_told(tmp_path, fault, text):
    (tmp_path / "outcomes.json").write_text(text, "utf-8")
    assert fault(read_outcomes, tmp_path).code == "unreadable-file"


def test_a_link_out_of_the_run_is_not_followed(tmp_path, fault):
    folder = tmp_path / "run"
    folder.mkdir()
    write_outcomes(FOUND, tmp_path)
    (folder / "outcomes.json").symlink_to(tmp_path / "outcomes.json")
    assert fault(read_outcomes, folder).code == "outside-root"


def test_outcomes_are_read_without_keras_and_arrays():
    code = "import sys, wtspec.runs.outcomes.outcomes_file; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"keras", "jax", "numpy"} & set(done.stdout.split())


def test_what_came_of_an_end_before_is_taken_back_where_a_run_goes_on(tmp_path):
    (tmp_path / "metrics.jsonl").touch()
    write_outcomes(FOUND, tmp_path)
    Record(tmp_path, {}).go_on(None, {}, ())
    assert read_outcomes(tmp_path) == Outcomes()
