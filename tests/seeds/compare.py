"""What processes of several hash seeds and Pythons say of the bad files."""

import json
import os
import subprocess
import sys
from pathlib import Path

TELL = Path(__file__).with_name("tell.py")
ROOT = Path(__file__).parents[2]


def told(folder: Path, seed: int, python: str = sys.executable) -> dict[str, str]:
    """What a process says of each file that lies in a folder."""
    done = subprocess.run(
        [python, str(TELL), str(folder)],
        env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout)


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The files of which they say different things, with these."""
    assert one.keys() == other.keys()
    return [f"{name}\n{one[name]}\n---\n{other[name]}" for name in one if one[name] != other[name]]
