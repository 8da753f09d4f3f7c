"""Loggers: which there are, what may be set, and what is said of anything else."""

import pytest

from wtspec.errors import SpecError
from wtspec.stages import check, load

TRAINED = """
wtspec: 1
model:
  inputs: {{x: [batch, 64]}}
  sequential: [{{Dense: 10}}]
data:
  source: {{sklearn: digits}}
  inputs: {{x: =data}}
  targets: =target
train:
  epochs: 1
  optimizer: adam
  loss: {{SparseCategoricalCrossentropy: {{from_logits: true}}}}
  loggers: {}
"""


@pytest.fixture
def loggers(tmp_path):
    """The loggers of a file, resolved."""

    def resolve(text, overrides=()):
        path = tmp_path / "spec.yaml"
        path.write_text(TRAINED.format(text))
        return check(load(path, overrides)).program.training.loggers

    return resolve


@pytest.mark.parametrize("text", ["[tensorboard]", "[{tensorboard: {}}]"])
def test_tensorboard_has_nothing_to_set(loggers, text):
    assert [one.kind for one in loggers(text)] == ["tensorboard"]


def test_mlflow_has_names_and_tags_which_are_text_whatever_they_look_like(loggers):
    (one,) = loggers("[{mlflow: {experiment: a, run_name: b, tags: {fold: 3, best: true}}}]")
    assert (one.experiment, one.run_name) == ("a", "b")
    assert one.tags == (("fold", "3"), ("best", "true"))


def test_they_are_named_on_the_command_line(loggers):
    overrides = [("train.loggers", "[tensorboard, mlflow]")]
    assert [one.kind for one in loggers("[]", overrides)] == ["tensorboard", "mlflow"]


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("[tensorbord]", "invalid-choice", "did you mean `tensorboard`?"),
        ("[TensorBoard]", "invalid-choice", "did you mean `tensorboard`?"),
        ("[{ml_flow: {}}]", "unknown-key", "did you mean `mlflow`?"),
        ("tensorboard", "wrong-type", "write `[tensorboard]`"),
        ("[{tensorboard: }]", "logger-count", "write `tensorboard` without a colon"),
        ("[{}]", "logger-count", None),
        ("[{tensorboard: {log_dir: a}}]", "unknown-key", "in the run's folder"),
        ("[{mlflow: {experiment_name: a}}]", "unknown-key", "did you mean `experiment`?"),
        ("[{mlflow: {tracking_uri: 'http://a'}}]", "unknown-key", "`MLFLOW_TRACKING_URI`"),
        ("[{mlflow: {experiment: ''}}]", "empty-value", None),
        ("[mlflow, tensorboard, {mlflow: {}}]", "duplicate-logger", "remove one of them"),
    ],
)
def test_a_mistake_is_told_with_its_repair(loggers, text, code, told):
    with pytest.raises(SpecError) as raised:
        loggers(text)
    (fault,) = raised.value.diagnostics
    assert fault.code == code
    assert told is None or told in fault.help
    assert fault.span.start[0] == 14


@pytest.mark.parametrize("name", ["a(b", "mlflow.user", "wtspec.status", " a", "ä" * 3, "a" * 251])
def test_a_tag_has_a_name_that_mlflow_takes_and_that_says_nothing_of_its_maker(loggers, name):
    with pytest.raises(SpecError) as raised:
        loggers(f"[{{mlflow: {{tags: {{'{name}': 1}}}}}}]")
    (fault,) = raised.value.diagnostics
    assert (fault.code, fault.message) == ("invalid-name", f"`{name}` can't name a tag")
