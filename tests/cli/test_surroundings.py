"""Whole processes where something round them is odd: streams, signals, folders, disks."""

import contextlib
import json
import re
import signal
import subprocess
import sys

import pytest

from tests.cli.conftest import SMALL
from tests.cli.started import ENVIRONMENT, WTSPEC, started

LONG = SMALL.replace("epochs: 2", "epochs: 1000000")
BIG = SMALL.replace("- Linear: 3", "- Linear: 4000\n    - Dense: 3")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


@pytest.fixture
def folder(tmp_path):
    """A project of its own, in which one spec trains for long."""
    (tmp_path / "pyproject.toml").touch()
    for name, text in (("small", SMALL), ("long", LONG), ("big", BIG)):
        named = text.replace("name: small", f"name: {name}")
        (tmp_path / f"{name}.yaml").write_text(named, "utf-8")
    return tmp_path


def run(line, folder, **more):
    """A finished command of a shell, in which `wtspec` is ours."""
    script = f'wtspec() {{ {" ".join(WTSPEC)} "$@"; }}\n{line}'
    env = {**ENVIRONMENT, "JAX_PLATFORMS": "cpu", "XDG_CACHE_HOME": str(folder / "cache")}
    return subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={**env, **more.pop("env", {})},
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


def state(folder, name="small"):
    found = json.loads((folder / "runs" / name / "0001" / "environment.json").read_text("utf-8"))
    return found["status"]


@pytest.mark.long
@pytest.mark.parametrize(
    "line",
    [
        "wtspec run small.yaml 2>&1 | head -n 1",
        "wtspec run small.yaml 2>/dev/full",
        "wtspec run small.yaml >&- 2>&- <&-",
    ],
)
def test_training_goes_on_where_nobody_listens(line, folder):
    done = run(line, folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert state(folder) == "finished"
    lines = (folder / "runs/small/0001/metrics.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["epoch"] for line in lines] == [1, 2]  # and nothing said to a stream


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("wtspec generate small.yaml > /dev/full", 1),
        ("wtspec validate --format json small.yaml > /dev/full", 1),
        ("wtspec schema > /dev/full", 1),
        ("wtspec generate small.yaml | true", 0),
        ("wtspec validate nowhere.yaml 2>/dev/full", 1),
        ("wtspec validate small.yaml 2>/dev/full", 0),
        ("wtspec generate small.yaml >&-", 0),
        ("wtspec generate small.yaml <&- >&- 2>&-", 0),
    ],
)
def test_an_output_that_takes_nothing_ends_as_it_should(line, status, folder):
    done = run(line, folder)
    assert done.returncode == status, done.stderr
    assert "wtspec failed" not in done.stderr
    assert "Traceback" not in done.stderr
    if "full" in line and " 2>" not in line:
        assert done.stderr.startswith("error[unwritable]: the output can't be written: No space")


@pytest.mark.long
def test_the_weights_of_a_training_are_kept_where_there_is_room(folder):
    """Only the weights are too large: 64 KiB where the run's folder lies, more elsewhere."""
    code = """
import errno, sys
from pathlib import Path
from wtspec.runs import save_trained
real = save_trained.save_weights
def save(model, path):
    if "runs" in Path(path).parts:
        raise OSError(errno.ENOSPC, "No space left on device")
    real(model, path)
save_trained.save_weights = save
from wtspec.cli.main import run_command
sys.exit(run_command(["run", "small.yaml"]))
"""
    (folder / "tmp").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**ENVIRONMENT, "JAX_PLATFORMS": "cpu", "TMPDIR": str(folder / "tmp")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "weights.safetensors` can't be written: No space left on device" in done.stderr
    (kept,) = (folder / "tmp").glob("*/weights.safetensors")
    assert f"the trained weights are in `{kept}`" in done.stderr
    kept.rename(folder / "runs/small/0001/weights.safetensors")
    assert run("wtspec evaluate runs/small/0001", folder).returncode == 0


@pytest.mark.long
def test_files_that_can_not_grow_are_told_and_leave_no_half(folder):
    done = run("ulimit -f 58; wtspec run big.yaml", folder)  # KiB a file, as a disk that is full
    assert done.returncode == 1, done.stderr
    assert "error[unwritable]" in done.stderr
    assert "weights.safetensors` can't be written: File too large" in done.stderr
    assert "wtspec failed" not in done.stderr
    kept = sorted(path.name for path in (folder / "runs/big/0001").iterdir())
    assert "weights.safetensors" not in kept
    assert [name for name in kept if name.startswith(".")] == [".lock"]
    assert state(folder, "big") == "failed"


