"""What each config becomes, read as a person would read it, and laid out by the usual tools."""

import pathlib
import subprocess

import pytest
from ruff import find_ruff_bin

from wtspec.codegen import generate_all
from wtspec.stages import check, load

ROOT = pathlib.Path(__file__).parents[2]
GOLDEN = pathlib.Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in (ROOT / "configs").glob("*.yaml"))


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


def generated(name):
    checked = check(load(pathlib.Path("configs") / f"{name}.yaml"))
    return generate_all(checked.program, checked.spec.document.source, "0.1.0")


def ruff(*arguments):
    command = [find_ruff_bin(), *arguments, "--isolated", "--no-cache"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_source_is_the_golden_file(name, golden, monkeypatch):
    monkeypatch.chdir(ROOT)
    golden(GOLDEN / f"{name}.py", generated(name))


def test_golden_file_passes_the_linter(name):
    done = ruff("check", str(GOLDEN / f"{name}.py"))
    assert done.returncode == 0, done.stdout


def test_golden_file_is_formatted(name):
    done = ruff("format", "--check", str(GOLDEN / f"{name}.py"))
    assert done.returncode == 0, done.stdout
