import json
import os
import shutil

import numpy as np
import pytest

from wtspec.codegen import generate_all
from wtspec.errors import SpecError
from wtspec.model.paths import weights
from wtspec.runs.evaluate import evaluate
from wtspec.runs.reopen import reopen
from wtspec.stages import check, load


def test_opened_model_has_the_trained_weights(finished):
    opened, trained = weights(reopen(finished.folder).model), weights(finished.model)
    assert list(opened) == list(trained)
    for path, weight in trained.items():
        np.testing.assert_array_equal(opened[path], weight)


def test_opened_model_predicts_as_the_one_in_memory(finished):
    inputs = {"size": np.ones((5, 1), "float32"), "color": np.arange(5, dtype="int32") % 4}
    opened = reopen(finished.folder).model
    np.testing.assert_array_equal(
        opened.predict(inputs, verbose=0), finished.model.predict(inputs, verbose=0)
    )


@pytest.mark.parametrize("part", ["validation", "test"])
def test_evaluating_gives_the_metrics_that_the_run_ended_with(finished, part, monkeypatch):
    monkeypatch.chdir(finished.folder.parents[2])
    assert evaluate(finished.folder, part=part) == finished.metrics[part]


def test_evaluating_from_another_directory_takes_a_data_root(finished, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    folder = type(finished.folder)(os.path.relpath(finished.folder, tmp_path))
    project = finished.folder.parents[2]
    assert evaluate(folder, data_root=project) == finished.metrics["test"]


def test_data_of_a_run_are_read_below_the_callers_root_alone(
    finished, fault, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    found = fault(evaluate, finished.folder)
    assert (found.code, "--data-root" in found.help) == ("outside-root", True)


def test_the_whole_file_system_is_no_callers_root(finished, fault, monkeypatch):
    monkeypatch.chdir("/")
    assert fault(evaluate, finished.folder).code == "outside-root"


def test_a_project_is_the_root_of_a_caller_within_it(finished, monkeypatch, tmp_path):
    shutil.copytree(finished.folder.parents[2], tmp_path / "project")
    inner = tmp_path / "project" / "notebooks"
    inner.mkdir()
    (tmp_path / "project" / "pyproject.toml").touch()
    monkeypatch.chdir(inner)
    assert evaluate(tmp_path / "project/runs/flowers/0001") == finished.metrics["test"]


def test_evaluating_other_rows_measures_all_of_them(finished, tmp_path):
    source = finished.folder.parents[2] / "flowers.csv"
    every = evaluate(finished.folder, data=source)
    header, *lines = source.read_text().splitlines()
    shuffled = tmp_path / "other.csv"
    shuffled.write_text("\n".join([header, *lines[::-1]]) + "\n")
    assert evaluate(finished.folder, data=shuffled) == pytest.approx(every, rel=1e-5)


def test_part_that_a_run_does_not_have_is_named(finished, fault):
    root = finished.folder.parents[2]
    assert (
        fault(evaluate, finished.folder, part="tset", data_root=root).help == "did you mean `test`?"
    )


def test_run_on_given_arrays_can_not_be_evaluated_without_them(train, fault):
    kind = np.arange(60) % 3
    data = {"length": kind * 2.0, "color": np.array(["a", "b", "c"])[kind], "kind": kind}
    run = train(data=data, overrides=[("train.epochs", 1)])
    assert fault(evaluate, run.folder).code == "data-not-kept"
    assert "accuracy" in evaluate(run.folder, data=data)


def test_stored_source_is_never_executed(finished, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    (folder / "source.py").write_text("raise SystemExit('executed')")
    assert weights(reopen(folder).model).keys() == weights(finished.model).keys()


def test_resolved_spec_means_the_program_that_ran(finished):
    resolved = check(load(finished.folder / "config.resolved.yaml"))
    again = generate_all(resolved.program, resolved.spec.document.source, "x")
    assert without_comments(again) == without_comments((finished.folder / "source.py").read_text())


def without_comments(source):
    lines = (line.partition("  # ")[0].rstrip() for line in source.splitlines())
    return "".join("".join(lines).partition("import keras")[2].split())


def test_folder_of_runs_leads_to_the_last_of_them(finished, fault):
    assert "0001" in fault(reopen, finished.folder.parent).help


def test_run_that_is_not_there_is_a_fault(finished, fault):
    found = fault(reopen, finished.folder.with_name("0002"))
    assert (found.code, found.help) == ("no-run", "did you mean `0001`?")


def test_a_spec_in_place_of_its_run_is_told_from_a_run(finished, fault, monkeypatch):
    monkeypatch.chdir(finished.folder.parents[2])
    shutil.copy("spec.yaml", "flowers.yaml")
    for file, meant in (
        ("spec.yaml", "`wtspec run spec.yaml` makes one"),
        ("flowers.yaml", "did you mean `runs/flowers/0001`?"),
        ("runs/flowers/0001/config.resolved.yaml", "did you mean `runs/flowers/0001`?"),
    ):
        found = fault(reopen, type(finished.folder)(file))
        assert (found.code, found.help) == ("no-run", meant)
        assert found.message == f"`{file}` is a file, and a run is a folder"


@pytest.mark.parametrize("folder", ["/", "/m", "/a/b", ".", "..", "no\x1bwhere", "a/b/c/d"])
def test_folders_near_the_top_are_no_runs(folder, fault, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert fault(evaluate, type(tmp_path)(folder)).code == "no-run"


def test_run_without_weights_did_not_finish(finished, tmp_path, fault):
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    (folder / "weights.safetensors").unlink()
    assert fault(reopen, folder).code == "unfinished-run"


@pytest.mark.parametrize("text", ["", "[]", '{"learned": {}}'])
def test_broken_record_of_preprocessing_is_a_fault(finished, tmp_path, fault, text):
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    (folder / "preprocessing.json").write_text(text)
    assert fault(reopen, folder).code == "unreadable-file"


def test_resolved_spec_of_a_stranger_reads_no_other_file(finished, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    (tmp_path / "base.yaml").write_text("doc: other\n")
    config = folder / "config.resolved.yaml"
    config.write_text(config.read_text() + "extends: ../base.yaml\n")
    with pytest.raises(SpecError) as raised:
        reopen(folder)
    assert raised.value.diagnostics[0].code == "outside-root"


def test_formula_that_learns_from_several_columns_is_applied_again(train, project):
    run = train(
        overrides=[
            ("model.inputs.size", ["batch", 2]),
            ("data.inputs.size", "=standardize(stack([length, kind], axis=-1))"),
            ("train.epochs", 1),
        ]
    )
    assert json.loads((run.folder / "preprocessing.json").read_text())["learned"]
    assert evaluate(run.folder, data_root=project) == run.metrics["test"]


CHANGES = {
    "another value": lambda lines: [lines[0], "9.9,red,0", *lines[2:]],
    "a row more": lambda lines: [*lines, "1.0,red,0"],
    "a row less": lambda lines: lines[:-1],
    "another order": lambda lines: [lines[0], *lines[:0:-1]],
}


@pytest.mark.parametrize("change", CHANGES)
def test_evaluating_on_data_that_changed_is_refused(change, train, project, monkeypatch, fault):
    folder = train().folder
    monkeypatch.chdir(project)
    table = project / "flowers.csv"
    lines = table.read_text().splitlines()
    table.write_text("\n".join(CHANGES[change](lines)) + "\n")
    part = "train" if change == "another value" else "test"
    assert fault(evaluate, folder, part=part).code == "data-changed"


def test_column_that_no_formula_reads_may_come_or_go(train, project, monkeypatch):
    finished = train()
    monkeypatch.chdir(project)
    table = project / "flowers.csv"
    first, *lines = table.read_text().splitlines()
    more = [f"{first},note", *(f"{line},{at}" for at, line in enumerate(lines))]
    table.write_text("\n".join(more) + "\n")
    assert evaluate(finished.folder) == finished.metrics["test"]


def test_a_run_whose_facts_are_damaged_has_its_final_weights(finished, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    for damaged in ("[]", "", "{"):
        (folder / "environment.json").write_text(damaged)
        assert reopen(folder).told is None
