"""Weights and states on eight devices, which a process of its own has."""

import pytest

from tests.runs.meshes import state_checks, weight_checks  # noqa: F401 - they register
from tests.runs.meshes.eight_devices import CHECKS


@pytest.mark.parametrize("name", CHECKS)
def test_on_eight_devices(faults, name):
    assert faults[name] is None, faults[name]
