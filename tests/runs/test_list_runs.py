"""What the list of runs says, also of folders that something went wrong with."""

import importlib
import inspect
import json
import os
import subprocess
import sys

import pytest

from tests.runs.written_run import WITH_BEST, write_run
from wtspec.errors import SpecError
from wtspec.runs.listing.list_runs import list_runs
from wtspec.runs.lock import hold

FILES = ("config.resolved.yaml", "environment.json", "metrics.jsonl", "preprocessing.json")
ENDLESS = "[" * 100_000
HUGE = f'{{"status": "finished", "epoch": {"9" * 5000}, "lengths": {{"total_steps": 1e999}}}}'


def listed(folder):
    """The only run below a folder."""
    (run,) = list_runs(folder).runs
    return run


def names(folder):
    return [str(run.path.relative_to(folder)) for run in list_runs(folder).runs]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("finished", "finished"),
        ("interrupted", "stopped"),
        ("failed", "failed"),
        ("training", "died"),
        ("asleep", "unknown"),
    ],
)
def test_the_state_of_a_run_that_no_process_trains_is_what_was_written_last(
    status, state, tmp_path
):
    assert listed(write_run(tmp_path / "0001", status)).state == state


@pytest.mark.parametrize("status", ["training", "interrupted", "failed"])
def test_a_run_is_running_while_a_process_holds_its_lock(status, tmp_path):
    folder = write_run(tmp_path / "0001", status)
    with hold(folder):
        assert listed(folder).state == "running"
    assert listed(folder).state != "running"


def test_a_run_that_ends_while_it_is_looked_at_has_not_died(tmp_path, monkeypatch):
    folder = write_run(tmp_path / "0001", "training")

    def end(_):
        (folder / "environment.json").write_text('{"status": "finished"}', "utf-8")
        return False

    monkeypatch.setattr("wtspec.runs.listing.summary.is_held", end)
    assert listed(folder).state == "finished"


def test_epochs_are_those_that_were_trained_to_their_end(tmp_path):
    run = listed(write_run(tmp_path / "0001"))
    assert (run.epochs, run.planned_epochs, run.spec) == (3, 5, "digits")


def test_a_run_without_an_epoch_has_no_best(tmp_path):
    run = listed(write_run(tmp_path / "0001", losses=()))
    assert (run.epochs, run.best) == (0, None)


@pytest.mark.parametrize(
    ("asked", "metric", "value", "epoch"),
    [
        ("loss", "loss", 0.5, 2),
        ("val_accuracy", "val_accuracy", 0.75, 1),
        ("min val_accuracy", "val_accuracy", 0.25, 2),
        ("max val_loss", "val_loss", 3.0, 1),
        ("val_dice", "val_loss", 1.0, 2),
        ("[val_accuracy]", "val_loss", 1.0, 2),
        ("*a", "val_loss", 1.0, 2),
    ],
)
def test_the_best_epoch_is_told_by_what_the_checkpoints_go_by(
    asked, metric, value, epoch, tmp_path
):
    best = listed(write_run(tmp_path / "0001", spec=WITH_BEST.format(asked))).best
    assert (best.metric, best.value, best.epoch) == (metric, value, epoch)


def test_the_best_epoch_is_else_that_of_the_least_loss_of_validation_rows(tmp_path):
    best = listed(write_run(tmp_path / "0001")).best
    assert (best.metric, best.value, best.epoch) == ("val_loss", 1.0, 2)


def test_an_epoch_that_was_no_number_is_never_the_best(tmp_path):
    folder = write_run(tmp_path / "0001")
    (folder / "metrics.jsonl").write_text(
        '{"epoch": 1, "loss": null, "val_loss": NaN}\n{"epoch": 2, "loss": null}\n'
        f'{{"epoch": 3, "loss": 1}}\n{{"epoch": 4, "loss": -{"9" * 999}}}\n',
        "utf-8",
    )
    run = listed(folder)
    assert (run.epochs, run.best.metric, run.best.epoch) == (4, "loss", 3)


def test_runs_are_in_the_order_of_their_numbers(tmp_path):
    for name in ("b/0002", "b/10000", "b/9999", "a/0010", "a/nested/deep/0001"):
        write_run(tmp_path / name)
    expected = ["a/0010", "a/nested/deep/0001", "b/0002", "b/9999", "b/10000"]
    assert names(tmp_path) == expected


def test_what_is_no_run_is_passed_over(tmp_path):
    write_run(tmp_path / "a" / "0001")
    write_run(tmp_path / ".trash" / "0001")
    write_run(tmp_path / "a" / "0001" / "checkpoints")
    write_run(tmp_path / "a" / "0002" / "checkpoints")
    (tmp_path / "b" / "environment.json").mkdir(parents=True)
    (tmp_path / "notes.txt").touch()
    assert names(tmp_path) == ["a/0001"]


def test_a_stray_file_hides_no_runs(tmp_path):
    write_run(tmp_path / "a" / "0001")
    (tmp_path / "environment.json").touch()
    assert names(tmp_path) == [".", "a/0001"]


