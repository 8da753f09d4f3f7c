"""What every test stands on: Keras on JAX on the CPU, and nothing of the user's own settings."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

KERAS_HOME = tempfile.mkdtemp(prefix="wtspec-keras-")  # no keras.json lies there
atexit.register(shutil.rmtree, KERAS_HOME, ignore_errors=True)

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["KERAS_HOME"] = KERAS_HOME
os.environ["NO_COLOR"] = "1"
os.environ.pop("FORCE_COLOR", None)

settings.register_profile("same-each-time", derandomize=True, deadline=None)
settings.load_profile("same-each-time")


def pytest_addoption(parser):
    parser.addoption("--write-golden", action="store_true", help="write golden files anew")


@pytest.fixture
def golden(request):
    """Compares a text with a golden file, or writes the file under `--write-golden`."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--write-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"no golden file {path}: run `make golden` and read it"
        assert text == path.read_text(encoding="utf-8"), (
            f"{path.name} is made otherwise now: `--write-golden` writes it anew, read the diff"
        )

    return compare
