"""Scripts and notebooks that import Keras before wtspec, after it, or in vain."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_api import SMALL

ROOT = Path(__file__).parents[1]
BUILD = "model = wtspec.build('small.yaml'); print(type(model).__name__, keras.config.backend())"


def run(code, folder, **variables):
    (folder / "small.yaml").write_text(SMALL, "utf-8")
    bare = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**bare, "JAX_PLATFORMS": "cpu", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["import wtspec", "import keras", BUILD],
        [
            "import wtspec",
            "wtspec.load('small.yaml')",
            "from keras import layers; import keras",
            BUILD,
        ],
        ["import wtspec", "model = wtspec.build('small.yaml')", "import keras", BUILD],
    ],
    ids=["after", "after a load", "after a build"],
)
@pytest.mark.long
def test_keras_may_follow(lines, tmp_path):
    done = run("\n".join(lines), tmp_path)
    assert (done.stdout, done.stderr) == ("Small jax\n", "")


@pytest.mark.long
def test_keras_may_come_before_on_jax(tmp_path):
    done = run(f"import keras\nimport wtspec\n{BUILD}", tmp_path, KERAS_BACKEND="jax")
    assert (done.stdout, done.stderr) == ("Small jax\n", "")


IN_VAIN = f"""
try:
    import keras
except ImportError:
    print("no such backend")
import wtspec
wtspec.layer("small.yaml", "Linear")
import keras
{BUILD}
"""


@pytest.mark.long
def test_an_import_of_keras_that_failed_leaves_the_choice_open(tmp_path):
    """As in a notebook, where Keras's default backend is not installed."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "tensorflow.py").write_text("raise ImportError\n")
    path = f"{tmp_path / 'site'}{os.pathsep}{ROOT}"
    done = run(IN_VAIN, tmp_path, PYTHONPATH=path)
    assert (done.stdout, done.stderr) == ("no such backend\nSmall jax\n", "")


@pytest.mark.long
def test_another_backend_is_told_with_the_line_to_add(tmp_path):
    done = run(f"import keras\nimport wtspec\n{BUILD}", tmp_path, KERAS_BACKEND="numpy")
    assert done.returncode == 1
    assert "wtspec.SpecError: error[wrong-backend]" in done.stderr
    assert "`import wtspec` above `import keras`" in done.stderr
    assert "keras/src" not in done.stderr


def test_a_backend_in_the_environment_is_no_choice_of_the_script(tmp_path):
    lines = ["import wtspec", "model = wtspec.build('small.yaml')", "import keras", BUILD]
    done = run("\n".join(lines), tmp_path, KERAS_BACKEND="torch", KERAS_MAX_EPOCHS="x")
    assert (done.stdout, done.stderr) == ("Small jax\n", "")
