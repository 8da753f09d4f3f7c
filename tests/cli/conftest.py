"""The command line in this process, and specs to give it."""

import dataclasses
from pathlib import Path

import pytest

from wtspec.cli.main import run_command

ROOT = Path(__file__).parents[2]

SMALL = """\
wtspec: 1
name: small
layers:
  Linear:
    params:
      units: {type: int, min: 1}
    inputs:
      x: [batch, features]
    weights:
      w: {shape: [features, units], initializer: glorot_uniform}
      b: {shape: [units], initializer: zeros, trainable: false}
    call: x @ w + b
model:
  inputs:
    x: [batch, 4]
  sequential:
    - Linear: 3
data:
  source:
    synthetic: {rows: 40, columns: {x: {shape: [4]}, label: {classes: 3}}}
  inputs: {x: =x}
  targets: =label
  split: {test: 0.25}
train:
  epochs: 2
  optimizer: adam
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
  metrics: [accuracy]
"""


@dataclasses.dataclass(frozen=True)
class Said:
    """What a command left."""

    status: int
    out: str
    err: str


@pytest.fixture
def wtspec(capsys, tmp_path, monkeypatch):
    """Runs a command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        status = run_command([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Said(status, captured.out, captured.err)

    return run


@pytest.fixture
def small(tmp_path):
    """A spec that trains in a moment."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def odd(tmp_path):
    """A spec with a warning, on its last line."""
    path = tmp_path / "odd.yaml"
    path.write_text(f"{SMALL}params: {{spare: 1}}\n", encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path):
    """A spec with one fault, on line 12."""
    path = tmp_path / "broken.yaml"
    path.write_text(SMALL.replace("x @ w + b", "x @ kernel + b"), encoding="utf-8")
    return path
