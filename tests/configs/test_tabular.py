"""A table with text and gaps in it tells species apart."""

from pathlib import Path

import numpy as np
import pytest

import wtspec
from wtspec.data.readers.read_csv import read_csv

CONFIGS = Path(__file__).parents[2] / "configs"


@pytest.mark.long
def test_species_are_told_apart(tmp_path):
    done = wtspec.run(wtspec.load(CONFIGS / "tabular.yaml"), runs_dir=tmp_path)
    assert done.metrics["test"]["accuracy"] > 0.94
    assert done.metrics["validation"]["accuracy"] > 0.94


@pytest.mark.long
def test_birds_that_were_not_measured_teach_nothing(tmp_path):
    spec = wtspec.load(CONFIGS / "tabular.yaml", set={"train.epochs": 2})
    birds = read_csv([str(CONFIGS / "data" / "penguins.csv")])
    unmeasured = np.isnan(birds["body_mass_g"])
    assert unmeasured.sum() == 2
    others = np.where(birds["sex"] == "male", "female", "male")
    changed = {**birds, "sex": np.where(unmeasured, others, birds["sex"])}
    models = [wtspec.run(spec, data=data, runs_dir=tmp_path).model for data in (birds, changed)]
    for one, other in zip(*(wtspec.weights(model).values() for model in models), strict=True):
        np.testing.assert_array_equal(one.value, other.value)


def test_three_islands_have_four_rows():
    model = wtspec.build(wtspec.load(CONFIGS / "tabular.yaml"))
    assert wtspec.weights(model)["islands"].shape == (4, 4)
