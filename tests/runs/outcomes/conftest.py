import csv

import numpy as np
import pytest

from wtspec.runs.outcomes.find_outcomes import begin_look, find_outcomes
from wtspec.runs.predict import predict_columns
from wtspec.runs.reopen import Reopened
from wtspec.runs.training.job import make_job
from wtspec.train.compiler import Compiler
from wtspec.train.feeding.feed import IN_ORDER, Feed
from wtspec.train.measure import build_metrics

HOMES = """
wtspec: 1
model: {inputs: {a: [batch, 2]}, %s}
data:
  source: {csv: homes.csv}
  inputs: {a: "=stack([x, z], axis=-1)"}
  targets: %s
  split: {validation: 0.1, test: 0.3}
  batch_size: 16
train: {epochs: 1, optimizer: {Adam: {learning_rate: 0.05}}, loss: %s}
"""


def homes(targets, loss, model=1):
    """A spec of the homes: of one layer with so many units, or another model."""
    text = f"sequential: [{{Dense: {model}}}]" if isinstance(model, int) else model
    return HOMES % (text, targets, loss)


def table():
    """Rows that follow from two numbers."""
    generator = np.random.default_rng(0)
    x, z = np.round(generator.normal(size=(2, 120)), 2)
    return {
        "x": x,
        "z": z,
        "price": np.round(np.exp(1 + 0.3 * x + 0.1 * z) * 1e5),
        "area": np.round(50 + 10 * z, 1),
        "warm": (x > 0).astype(int),
        "quiet": (z > 0).astype(int),
        "sold": np.where(x + z > 0, "true", "false"),
        "kind": np.where(x > 0.5, "house", np.where(z > 0, "flat", "hut")),
    }


@pytest.fixture
def ready(project, spec):
    """A job whose model is as it is before its first step, but that its losses are built."""
    columns = table()
    with (project / "homes.csv").open("w", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))

    def ready(text, overrides=(), data=None):
        job = make_job(spec(text, overrides), data, None)
        build_metrics(job.model, Feed(job.parts["train"], IN_ORDER, 16), None)
        return job

    return ready


@pytest.fixture
def outcomes():
    """What is found of a job."""

    def outcomes(job):
        compiler = Compiler()
        try:
            return find_outcomes(job, begin_look(job, compiler))
        finally:
            compiler.close()

    return outcomes


@pytest.fixture
def predicted(tmp_path):
    """The rows of a job's test part as its source has them, and what is predicted for them."""

    def predicted(job):
        columns = job.columns.columns.arrays
        run = Reopened(tmp_path, job.assembly, job.model, job.learned)
        return columns, predict_columns(run, columns)[1].columns

    return predicted
