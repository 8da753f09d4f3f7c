import textwrap
from pathlib import Path

import numpy as np
import pytest

from wtspec.errors import SpecError
from wtspec.runs.run import run
from wtspec.stages import check, load

FLOWERS = """
wtspec: 1
name: flowers
params:
  width: 8
layers:
  Linear:
    params: {units: {type: int}}
    inputs: {x: [..., features]}
    weights:
      kernel: {shape: [features, units], initializer: glorot_uniform}
      bias: {shape: [units], initializer: zeros}
    call: x @ kernel + bias
    returns: [..., units]
model:
  inputs:
    size: [batch, 1]
    color: {shape: [batch], dtype: int32}
  layers:
    embed: {Embedding: {input_dim: =classes(color), output_dim: 4}}
    hidden: {Linear: =width}
    out: {Linear: 3}
  call: out(relu(hidden(concatenate([size, embed(color)], axis=-1))))
data:
  source: {csv: flowers.csv}
  inputs:
    size: expand_dims(standardize(length), -1)
    color: lookup(color)
  targets: =kind
  split: {validation: 0.2, test: 0.2}
  batch_size: 16
train:
  epochs: 2
  optimizer: {Adam: {learning_rate: 0.01}}
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
  metrics: [accuracy]
"""


def write_flowers(path: Path, rows: int = 70) -> None:
    """A table of flowers: a length, a color and the kind that follows from them."""
    generator = np.random.default_rng(0)
    kind = generator.integers(0, 3, rows)
    lengths = 3.0 * kind + generator.normal(0, 0.4, rows)
    colors = np.array(["red", "blue", "white"])[(kind + (generator.random(rows) < 0.2)) % 3]
    lines = [f"{lengths[row]:.4f},{colors[row]},{kind[row]}\n" for row in range(rows)]
    path.write_text("length,color,kind\n" + "".join(lines))


@pytest.fixture
def project(tmp_path):
    """A folder with `flowers.csv`, where spec files can be written."""
    write_flowers(tmp_path / "flowers.csv")
    return tmp_path


@pytest.fixture
def spec(project):
    """Writes a spec file beside `flowers.csv`, and gives it checked."""

    def write(text=FLOWERS, overrides=(), name="spec.yaml"):
        path = project / name
        path.write_text(textwrap.dedent(text))
        return check(load(path, overrides))

    return write


@pytest.fixture
def train(project, spec):
    """Runs a spec, `runs/` beside its file."""

    def train(text=FLOWERS, overrides=(), **arguments):
        return run(spec(text, overrides), **{"runs_dir": project / "runs", **arguments})

    return train


@pytest.fixture
def fault():
    """Calls a function and gives the one diagnostic that it raises."""

    def call(function, *arguments, **named):
        with pytest.raises(SpecError) as raised:
            function(*arguments, **named)
        (diagnostic,) = raised.value.diagnostics
        return diagnostic

    return call


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """A finished run of the flowers, shared by tests that only read it."""
    folder = tmp_path_factory.mktemp("finished")
    write_flowers(folder / "flowers.csv")
    (folder / "spec.yaml").write_text(FLOWERS)
    return run(check(load(folder / "spec.yaml")), runs_dir=folder / "runs")
