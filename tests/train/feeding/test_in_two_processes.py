"""Two processes, each with devices of its own: each has its own rows, steps are those of one."""

import json
import socket
import subprocess
import sys

import pytest

from tests.train.feeding.with_devices import with_devices


@pytest.fixture(scope="module")
def told():
    """What each of two processes tells, by case."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "tests.train.feeding.in_two_processes", port]
    running = [
        subprocess.Popen(
            [*command, str(index)], stdout=-1, stderr=-1, text=True, env=with_devices(2)
        )
        for index in range(2)
    ]
    told = [one.communicate(timeout=120) for one in running]
    assert [one.returncode for one in running] == [0, 0], told[0][1][-2000:] + told[1][1][-2000:]
    return [json.loads(out.splitlines()[-1]) for out, _ in told]


def test_steps_take_the_rows_that_they_take_in_one_process(told):
    for one in told:
        for case, found in one.items():
            assert found["read"] == found["expected"], case


@pytest.mark.parametrize("way", ["in stretches", "streamed"])
def test_each_process_has_its_own_rows_of_each_batch_and_no_others(told, way):
    lying = [one[way]["lying"] for one in told]
    assert all(len(one) == 2 for one in lying)
    rows = [{row for each in one.values() for row in each} for one in lying]
    assert rows[0]
    assert rows[1]
    both = {0} if way == "streamed" else set()  # lies where a batch has no more rows
    assert rows[0] & rows[1] <= both


def test_each_process_has_all_rows_where_they_are_not_divided(told):
    first, second = (one["streamed, rows not divided"]["lying"] for one in told)
    assert list(first.values()) == list(second.values())
