"""A mesh is laid out over the devices that there are, or refused with what would fit."""

import pytest

from wtspec.errors import SpecError
from wtspec.model.mesh.settle import settle_mesh

FITTING = [
    ([("data", None)], 3, {"data": 3}),
    ([("data", None), ("model", 2)], 8, {"data": 4, "model": 2}),
    ([("model", 2), ("data", None)], 8, {"model": 2, "data": 4}),
    ([("model", None)], 4, {"data": 1, "model": 4}),
    ([("data", 2), ("model", 2)], 4, {"data": 2, "model": 2}),
    ([("data", 1)], 1, {"data": 1}),
    ([("data", 2), ("model", 2)], 8, {"data": 2, "model": 2}),
]
MISFITS = [
    ([("data", None), ("model", 2)], 7, 1, "a multiple of 2 devices", "7 devices"),
    ([("data", None), ("model", 2)], 1, 1, "a multiple of 2 devices", "1 device"),
    ([("data", None), ("model", 2), ("expert", 3)], 8, 1, "a multiple of 6 devices", "8 devices"),
    ([("data", 2), ("model", 4)], 4, 1, "8 devices", "4 devices"),
    ([("data", 2)], 4, 2, "2 devices", "4 devices"),
]


@pytest.mark.parametrize(("mesh", "count", "sizes"), FITTING)
def test_auto_takes_what_the_other_axes_leave_and_data_is_always_there(mesh, count, sizes):
    assert list(settle_mesh(tuple(mesh), count).items()) == list(sizes.items())


@pytest.mark.parametrize(("mesh", "count", "processes", "expected", "received"), MISFITS)
def test_a_mesh_that_does_not_fit_says_how_many_devices_would(
    mesh, count, processes, expected, received
):
    with pytest.raises(SpecError) as caught:
        settle_mesh(tuple(mesh), count, process_count=processes)
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.expected, fault.received) == ("mesh-misfit", expected, received)


def test_sizes_that_would_fit_are_named():
    with pytest.raises(SpecError) as caught:
        settle_mesh((("data", None), ("model", 4)), 6)
    (fault,) = caught.value.diagnostics
    assert fault.help == "with 6 devices, `model` may be one of `1`, `2`, `3`, `6`"
