"""A transformer on several devices: the numbers of one, and each weight where the spec says."""

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ONE = {}
MESHES = {
    "data of two": {"data": 2, "model": 1},
    "data of eight": {"data": "auto", "model": 1},
    "model of four": {"model": 4},
    "two by two": {"data": 2, "model": 2},
    "two by four": {"data": 2, "model": 4},
}
HARDER = {
    "data.batch_size": 10,  # four do not divide it
    "train.accumulate": 3,
    "train.optimizer": {"Adam": {"learning_rate": 0.01, "ema_momentum": 0.9, "use_ema": True}},
}
EIGHT = {"runtime.mesh": {"model": 2, "data": "auto"}}
RUNS = {
    "one device": ("transformer", {}),
    **{name: ("cut", {"runtime.mesh": mesh}) for name, mesh in MESHES.items()},
    "harder alone": ("transformer", HARDER),
    "harder": ("cut", HARDER | EIGHT),
    "formulas alone": ("formulas", {}),
    "formulas": ("formulas", EIGHT),
    "layers alone": ("layers", {}),
    "layers": ("layers", {"runtime.mesh": {"data": 8}}),
}


@pytest.fixture(scope="session")
def runs():
    """All runs by name, made in one process of eight devices."""
    pairs = ((HERE / f"{spec}.yaml", json.dumps(settings)) for spec, settings in RUNS.values())
    made = subprocess.run(
        [sys.executable, "-m", "tests.mesh.train_on_devices", *itertools.chain(*pairs)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return dict(zip(RUNS, json.loads(made.stdout), strict=True))


def equal(these, those):
    """The metrics of each epoch, to the share that sums in another order differ by."""
    for one, other in zip(these["history"], those["history"], strict=True):
        assert one == pytest.approx(other, rel=1e-5)


@pytest.mark.parametrize("name", MESHES)
def test_losses_are_those_of_one_device(runs, name):
    equal(runs[name], runs["one device"])


@pytest.mark.parametrize("name", ["harder", "formulas", "layers"])
def test_so_they_are_with_odd_batches_formulas_for_weights_and_statistics_of_batches(runs, name):
    equal(runs[name], runs[f"{name} alone"])


@pytest.mark.parametrize("name", [*MESHES, "harder", "formulas", "layers"])
def test_no_device_ever_has_all_of_a_weight_that_is_cut(runs, name):
    assert runs[name]["whole"] == []


def test_each_device_has_the_part_that_the_spec_gives_it(runs):
    lies = runs["two by four"]["lies"]
    parts = {
        "transformer/embed/embeddings": [["model", None], 8, ["(12, 32)"]],
        "transformer/blocks.*/attention/wqkv": [
            [None, None, None, "model", None], 8, ["(2, 3, 32, 1, 8)"],
        ],
        "transformer/blocks.*/attention/wo": [[None, "model", None, None], 8, ["(2, 1, 8, 32)"]],
        "transformer/blocks.*/up/kernel": [[None, None, "model"], 8, ["(2, 32, 32)"]],
        "transformer/blocks.*/up/bias": [[None, "model"], 8, ["(2, 32)"]],
        "transformer/blocks.*/down/kernel": [[None, "model", None], 8, ["(2, 32, 32)"]],
        "transformer/blocks.*/norm/gamma": [[None, None], 8, ["(2, 32)"]],
        "transformer/out/kernel": [[None, "model"], 8, ["(32, 12)"]],
    }  # fmt: skip
    assert {path: lies[path] for path in parts} == parts


def test_what_the_optimizer_keeps_of_a_weight_lies_as_the_weight_does(runs):
    lies = runs["two by four"]["lies"]
    for path, own in lies.items():
        if path.startswith("transformer/") and f"adam_w/{_named(path)}_momentum" in lies:
            assert lies[f"adam_w/{_named(path)}_momentum"] == own
            assert lies[f"adam_w/{_named(path)}_velocity"] == own


def _named(path):
    return path.replace("/", "_")
