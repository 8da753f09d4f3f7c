"""States and weights of two real processes, which each have a part of every cut weight."""

import json
import os
import socket
import subprocess
import sys

import numpy as np
import pytest

from tests.runs.meshes.models import bits, make_model
from wtspec.model import save_weights
from wtspec.model.paths import weights
from wtspec.runs.checkpoints.checkpoint import read_checkpoint
from wtspec.runs.weights_table import weights_table
from wtspec.train.gauge import see_weights
from wtspec.train.take_snapshot import put_snapshot


@pytest.fixture(scope="module")
def together(tmp_path_factory):
    """The folder that two processes have written into, and what each has seen."""
    folder = tmp_path_factory.mktemp("together")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.runs.meshes.two_processes", index, port, str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "XLA_FLAGS": ""},
            text=True,
        )
        for index in ("0", "1")
    ]
    try:
        done = [one.communicate(timeout=300) for one in started]
    finally:
        for one in started:
            one.kill()
    assert [one.returncode for one in started] == [0, 0], done
    return folder, [json.loads(out.splitlines()[-1]) for out, _ in done]


def test_each_process_has_a_part_alone_and_reads_it_back(together):
    _, seen = together
    assert [one["part"] for one in seen] == [[[0, 4], [0, 4]], [[0, 4], [4, 8]]]
    assert all(one["differed"] and one["is_read"] and one["is_loaded"] for one in seen)


def test_what_two_processes_save_is_what_one_device_saves(together, tmp_path):
    folder, _ = together
    one = make_model(None, 1)
    save_weights(one, tmp_path / "w.safetensors")
    saved = (folder / "w.safetensors").read_bytes()
    assert saved == (tmp_path / "w.safetensors").read_bytes()
    other = make_model(None, 2)
    put_snapshot(other, read_checkpoint(folder / "epoch_1_step_2")[0])
    assert bits(other) == bits(one)


def test_each_process_sees_the_numbers_of_all_parts(together):
    _, seen = together
    one = weights(make_model(None, 1))
    norms = see_weights(one, 1).norms
    for each in seen:
        assert each["table"] == weights_table(one, {})
        np.testing.assert_allclose(list(each["norms"].values()), list(norms.values()))
        assert each["lost"] == "hidden/kernel"
