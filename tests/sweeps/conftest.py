import pytest

from wtspec.stages import check_file
from wtspec.sweeps.start import begin_sweep

TINY = """
wtspec: 1
name: tiny
params: {{width: 4}}
model:
  inputs: {{x: [batch, 4]}}
  sequential: [{{Dense: {{units: =width, activation: relu}}}}, {{Dense: {{units: 3}}}}]
data:
  source: {{sklearn: iris}}
  inputs: {{x: =data}}
  targets: =target
  split: {{validation: 0.2}}
train:
  epochs: {epochs}
  optimizer: {{Adam: {{learning_rate: 0.01}}}}
  loss: {{SparseCategoricalCrossentropy: {{from_logits: true}}}}
  metrics: [accuracy]
runtime: {{seed: 7}}
sweep:
  {length}
  goal: {goal}
  over:
    params.width: {width}
    train.optimizer.Adam.learning_rate: {rate}
  sampler: {sampler}
  pruner: {pruner}
"""
GIVEN = {
    "epochs": 2,
    "length": "trials: 4",
    "goal": "{maximize: val_accuracy}",
    "width": "{low: 1, high: 64, log: true}",
    "rate": "{low: 1e-4, high: 1e-1, log: true}",
    "sampler": "random",
    "pruner": "none",
}


@pytest.fixture(scope="session")
def write_tiny():
    """Writes a spec with a sweep of a small model into a folder."""

    def write(folder, **given):
        path = folder / "tiny.yaml"
        path.write_text(TINY.format(**GIVEN | given))
        return path

    return write


@pytest.fixture
def begin(tmp_path, write_tiny):
    """Begins a sweep, without any trial yet."""

    def start(storage=None, runs="runs", **given):
        checked = check_file(write_tiny(tmp_path, **given))
        return begin_sweep(checked, runs_dir=tmp_path / runs, storage=storage)

    return start
