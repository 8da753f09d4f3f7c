"""The benchmark's own files stay valid, whatever else changes."""

from pathlib import Path

import pytest

from scripts.bench.contenders.turns import Task
from scripts.bench.contenders.wtspec_run import SPECS, changes
from scripts.bench.workloads import WORKLOADS
from wtspec.stages import check_file

MODELS = sorted({workload.model for workload in WORKLOADS.values()})


def test_each_model_has_its_file():
    assert sorted(path.stem for path in Path(SPECS).iterdir()) == MODELS


@pytest.mark.parametrize("name", sorted(WORKLOADS))
def test_each_workload_is_a_valid_spec(name):
    workload = WORKLOADS[name]
    task = Task(workload, steps=1, epochs=1, changes={})
    checked = check_file(SPECS / f"{workload.model}.yaml", tuple(changes(task).items()), None)
    assert checked.warnings == ()
