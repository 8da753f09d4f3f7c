import pytest

from wtspec.runs.outcomes.find_outcomes import find_outcomes
from wtspec.runs.training.job import make_job
from wtspec.train.compiler import Compiler


@pytest.fixture
def learned(spec):
    """A job whose model has seen its training rows some times."""

    def learned(text, overrides=(), epochs=2, data=None):
        job = make_job(spec(text, overrides), data, None)
        rows = job.parts["train"]
        given = {"sample_weight": rows.weights, "epochs": epochs, "batch_size": 16, "verbose": 0}
        job.model.fit(rows.inputs, rows.targets, **given)
        return job

    return learned


@pytest.fixture
def outcomes():
    """What is found of a job."""

    def outcomes(job):
        compiler = Compiler()
        try:
            return find_outcomes(job, compiler)
        finally:
            compiler.close()

    return outcomes
