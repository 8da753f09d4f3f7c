import json
import os
import shutil

import numpy as np
import pytest

from wtspec.build.paths import weights
from wtspec.codegen import generate_all
from wtspec.errors import SpecError
from wtspec.runs.evaluate import evaluate
from wtspec.runs.reopen import open_run
from wtspec.stages import check, load


def test_opened_model_has_the_trained_weights(finished):
    opened, trained = weights(open_run(finished.folder)), weights(finished.model)
    assert list(opened) == list(trained)
    for path, weight in trained.items():
        np.testing.assert_array_equal(opened[path], weight)


def test_opened_model_predicts_as_the_one_in_memory(finished):
    inputs = {"size": np.ones((5, 1), "float32"), "color": np.arange(5, dtype="int32") % 4}
    opened = open_run(finished.folder)
    np.testing.assert_array_equal(
        opened.predict(inputs, verbose=0), finished.model.predict(inputs, verbose=0)
    )


@pytest.mark.parametrize("part", ["validation", "test"])
def test_evaluating_gives_the_metrics_that_the_run_ended_with(finished, part):
    assert evaluate(finished.folder, part=part) == finished.metrics[part]


def test_evaluating_works_from_any_directory(finished, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    folder = os.path.relpath(finished.folder, tmp_path)
    assert evaluate(type(finished.folder)(folder)) == finished.metrics["test"]


def test_evaluating_other_rows_measures_all_of_them(finished, tmp_path):
    source = finished.folder.parents[2] / "flowers.csv"
    every = evaluate(finished.folder, data=source)
    header, *lines = source.read_text().splitlines()
    shuffled = tmp_path / "other.csv"
    shuffled.write_text("\n".join([header, *lines[::-1]]) + "\n")
    assert evaluate(finished.folder, data=shuffled) == pytest.approx(every, rel=1e-5)


def test_part_that_a_run_does_not_have_is_named(finished, fault):
    assert fault(evaluate, finished.folder, part="tset").help == "did you mean `test`?"


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
    assert weights(open_run(folder)).keys() == weights(finished.model).keys()


def test_resolved_spec_means_the_program_that_ran(finished):
    resolved = check(load(finished.folder / "config.resolved.yaml"))
    again = generate_all(resolved.program, resolved.spec.document.source, "x")
    assert without_comments(again) == without_comments((finished.folder / "source.py").read_text())


def without_comments(source):
    lines = (line.partition("  # ")[0].rstrip() for line in source.splitlines())
    return "".join("".join(lines).partition("import keras")[2].split())


def test_folder_of_runs_leads_to_the_last_of_them(finished, fault):
    assert "0001" in fault(open_run, finished.folder.parent).help


def test_run_that_is_not_there_is_a_fault(finished, fault):
    found = fault(open_run, finished.folder.with_name("0002"))
    assert (found.code, found.help) == ("no-run", "did you mean `0001`?")


def test_run_without_weights_did_not_finish(finished, tmp_path, fault):
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    (folder / "weights.safetensors").unlink()
    assert fault(open_run, folder).code == "unfinished-run"


@pytest.mark.parametrize("text", ["", "[]", '{"learned": {}}'])
def test_broken_record_of_preprocessing_is_a_fault(finished, tmp_path, fault, text):
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    (folder / "preprocessing.json").write_text(text)
    assert fault(open_run, folder).code == "unreadable-file"


def test_resolved_spec_of_a_stranger_reads_no_other_file(finished, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(finished.folder, folder)
    (tmp_path / "base.yaml").write_text("doc: other\n")
    config = folder / "config.resolved.yaml"
    config.write_text(config.read_text() + "extends: ../base.yaml\n")
    with pytest.raises(SpecError) as raised:
        open_run(folder)
    assert raised.value.diagnostics[0].code == "outside-root"


def test_formula_that_learns_from_several_columns_is_applied_again(train):
    run = train(
        overrides=[
            ("model.inputs.size", ["batch", 2]),
            ("data.inputs.size", "=standardize(stack([length, kind], axis=-1))"),
            ("train.epochs", 1),
        ]
    )
    assert json.loads((run.folder / "preprocessing.json").read_text())["learned"]
    assert evaluate(run.folder) == run.metrics["test"]
