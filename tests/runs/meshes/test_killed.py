"""A process that is killed while it writes its part of a state."""

import signal
import subprocess
import sys

from tests.runs.meshes.models import bits, make_model
from wtspec.runs.checkpoints.choose import find_last
from wtspec.runs.checkpoints.places import clear_remains
from wtspec.train.take_snapshot import put_snapshot


def test_the_state_before_stays_whole_and_nothing_is_left_of_the_other(tmp_path):
    command = [sys.executable, "-m", "tests.runs.meshes.killed_writer", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    folder = tmp_path / "checkpoints"
    assert (folder / ".writing-epoch_2" / "parts_0" / "manifest.ocdbt").is_file()
    found = find_last(tmp_path)
    assert found.damaged == ()
    model = make_model(None, 2)
    put_snapshot(model, found.snapshot)
    assert bits(model) == bits(make_model(None, 1))
    clear_remains(tmp_path)
    assert [one.name for one in folder.iterdir()] == ["epoch_1_step_2"]
