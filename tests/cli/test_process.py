"""The command line as whole processes: statuses, streams, signals, what is imported."""

import os
import signal
import subprocess
import sys

import pytest

from tests.cli.started import ENVIRONMENT, ROOT, WTSPEC, started
from tests.long import mostly_long


def run(*arguments, folder=ROOT):
    command = [*WTSPEC, *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )


def test_a_good_file_ends_with_status_0_and_nothing_on_stdout():
    done = run("validate", "configs/quickstart.yaml")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "1 file checked: no errors\n"


def test_a_faulty_file_ends_with_status_1_and_its_fault_on_stderr(broken):
    done = run("validate", broken)
    assert (done.returncode, done.stdout) == (1, "")
    assert "broken.yaml:12:15" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_name_that_the_output_has_no_code_for_is_told_all_the_same(form):
    command = [*WTSPEC, "validate", "--format", form, "名.yaml"]
    env = {**ENVIRONMENT, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "\\u540d.yaml" in done.stdout + done.stderr


def test_a_module_in_the_working_directory_is_never_imported(tmp_path, small):
    for name in ("yaml", "click", "keras", "__future__", "dataclasses", "json", "wtspec_small"):
        (tmp_path / f"{name}.py").write_text(f"print('{name} was run')\n", encoding="utf-8")
    done = run("validate", "small.yaml", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "was run" not in done.stdout + done.stderr


def test_validate_imports_neither_keras_nor_arrays_nor_click_nor_explanations():
    code = """
import sys
from wtspec.cli.main import run_command
assert run_command(["validate", "configs"]) == 0
assert run_command(["validate", "tests/errors/cases/unknown-key.yaml"]) == 1
heavy = {"keras", "jax", "numpy", "pyarrow", "sklearn", "rich", "wtspec.errors.explain"}
print(*sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_a_reader_that_leaves_early_is_no_fault():
    with started("generate", "configs/quickstart.yaml") as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_ctrl_c_ends_with_status_130_and_without_traceback(tmp_path):
    pipe = tmp_path / "slow.yaml"
    os.mkfifo(pipe)
    with started("validate", pipe) as process, pipe.open("wb"):
        # The pipe opens once the other side waits for what it holds.
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert process.returncode == 130
    assert told == b"interrupted\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-"])
def test_a_closed_stream_changes_no_status(closed):
    command = f"{sys.executable} -m wtspec validate configs/quickstart.yaml {closed}"
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, shell=True, check=False)  # noqa: S602
    assert done.returncode == 0


@pytest.mark.parametrize(
    "path", mostly_long(["configs/quickstart.yaml", "configs", "nowhere.yaml", ""], every=4)
)
def test_files_alone_are_checked_as_they_are_by_click(path):
    alone, by_click = run("validate", path), run("validate", "--", path)
    assert (alone.returncode, alone.stdout, alone.stderr) == (
        by_click.returncode,
        by_click.stdout,
        by_click.stderr,
    )
