"""Two real processes that train together, over gloo on loopback."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time

import pytest

SPEC = """
wtspec: 1
name: pair
model:
  inputs: {{x: [batch, 8]}}
  sequential: [{{Dense: {{units: 16, activation: relu}}}}, {{Dense: 2}}]
data:
  source: {{synthetic: {{rows: 256, columns: {{x: {{shape: [8]}}, label: {{classes: 2}}}}}}}}
  inputs: {{x: =x}}
  targets: =label
  batch_size: 16
  split: {{validation: 0.25}}
train:
  epochs: {epochs}
  optimizer: adam
  loss: {{SparseCategoricalCrossentropy: {{from_logits: true}}}}
  metrics: [SparseCategoricalAccuracy]
  checkpoint: {{every: 1 epoch}}
runtime: {{platform: cpu, processes: {processes}}}
"""
EPOCHS = 30
PATIENCE = 120
KILL = signal.SIGKILL
WANTED = ("metrics.jsonl", "weights.safetensors", "weights.txt", "environment.json", "report.html")


def free_port():
    with socket.create_server(("localhost", 0)) as probe:
        return probe.getsockname()[1]


class Pair:
    """A spec in a folder, and the processes that train it."""

    def __init__(self, folder, epochs):
        self.folder, self.epochs = folder, epochs
        self.processes = []

    def start(self, *arguments, changed=()):
        """Begins to train in two processes; `changed` is set in the second one alone."""
        self.address = f"localhost:{free_port()}"
        given = f"{{coordinator: 'localhost:{free_port()}', count: 2, index: 0}}"
        self.write(given)
        second = ["--set", "runtime.processes.index=1", *changed]
        address = ["--set", f"runtime.processes.coordinator={self.address}"]
        words = [*arguments] or ["spec.yaml"]
        self.processes = [
            self.run(index, *words, *address, *more) for index, more in enumerate([[], second])
        ]

    def write(self, processes):
        text = SPEC.format(epochs=self.epochs, processes=processes)
        (self.folder / "spec.yaml").write_text(text, "utf-8")

    def run(self, index, *words):
        flags = {"XLA_FLAGS": "--xla_force_host_platform_device_count=2"}
        with (
            (self.folder / f"stdout{index}").open("w") as stdout,
            (self.folder / f"stderr{index}").open("w") as stderr,
        ):
            return subprocess.Popen(
                [sys.executable, "-m", "wtspec", "run", *words],
                cwd=self.folder,
                env={**os.environ, **flags},
                stdout=stdout,
                stderr=stderr,
            )

    def wait_for_epoch(self, count):
        """Returns when as many epochs are recorded."""
        until = time.monotonic() + PATIENCE
        while len(self.lines()) < count:
            assert time.monotonic() < until
            assert all(one.poll() is None for one in self.processes), self.told()
            time.sleep(0.02)

    def lines(self):
        path = self.record / "metrics.jsonl"
        return path.read_text("utf-8").splitlines() if path.exists() else []

    @property
    def record(self):
        return self.folder / "runs" / "pair" / "0001"

    @property
    def status(self):
        return json.loads((self.record / "environment.json").read_text("utf-8"))["status"]

    def end(self, seconds=PATIENCE):
        """The exit statuses, once both have ended."""
        return [one.wait(seconds) for one in self.processes]

    def told(self):
        """What each has said on stderr."""
        return [(self.folder / f"stderr{index}").read_text("utf-8") for index in range(2)]


def losses(folder):
    lines = (folder / "metrics.jsonl").read_text("utf-8").splitlines()
    return [[one["loss"], one["val_loss"]] for one in map(json.loads, lines)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A training of two processes that nothing disturbs."""
    pair = Pair(tmp_path_factory.mktemp("whole"), EPOCHS)
    pair.start()
    assert pair.end() == [0, 0], pair.told()
    return pair


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The same in one process, on one device."""
    pair = Pair(tmp_path_factory.mktemp("alone"), EPOCHS)
    pair.write("null")
    pair.processes = [pair.run(0, "spec.yaml")]
    assert pair.end() == [0]
    return pair


def test_two_processes_come_to_the_losses_of_one(whole, alone):
    together = [value for pair in losses(whole.record) for value in pair]
    by_itself = [value for pair in losses(alone.record) for value in pair]
    assert together == pytest.approx(by_itself, rel=1e-5)


def test_two_processes_leave_the_folder_that_one_leaves(whole, alone):
    names = {one.name for one in whole.record.iterdir()}
    assert names == {one.name for one in alone.record.iterdir()}
    assert names >= set(WANTED)
    assert whole.status == "finished"
    assert len(whole.lines()) == EPOCHS


def test_one_of_two_processes_tells_how_it_goes(whole):
    first, second = whole.told()
    assert f"epoch {EPOCHS}/{EPOCHS}" in first
    assert second == ""
    assert "recorded in runs" in (whole.folder / "stdout0").read_text("utf-8")
    assert (whole.folder / "stdout1").read_text("utf-8").count("\n") <= 1


@pytest.fixture(scope="module")
def disturbed(tmp_path_factory):
    """A training that is ended by a signal to one, and by the death of each, and resumed each time.

    Gives the pair, and what came of each: the exit statuses, what was told, the run's status.
    """
    pair = Pair(tmp_path_factory.mktemp("disturbed"), EPOCHS)
    came = {}
    arguments = []
    for epochs, index, number in ((2, 1, signal.SIGTERM), (5, 1, KILL), (8, 0, KILL)):
        pair.start(*arguments)
        pair.wait_for_epoch(epochs)
        pair.processes[index].send_signal(number)
        came[number.name, index] = pair.end(60), pair.told(), pair.status
        arguments = ["--resume", "runs/pair/0001"]
    pair.start(*arguments)
    assert pair.end() == [0, 0], pair.told()
    return pair, came


@pytest.mark.long
def test_a_signal_to_one_process_ends_both_with_their_state_saved(disturbed):
    statuses, told, status = disturbed[1]["SIGTERM", 1]
    assert statuses == [143, 143]
    assert status == "interrupted"
    assert "saved" in told[0]
    assert told[1] == ""


@pytest.mark.long
@pytest.mark.parametrize("killed", [0, 1])
def test_a_process_that_is_killed_ends_the_other_which_says_so(disturbed, killed):
    statuses, told, status = disturbed[1]["SIGKILL", killed]
    assert statuses[killed] == -KILL
    assert statuses[1 - killed] == 1
    assert re.search(rf"process {killed} \(.*\) of 2 has died", told[1 - killed])
    assert status == "failed"


@pytest.mark.long
def test_two_processes_that_were_killed_go_on_as_if_they_had_not_been(disturbed, whole):
    pair, _ = disturbed
    assert losses(pair.record) == losses(whole.record)
    weights = [one.record / "weights.safetensors" for one in (pair, whole)]
    assert weights[0].read_bytes() == weights[1].read_bytes()


@pytest.mark.long
def test_processes_with_other_specs_are_told_before_they_train(tmp_path):
    pair = Pair(tmp_path, 2)
    pair.start(changed=["--set", "train.optimizer=sgd"])
    assert pair.end() == [1, 1]
    first, second = pair.told()
    assert "error[processes-differ]: process 1" in first
    assert "another spec" in first
    assert second == ""
    assert not (tmp_path / "runs").exists()