def test_links_give_no_run_twice_and_lead_nowhere_else(tmp_path):
    write_run(tmp_path / "elsewhere" / "0001")
    write_run(tmp_path / "runs" / "0001")
    (tmp_path / "runs" / "latest").symlink_to("0001")
    (tmp_path / "runs" / "loop").symlink_to(".")
    (tmp_path / "runs" / "other").symlink_to(tmp_path / "elsewhere")
    assert names(tmp_path / "runs") == ["0001"]


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_read_by_a_link_that_leads_out(name, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    other, folder = write_run(tmp_path / "other"), write_run(tmp_path / "here" / "0001")
    whole = listed(folder)
    (folder / name).unlink()
    broken = listed(folder) if name != "environment.json" else None
    (folder / name).symlink_to(other / name)
    run = listed(folder)
    assert run != whole
    assert broken is None or (run.best, run.planned_epochs) == (broken.best, broken.planned_epochs)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("text", ["", "\0" * 999, ENDLESS, HUGE, "{", '{"status": 1}', "é\ud800"])
def test_a_broken_file_costs_no_more_than_what_it_tells(name, text, tmp_path):
    folder = write_run(tmp_path / "0001")
    whole = listed(folder)
    (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    run = listed(folder)
    assert name == "metrics.jsonl" or (run.epochs, run.best) == (3, whole.best)
    assert name == "preprocessing.json" or run.planned_epochs == 5
    assert run.state in ("finished", "unknown")
    assert name == "environment.json" or run.state == "finished"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("make", ["folder", "pipe", "gone", "itself", "device", "hole"])
def test_whatever_lies_in_a_files_place_is_neither_waited_for_nor_read(name, make, tmp_path):
    folder = write_run(tmp_path / "0001")
    path = folder / name
    path.unlink()
    match make:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "itself":
            path.symlink_to(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "hole":
            path.touch()
            os.truncate(path, 1 << 33)
        case _:
            pass
    if name == "config.resolved.yaml" and make == "folder":
        assert listed(folder).spec == tmp_path.name
    run = listed(folder)
    assert name == "metrics.jsonl" or run.epochs == 3
    assert name == "preprocessing.json" or run.planned_epochs == 5


def test_a_line_that_was_cut_short_is_passed_over(tmp_path):
    folder = write_run(tmp_path / "0001")
    text = (folder / "metrics.jsonl").read_text("utf-8")
    (folder / "metrics.jsonl").write_text(text[:-20], "utf-8")
    assert listed(folder).epochs == 2


def test_of_a_huge_record_the_end_is_read(tmp_path):
    folder = write_run(tmp_path / "0001")
    line = json.dumps({"epoch": 7, "loss": 1.0, "note": "x" * 4000}) + "\n"
    last = json.dumps({"epoch": 8, "loss": 2.0}) + "\n"
    (folder / "metrics.jsonl").write_text(line * 5000 + last, "utf-8")
    assert listed(folder).epochs == 8


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_told_and_hides_no_other(tmp_path):
    write_run(tmp_path / "a" / "0001")
    locked = write_run(tmp_path / "b" / "0001")
    locked.chmod(0)
    found = list_runs(tmp_path)
    locked.chmod(0o755)
    assert [run.path.name for run in found.runs] == ["0001"]
    assert found.unreadable == [locked]


@pytest.mark.parametrize("name", ["absent", "file", "nul\0", "x" * 5000])
def test_what_is_no_folder_has_no_runs(name, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SpecError) as caught:
        list_runs(tmp_path / name)
    assert [fault.code for fault in caught.value.diagnostics] == ["no-run"]


def test_the_list_loads_neither_keras_nor_numpy(tmp_path):
    write_run(tmp_path / "0001")
    source = (
        "import sys\nfrom wtspec.cli.main import run_command\n"
        f"run_command(['runs', {str(tmp_path)!r}])\n"
        "print([name for name in ('keras', 'jax', 'numpy', 'yaml') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_names_of_metrics_tell_whether_less_is_better_as_keras_knows_it(tmp_path):
    keras = importlib.import_module("keras")
    wrong = []
    for number, metric in enumerate(_metrics(keras)):
        folder = write_run(tmp_path / str(number), spec=WITH_BEST.format(metric.name))
        lines = [{"epoch": epoch, metric.name: float(epoch)} for epoch in (1, 2)]
        (folder / "metrics.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
        if listed(folder).best.epoch != {"down": 1, "up": 2}[metric._direction]:
            wrong.append(metric.name)
    assert number > 30
    assert wrong == []


def _metrics(keras):
    """Of each of Keras's metrics one, where less is better or more."""
    given = {"num_classes": 2, "target_class_ids": [0], "normalizer": [1.0]}
    given |= dict.fromkeys(("recall", "precision", "specificity", "sensitivity"), 0.5)
    for made in vars(keras.metrics).values():
        if inspect.isclass(made) and issubclass(made, keras.metrics.Metric):
            needed = [
                name
                for name, one in inspect.signature(made).parameters.items()
                if one.default is one.empty
            ]
            if set(needed) <= set(given):
                metric = made(**{name: given[name] for name in needed})
                if hasattr(metric, "_direction"):
                    yield metric
