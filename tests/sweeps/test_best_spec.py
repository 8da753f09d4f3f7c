"""The best trial is written as a file that means what the trial was."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from wtspec.document import read_document, read_text
from wtspec.document.difference import is_same
from wtspec.document.override import parse_override
from wtspec.report.sweep import SweepGoal, SweepReport, TrialReport
from wtspec.runs.resolved import resolved_text
from wtspec.spec import validate
from wtspec.spec.trial import trial_document
from wtspec.stages import check, check_file
from wtspec.sweeps.results.best_spec import can_extend, write_best_specs

SPEC = """\
wtspec: 1
extends: base.yaml
params: {width: 32, rate: 0.5}
model:
  inputs: {x: [batch, 4]}
  sequential:
    - Dense: {units: =width, activation: relu}
    - Dropout: =rate
    - Dense: {units: 3, kernel_regularizer: {L2: {l2: 0.01}}}
sweep:
  trials: 4
  goal: {minimize: loss}
  over: {params.width: [8, 16]}
"""
BASE = """\
wtspec: 1
data:
  source: {csv: rows.csv}
  inputs: {x: "=stack([a, b, c, d], axis=-1)"}
  targets: =label
train:
  epochs: 2
  optimizer: {Adam: {learning_rate: 0.001}}
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
"""
RATE = "train.optimizer.AdamW.learning_rate"
ROWS = "a,b,c,d,label\n" + "1,2,3,4,0\n" * 4


@pytest.fixture
def project(tmp_path):
    """A project with a spec, and the folder of its sweep."""
    (tmp_path / "pyproject.toml").touch()
    for name, text in {"digits.yaml": SPEC, "base.yaml": BASE, "rows.csv": ROWS}.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "other.csv").write_text(ROWS)
    (tmp_path / "runs/digits/sweep-0001").mkdir(parents=True)
    return tmp_path


def report_of(*given, goals=1):
    trials = [TrialReport(at, "finished", one, [0.9731] * goals) for at, one in enumerate(given)]
    return SweepReport(
        name="digits",
        folder="runs/digits/sweep-0001",
        doc=None,
        goals=[SweepGoal("val_accuracy", "max"), SweepGoal("loss", "min")][:goals],
        over=[],
        sampler="tpe",
        pruner="none",
        trials=trials,
        best=[trial.number for trial in trials],
        importances={},
        wanted=None,
        seconds=1.0,
        version="0.1.0",
    )


def give(document, trial):
    return trial_document(document, [parse_override(*one) for one in trial.given.items()])


def resolved(document, folder):
    checked = check(validate(document))
    return resolved_text(checked.spec, folder, checked.program.params)


def written(project, *given, overrides=(), goals=1):
    """The files' texts, each of which was found to mean what its trial was."""
    folder = project / "runs/digits/sweep-0001"
    swept = read_document(project / "digits.yaml", overrides=overrides)
    report = report_of(*given, goals=goals)
    paths = write_best_specs(folder, report, swept, give)
    for path, trial in zip(paths, report.trials, strict=True):
        checked = check_file(path)
        assert checked.program.sweep is None
        text = resolved_text(checked.spec, project, checked.program.params)
        meant = resolved(give(swept, trial), project)
        assert is_same(read_text(text, "best"), read_text(meant, "trial")), (text, meant)
    return [path.read_text() for path in paths]


def test_it_says_what_the_trial_was_given_as_a_person_would(project):
    assert written(project, {"params.width": 128, RATE: 0.003}) == [
        """\
# The best of 1 trial of runs/digits/sweep-0001: trial 0, val_accuracy 0.9731.
wtspec: 1
extends: ../../../digits.yaml

name: digits
params: {width: 128}
train: {optimizer: {AdamW: {learning_rate: 0.003}}}
sweep: null
"""
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"model.sequential.1.Dropout": 0.25},
        {"model.sequential.2.Dense.kernel_regularizer": "{L1: {l1: 0.1}}"},
        {"model.sequential.2.Dense.kernel_regularizer": None},
        {"train.optimizer": "SGD"},
        {"train.optimizer": "{SGD: {momentum: 0.9}}", "train.optimizer.SGD.learning_rate": 1e-05},
        {"train.steps": 7},
        {"train.metrics": "[accuracy]", "model.sequential.0.Dense.activation": None},
        {"params.rate": 0, "params.width": 32},
        {"data.source.csv": "other.csv"},
        {"runtime.seed": 3, "data.batch_size": 2},
        {
            "params.rate": "=1 / 4",
            "train.optimizer.Adam.learning_rate": (
                "{CosineDecay: {initial_learning_rate: 0.1, decay_steps: 9}}"
            ),
        },
        {},
    ],
    ids=str,
)
def test_it_means_what_the_trial_was(project, given):
    written(project, given)


def test_what_set_changed_is_said_too(project):
    (text,) = written(project, {"params.width": 64}, overrides=[("train.epochs", "9")])
    assert "\ntrain: {epochs: 9}\n" in text


def test_an_item_of_a_list_is_said_with_the_whole_list(project):
    (text,) = written(project, {"model.sequential.1.Dropout": 0.25})
    assert (
        """\
model:
  sequential:
    - {Dense: {units: =width, activation: relu}}
    - {Dropout: 0.25}
    - {Dense: {units: 3, kernel_regularizer: {L2: {l2: 0.01}}}}
"""
        in text
    )


def test_each_trial_of_a_front_has_a_file_and_stale_ones_go(project):
    written(project, {"params.width": 8})
    texts = written(project, {"params.width": 16}, {"params.width": 64}, goals=2)
    assert ["width: 16" in texts[0], "width: 64" in texts[1]] == [True, True]
    assert texts[0].startswith("# On the Pareto front of 2 trials")
    names = sorted(path.name for path in (project / "runs/digits/sweep-0001").iterdir())
    assert names == ["best-1.yaml", "best-2.yaml"]


def test_only_what_lies_under_its_own_root_can_be_extended(project):
    folder = project / "runs/digits/sweep-0001"
    swept = read_document(project / "digits.yaml")
    assert can_extend(folder, swept)
    (project / "pyproject.toml").unlink()
    assert not can_extend(folder, swept)
    (folder / "sweep.yaml").write_text(resolved(swept, folder))
    own = read_document(folder / "sweep.yaml", root=project)
    assert can_extend(folder, own)
    (path,) = write_best_specs(folder, report_of({"params.width": 128}), own, give)
    assert "\nextends: sweep.yaml\n\nparams: {width: 128}\n" in path.read_text()


def test_what_a_file_stands_on_lies_under_the_root_too(project):
    folder = project / "inner/runs"
    folder.mkdir(parents=True)
    (project / "inner/pyproject.toml").touch()
    (project / "inner/digits.yaml").write_text("wtspec: 1\nextends: ../digits.yaml\n")
    assert not can_extend(folder, read_document(project / "inner/digits.yaml", root=project))


def test_a_comment_holds_no_more_than_a_line(project):
    folder = project / "runs/digits/sweep-0001"
    swept = read_document(project / "digits.yaml")
    report = replace(report_of({}), folder="a\nparams: {width: 1}\u2028")
    (path,) = write_best_specs(folder, report, swept, give)
    assert path.read_text().split("\n")[1] == "wtspec: 1"
    assert Path(path).name == "best.yaml"
