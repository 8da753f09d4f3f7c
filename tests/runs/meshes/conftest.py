import json
import subprocess
import sys

import pytest


@pytest.fixture(scope="session")
def faults(tmp_path_factory):
    """What is wrong where there are eight devices, by what was checked; None where it is right."""
    folder = tmp_path_factory.mktemp("eight")
    command = [sys.executable, "-m", "tests.runs.meshes.eight_devices", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])