@pytest.mark.long
@pytest.mark.parametrize(
    ("number", "word"),
    [(signal.SIGINT, "interrupted"), (signal.SIGTERM, "terminated"), (signal.SIGHUP, "hung up")],
)
def test_a_signal_ends_a_training_and_is_written_down(number, word, folder):
    with started("run", "long.yaml", folder=folder) as process:
        for line in process.stderr:
            if line.startswith(b"epoch "):
                break
        process.send_signal(number)
        told = process.stderr.read().decode()
    assert process.returncode == 128 + number, told
    saved = r"(; saved .*\n  wtspec run --resume runs/long/0001)?"
    assert re.search(rf"^{word}{saved}\n\Z", told, re.MULTILINE), told
    assert "Traceback" not in told
    assert state(folder, "long") == "interrupted"


@pytest.mark.long
def test_a_signal_before_the_training_leaves_nothing(folder):
    """At whatever moment: in the imports, while data are read, while it compiles."""
    for delay in (0.05, 0.3, 1.0, 2.0):
        with started("run", "long.yaml", folder=folder) as process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(delay)
            process.send_signal(signal.SIGINT)
            told = process.stderr.read().decode()
        if "Could not import runpy" in told:
            continue  # Python itself had not begun, and says so
        assert process.returncode in (130, -2), told  # -2: nor had it
        assert "wtspec" not in told.partition("Traceback")[2], told
    for left in folder.glob("runs/long/*/environment.json"):
        assert json.loads(left.read_text("utf-8"))["status"] == "interrupted"


UNKNOWN = """
import os, pwd, sys
os.environ.pop("HOME")
def unknown(uid):
    raise KeyError(uid)
pwd.getpwuid = unknown
from wtspec.cli.main import run_command
sys.exit(run_command(["run", "small.yaml"]))
"""


@pytest.mark.long
def test_a_user_whom_the_system_does_not_know_needs_no_home(folder):
    kept = {name: value for name, value in ENVIRONMENT.items() if name != "XDG_CACHE_HOME"}
    done = subprocess.run(
        [sys.executable, "-c", UNKNOWN],
        cwd=folder,
        env={**kept, "JAX_PLATFORMS": "cpu"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert state(folder) == "finished"


@pytest.mark.long
@pytest.mark.parametrize("cache", ["/dev/null/cache", "{folder}/small.yaml"])
def test_a_cache_that_can_not_be_written_stops_nothing(cache, folder):
    env = {"XDG_CACHE_HOME": cache.format(folder=folder), "TMPDIR": "/dev/null"}
    done = run("wtspec plan small.yaml", folder, env=env)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.long
def test_damaged_entries_of_the_cache_are_removed(folder):
    assert run("wtspec run small.yaml", folder).returncode == 0
    entries = sorted((folder / "cache").rglob("*-cache"))
    assert entries
    sizes = {path: path.stat().st_size for path in entries}
    for number, path in enumerate(entries):
        content = path.read_bytes()
        path.write_bytes((b"", content[: len(content) // 2], b"x" * 100)[number % 3])
    done = run("wtspec run small.yaml", folder)
    assert done.returncode == 0
    assert "cache" not in done.stderr
    assert "Warning" not in done.stderr
    grown = [path for path in entries if path.exists() and path.stat().st_size >= sizes[path] // 2]
    assert grown  # made anew


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("validate {small}", 0, "no errors"),
        ("generate {small}", 0, ""),
        ("validate small.yaml", 1, "`small.yaml` can't be read: No such file"),
        ("run {small}", 1, "can't be written"),
        ("evaluate runs/small/0001", 1, "there is no run"),
        ("validate", 2, "Missing argument"),
    ],
)
def test_a_working_directory_that_was_deleted_is_no_bug(words, status, said, folder):
    (folder / "gone").mkdir()
    line = f"cd gone && rmdir ../gone && wtspec {words.format(small=folder / 'small.yaml')}"
    done = run(line, folder)
    assert (done.returncode, said in done.stderr) == (status, True), done.stderr
    assert "wtspec failed" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.long
def test_a_run_goes_elsewhere_from_a_directory_that_was_deleted(folder):
    (folder / "gone").mkdir()
    small, runs = folder / "small.yaml", folder / "runs"
    done = run(f"cd gone && rmdir ../gone && wtspec run {small} --runs-dir {runs}", folder)
    assert done.returncode == 0, done.stderr
    assert state(folder) == "finished"


@pytest.mark.parametrize("run_folder", ["/m", "/a/b", "/", "x.yaml", "small.yaml", "a\\0b", ""])
def test_what_is_no_run_is_told(run_folder, folder):
    done = run(f"wtspec evaluate '{run_folder}'", folder)
    assert done.returncode in (1, 2)
    assert "wtspec failed" not in done.stderr
    near = done.stderr.partition("did you mean `")[2].partition("`")[0]
    assert near != run_folder or not near
