"""A plan of sixty billion parameters on a mesh of 64, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.model.test_plan import HUGE

ROOT = Path(__file__).parents[3]
TRAINED = """
data:
  source: {npz: there_is_none.npz}
  inputs: {tokens: =tokens}
  targets: =tokens
  batch_size: 64
train:
  steps: 100
  optimizer: adam
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
  groups:
    - {match: "blocks/*/w*", sharding: [null, model]}
    - {match: "blocks/*/wo", sharding: [model, null]}
    - {match: "blocks/*/up/kernel", sharding: [null, model]}
    - {match: "blocks/*/up/bias", sharding: [model]}
    - {match: "blocks/*/down/kernel", sharding: [model, null]}
    - {match: "embed/*", sharding: [model, null]}
    - {match: "head/kernel", sharding: [null, model]}
runtime: {mesh: {data: 8, model: 8}}
"""
CODE = """
import re, sys
from pathlib import Path
from wtspec.cli.main import run_command
status = run_command(["plan", sys.argv[1], "--json"])
# `ru_maxrss` would hold what the process had that started this one.
print(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc").exists(), reason="a peak of its own is told by /proc")
def test_a_laptop_plans_sixty_billion_parameters_for_64_devices(tmp_path):
    path = tmp_path / "huge.yaml"
    path.write_text(HUGE + TRAINED)
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["parameters"] == 62_245_810_000
    whole = 80 * 5 * 8000 + 50_000  # norms, the bias of `down`, that of the head
    weights = 4 * ((62_245_810_000 - whole) // 8 + whole)
    held = found["device_bytes"]
    assert (held["weights"], held["gradients"]) == (weights, weights)
    assert held["optimizer"] == 2 * weights + 8
    assert (held["rows"], held["inputs"]) == (8, 8 * 2048 * 4)
    assert int(done.stderr) < 600_000
