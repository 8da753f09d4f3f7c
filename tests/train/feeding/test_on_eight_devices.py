"""Rows on 2, 4 and 8 devices: each step's are those of one device, each device has its own."""

import json
import subprocess
import sys

import pytest

from tests.train.feeding.with_devices import with_devices


@pytest.fixture(scope="module")
def told():
    """What a process with eight devices tells, by case."""
    command = [sys.executable, "-m", "tests.train.feeding.on_eight_devices"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=with_devices(8))
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_steps_take_the_rows_that_they_take_on_one_device(told):
    for case, found in told.items():
        assert found["read"] == found["expected"], case


def test_steps_of_an_epoch_that_is_gone_on_with_take_theirs(told):
    for case, found in told.items():
        assert found["later"] == found["expected"][1][found["left_out"] :], case


def test_rows_that_fit_lie_whole_on_each_device(told):
    found = told["4x2, batches of 10, whole"]["lying"]
    assert len(found) == 8
    assert all(rows == list(range(53)) for rows in found.values())


@pytest.mark.parametrize("way", ["in stretches", "streamed"])
def test_devices_have_their_rows_of_each_batch_and_no_others(told, way):
    found = told[f"2x1, batches of 8, {way}"]
    order = found["expected"][0]
    for device in (0, 1):
        rows = found["lying"][str(device)]
        own = [row for at, row in enumerate(order) if at // 4 % 2 == device]
        assert rows == own[: len(rows)]
        assert 0 < len(rows) < len(own)


def test_devices_along_other_axes_have_the_same_rows(told):
    found = told["4x2, two of 8 a step, streamed"]["lying"]
    assert all(found[str(2 * way)] == found[str(2 * way + 1)] for way in range(4))


def test_shapes_say_how_rows_will_lie(told):
    assert all(found["is_as_told"] for found in told.values())


def test_devices_ask_each_other_for_sums_and_not_for_rows(told):
    asked = {case: found["collectives"] for case, found in told.items()}
    assert {case for case, kinds in asked.items() if kinds == ["all-reduce"]} == {
        "2x1, batches of 8, whole",
        "2x1, batches of 8, in stretches",
        "2x1, batches of 8, streamed",
        "4x2, two of 8 a step, streamed",
    }
    assert all(kinds in ([], ["all-reduce"]) for kinds in asked.values())
