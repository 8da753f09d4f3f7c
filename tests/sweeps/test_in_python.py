"""Sweeps from Python."""

import pytest

import wtspec

pytest.importorskip("optuna")


def test_a_sweep_is_worked_out_goes_on_and_shows_itself(tmp_path, write_tiny, capfd):
    path = write_tiny(tmp_path, epochs=1, length="trials: 1")
    done = wtspec.sweep(path, runs_dir=tmp_path / "runs", progress=True)
    assert [trial.state for trial in done.report.trials] == ["finished"]
    assert capfd.readouterr().err.startswith("trial 0  width ")
    assert done.page.is_file()
    assert wtspec.load(done.best_specs[0]).name == "tiny"
    assert "1 of 1 trials" in done._repr_html_()
    again = wtspec.sweep(resume=tmp_path / "runs/tiny/sweep-0001")
    assert [trial.number for trial in again.report.trials] == [0]
    assert capfd.readouterr().err == ""


def test_what_is_gone_on_with_has_its_own_spec(tmp_path):
    with pytest.raises(TypeError, match="leave `spec` out"):
        wtspec.sweep("spec.yaml", resume=tmp_path)
    with pytest.raises(wtspec.SpecError, match="no-sweep"):
        wtspec.sweep(resume=tmp_path)
