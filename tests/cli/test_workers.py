"""Many files are checked by several processes, and told as if by one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wtspec.cli.workers import ENOUGH, map_items

ROOT = Path(__file__).parents[2]
GOOD = "wtspec: 1\nlayers:\n  Scale:\n    inputs: {x: [n]}\n    call: 2 * x\n"


def run(code, folder=ROOT):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def validate(folder, *, cores, first=""):
    return run(
        f"""
import sys
from wtspec import stages
from wtspec.cli import workers
from wtspec.cli.main import run_command
workers._cores = lambda: {cores}
{first}
sys.exit(run_command(["validate", "."]))
""",
        folder,
    )


@pytest.fixture
def many(tmp_path):
    """More files than one process would check, each third with a fault of its own."""
    for number in range(2 * ENOUGH):
        text = GOOD.replace("2 * x", f"{number} * y") if number % 3 == 0 else GOOD
        (tmp_path / f"spec_{number:03}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_workers_tell_what_one_process_tells(many):
    one, two = validate(many, cores=1), validate(many, cores=2)
    assert one.returncode == two.returncode == 1
    assert one.stderr == two.stderr
    assert f"{2 * ENOUGH} files checked: {2 * ENOUGH // 3} errors" in two.stderr


def test_results_come_in_the_order_of_items_from_several_processes():
    done = run(
        f"""
import json, os
from wtspec.cli import workers
workers._cores = lambda: 2
def work(item):
    return item, os.getpid()
print(json.dumps(list(workers.map_items(work, range({50 * ENOUGH})))))
"""
    )
    items, processes = zip(*json.loads(done.stdout), strict=True)
    assert list(items) == list(range(50 * ENOUGH))
    assert len(set(processes)) > 1


def test_few_items_stay_in_this_process():
    assert set(map_items(lambda _: os.getpid(), range(ENOUGH - 1))) == {os.getpid()}


def test_a_bug_in_a_worker_is_told_as_one_in_this_process(many):
    first = """
real = stages.check_file
stages.check_file = lambda path, *rest: 1 / 0 if path.stem == "spec_090" else real(path, *rest)
"""
    done = validate(many, cores=2, first=first)
    assert done.returncode == 3
    assert "wtspec failed: ZeroDivisionError" in done.stderr
