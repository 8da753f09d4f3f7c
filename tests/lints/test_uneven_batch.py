"""Batches that devices share."""

import pytest

from tests.lints.conftest import trained

MODEL = trained("sequential: [{Dense: 1}]")


@pytest.mark.parametrize("mesh", ["{data: 3}", "{model: 2, data: 5}"])
def test_batches_that_devices_can_not_share_evenly(mesh, codes):
    assert codes(f"{MODEL}runtime: {{mesh: {mesh}}}\n") == ["uneven-batch"]


@pytest.mark.parametrize(
    "mesh", ["{data: 4}", "{data: auto}", "{model: 3}", "{data: auto, model: 3}"]
)
def test_batches_that_they_can_or_may(mesh, codes):
    assert codes(f"{MODEL}runtime: {{mesh: {mesh}}}\n") == []
