"""A run on a mesh that was killed: on the same devices, on fewer, on one."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Losses and weights by where the run went on."""
    command = [sys.executable, "-m", "tests.mesh.go_on", HERE / "cut.yaml"]
    command += [tmp_path_factory.mktemp("runs")]
    killed = subprocess.run([*command, "kill"], cwd=ROOT, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    done = subprocess.run(
        [*command, "resume"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_on_the_same_mesh_it_ends_as_if_it_had_not_been_killed_bit_for_bit(found):
    assert found["the same mesh"] == found["never killed"]


@pytest.mark.parametrize("onto", ["two devices", "one device"])
def test_on_fewer_devices_it_ends_with_the_numbers_of_eight(found, onto):
    for one, other in zip(found[onto][0], found["never killed"][0], strict=True):
        assert one == pytest.approx(other, rel=1e-5)
    for name, values in found["never killed"][1].items():
        assert found[onto][1][name] == pytest.approx(values, rel=1e-3, abs=1e-5)
