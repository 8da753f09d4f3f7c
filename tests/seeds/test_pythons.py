"""Every Python that there is imports what validates and says of each file what this one says."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rooms import ROOT, light_modules, light_rooms
from tests.seeds.bad_files import lay_down
from tests.seeds.compare import differences, told

VERSIONS = ["3.11", "3.12", "3.13", "3.14"]
THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
NEEDED = ["msgspec", "pydantic", "pyyaml"]  # by what validates: no Keras, no arrays
IMPORT = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)"

pytestmark = pytest.mark.long


@pytest.fixture(scope="module", params=[version for version in VERSIONS if version != THIS])
def python(request, tmp_path_factory):
    """Another Python, with as little as validation needs."""
    found = find_python(request.param)
    if found is None:
        pytest.skip(f"there is no Python {request.param} on the path or in pyenv")
    folder = tmp_path_factory.mktemp("python")
    subprocess.run([found, "-m", "venv", folder], check=True)
    python = next(path for path in folder.glob("*/python*") if path.stem == "python")
    done = pip_install(python)
    if done.returncode:
        pytest.skip(f"pip installs nothing for Python {request.param}: {done.stderr[-300:]}")
    return python


def find_python(version: str) -> str | None:
    """One that runs: pyenv puts commands on the path for Pythons that are switched off."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    installed = sorted(pyenv.glob(f"versions/{version}.*/bin/python"))
    paths = [shutil.which(f"python{version}"), *map(str, installed)]
    return next((path for path in paths if path and says_version(path, version)), None)


def says_version(path: str, version: str) -> bool:
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.startswith(f"Python {version}.")


def pip_install(python: Path) -> subprocess.CompletedProcess[str]:
    words = ["install", "--quiet", "--disable-pip-version-check", "--constraint"]
    command = [python, "-m", "pip", *words, ROOT / "constraints.txt", *NEEDED]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def run(python: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [python, "-W", "error", *words]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_light_rooms_are_imported_without_a_warning(python):
    names = [name for room in light_rooms() for name in light_modules(room)]
    done = run(python, "-c", IMPORT, *names)
    assert (done.returncode, done.stderr) == (0, "")


def test_good_files_are_validated(python):
    done = run(python, "-m", "wtspec", "validate", "configs")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.endswith("files checked: no errors\n")


def test_bad_files_are_told_as_they_are_here(python, tmp_path):
    assert lay_down(tmp_path, attacks=False) > 400
    assert differences(told(tmp_path, 0), told(tmp_path, 0, str(python))) == []
