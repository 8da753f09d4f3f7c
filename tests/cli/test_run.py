import json

import numpy as np
import pytest


@pytest.fixture
def trained(wtspec, small):
    said = wtspec("run", small)
    assert said.status == 0, said.err
    return said


def test_a_run_tells_its_metrics_weights_and_folder(trained, tmp_path):
    lines = trained.out.splitlines()
    assert [line.split()[0] for line in lines[1:3]] == ["train", "test"]
    assert lines[0].split() == ["loss", "accuracy"]
    weights = [line.split()[0] for line in lines if line.startswith("linear/")]
    assert weights == ["linear/w", "linear/b"]
    assert lines[-1] == "recorded in runs/small/0001"
    assert (tmp_path / "runs" / "small" / "0001" / "weights.safetensors").is_file()


def test_progress_is_plain_lines_where_there_is_no_terminal(trained):
    assert "\x1b" not in trained.err
    assert [line.split()[1] for line in trained.err.splitlines() if "epoch " in line][-2:] == [
        "1/2",
        "2/2",
    ]


def test_the_seed_is_the_one_of_the_runtime(wtspec, small):
    first = wtspec("run", small, "--seed", "7").out
    assert (
        wtspec("run", small, "--set", "runtime.seed=7").out.partition("recorded")[0]
        == (first.partition("recorded")[0])
    )
    assert (
        wtspec("run", small, "--seed", "8").out.partition("path")[2] != first.partition("path")[2]
    )


def test_evaluate_measures_what_the_run_measured(wtspec, trained):
    said = wtspec("evaluate", "runs/small/0001", "--json")
    assert said.status == 0, said.err
    measured = [f"{value:.5g}" for value in json.loads(said.out).values()]
    assert trained.out.splitlines()[2].split() == ["test", *measured]
    assert wtspec("evaluate", "runs/small/0001").out.splitlines()[1].split() == ["test", *measured]


def test_evaluate_measures_the_rows_of_another_file(wtspec, trained, tmp_path):
    from wtspec import open as open_run

    rows = np.random.default_rng(0)
    np.savez(tmp_path / "new.npz", x=rows.normal(size=(9, 4)), label=np.arange(9) % 3)
    said = wtspec("evaluate", "runs/small/0001", "--data", "new.npz", "--json")
    assert json.loads(said.out) == open_run("runs/small/0001").evaluate(data="new.npz")
    said = wtspec("evaluate", "runs/small/0001", "--data", "new.npz")
    assert said.out.splitlines()[1].split()[0] == "new.npz"


def test_a_part_that_the_run_lacks_is_a_fault(wtspec, trained):
    said = wtspec("evaluate", "runs/small/0001", "--part", "validation")
    assert (said.status, said.out) == (1, "")


def test_predict_writes_a_row_for_each_row(wtspec, trained, tmp_path):
    import numpy as np

    np.savez(tmp_path / "rows.npz", x=np.zeros((5, 4)))
    said = wtspec("predict", "runs/small/0001", "rows.npz", "-o", "out.npz")
    assert (said.status, said.out) == (0, ""), said.err
    found = np.load(tmp_path / "out.npz")
    assert all(found[name].shape == (5,) for name in found.files)
    assert "probability_2" in found.files


def test_a_run_that_does_not_exist_is_a_fault(wtspec):
    said = wtspec("evaluate", "runs/small/0009")
    assert said.status == 1
    assert "there is no run `runs/small/0009`" in said.err
