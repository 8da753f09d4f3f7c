"""What a sweep leaves: its page, and the best trial as a file that extends the first."""

import pytest

from wtspec.document import read_text
from wtspec.document.difference import is_same
from wtspec.runs.resolved import resolved_text
from wtspec.stages import check_file
from wtspec.sweeps.events import TrialBegan, TrialEnded
from wtspec.sweeps.results.outcome import outcome_of
from wtspec.sweeps.results.write_page import keeping_page, write_page
from wtspec.sweeps.start import begin_sweep
from wtspec.sweeps.sweep_report import report_of
from wtspec.sweeps.trial_spec import trial_spec

optuna = pytest.importorskip("optuna")

RATE = "train.optimizer.AdamW.learning_rate"
SPEC = """\
wtspec: 1
params: {width: 8}
model:
  inputs: {x: [batch, 2]}
  sequential: [{Dense: =width}, {Dropout: 0.5}, {Dense: 1}]
data:
  source: {csv: rows.csv}
  inputs: {x: "=stack([a, b], axis=-1)"}
  targets: =y
  split: {validation: 0.5}
train: {epochs: 1, optimizer: Adam, loss: MeanSquaredError}
sweep:
  trials: 3
  goal: {minimize: val_loss}
  over:
    params.width: [4, 16]
    train.optimizer: [SGD, {AdamW: {learning_rate: 0.003}}]
    data.source.csv: [rows.csv, others.csv]
    model.sequential.1.Dropout: {low: 0.0, high: 0.5}
"""
PLACES = {
    "params.width": optuna.distributions.CategoricalDistribution([4, 16]),
    "train.optimizer": optuna.distributions.CategoricalDistribution(
        ["SGD", '{"AdamW": {"learning_rate": 0.003}}']
    ),
    "data.source.csv": optuna.distributions.CategoricalDistribution(["rows.csv", "others.csv"]),
    "model.sequential.1.Dropout": optuna.distributions.FloatDistribution(0.0, 0.5),
}
GIVEN = [(16, 0, 0.25), (4, 1, 0.125), (16, 1, 0.5)]


@pytest.fixture
def project(tmp_path):
    """A project whose sweep has three trials, the second of which is the best."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "model.yaml").write_text(SPEC)
    for name in ("rows.csv", "others.csv"):
        (tmp_path / name).write_text("a,b,y\n" + "1,2,3\n" * 8)
    return tmp_path


def swept(project, overrides=()):
    checked = check_file(project / "model.yaml", overrides)
    opened = begin_sweep(checked, runs_dir=project / "runs")
    for (width, at, rate), value in zip(GIVEN, (0.5, 0.25, 0.75), strict=True):
        optimizer = PLACES["train.optimizer"].choices[at]
        values = dict(zip(PLACES, (width, optimizer, "others.csv", rate), strict=True))
        opened.study.add_trial(
            optuna.trial.create_trial(params=values, distributions=PLACES, value=value)
        )
    return opened


def best_of(opened, project):
    """The text of the best spec, which was found to mean what the best trial was."""
    (path,) = outcome_of(opened.folder).best_specs
    best = check_file(path, (), None, project)
    meant = trial_spec(opened.checked, opened.facts.over, opened.study.best_trial.params, None)
    texts = [resolved_text(one.spec, project, one.program.params) for one in (best, meant)]
    assert is_same(*(read_text(text, "resolved") for text in texts)), texts
    return path.read_text()


def test_the_best_spec_extends_the_file_that_was_swept(project, monkeypatch):
    monkeypatch.chdir(project)
    assert best_of(swept(project), project).split("\n", 1)[1] == (
        """\
wtspec: 1
extends: ../../../model.yaml

name: model
params: {width: 4}
model: {sequential: [{Dense: =width}, {Dropout: 0.125}, {Dense: 1}]}
data: {source: {csv: ../../../others.csv}}
train: {optimizer: {AdamW: {learning_rate: 0.003}}}
sweep: null
"""
    )


def test_a_sweep_that_goes_on_from_its_folder_knows_what_set_changed(project, monkeypatch):
    monkeypatch.chdir(project)
    text = best_of(swept(project, [("train.epochs", "7")]), project)
    assert "extends: ../../../model.yaml\n" in text
    assert "train: {epochs: 7, optimizer: {AdamW: {learning_rate: 0.003}}}\n" in text


def test_the_sweeps_own_copy_is_extended_where_the_file_is_not_what_was_swept(project, monkeypatch):
    monkeypatch.chdir(project)
    opened = swept(project)
    for text in (
        SPEC.replace("{Dense: 1}", "{Dense: 3}"),
        SPEC.replace("[4, 16]", "[4, 8]"),
        "wtspec: [",
    ):
        (project / "model.yaml").write_text(text)
        assert "\nextends: sweep.yaml\n" in best_of(opened, project)
    (project / "model.yaml").unlink()
    assert "\nextends: sweep.yaml\n" in best_of(opened, project)
    (project / "model.yaml").write_text(f"# mine\n{SPEC}".replace("{width: 8}", "\n  width: 8"))
    assert "\nextends: ../../../model.yaml\n" in best_of(opened, project)
    (project / "pyproject.toml").unlink()  # the root is the folder's own now
    assert "\nextends: sweep.yaml\n" in best_of(opened, project)


def test_a_folder_can_name_no_file_outside_its_root(project, monkeypatch):
    monkeypatch.chdir(project)
    opened = swept(project)
    outside = project.parent / "outside.yaml"
    outside.write_text(SPEC)
    facts = opened.folder / "sweep.json"
    facts.write_text(facts.read_text().replace("../../../model.yaml", "../../../../outside.yaml"))
    assert "\nextends: sweep.yaml\n" in best_of(opened, project)


def test_the_page_links_the_trials_that_have_pages(project):
    opened = swept(project)
    (opened.folder / "trial-0001").mkdir()
    (opened.folder / "trial-0001/report.html").touch()
    report = report_of(opened.folder, opened.facts, opened.study)
    assert '"pages":[1]' in write_page(opened.folder, report).read_text()
    assert '"pages":[]' in write_page(opened.folder, report, project / "p.html").read_text()


def test_the_page_is_written_as_a_trial_ends_and_where_the_work_is_broken_off(project):
    opened = swept(project)
    page, report = (
        opened.folder / "sweep.html",
        report_of(opened.folder, opened.facts, opened.study),
    )
    with keeping_page(opened.folder, lambda: report) as listen:
        listen(TrialBegan(0, {}))
        assert not page.exists()
        listen(TrialEnded(report.trials[0]))
        assert page.exists()
        page.unlink()
        listen(TrialEnded(report.trials[1]))
        assert not page.exists()  # so soon
    with pytest.raises(KeyboardInterrupt), keeping_page(opened.folder, lambda: report):
        raise KeyboardInterrupt
    assert page.exists()
