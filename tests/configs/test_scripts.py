"""A config's script trains, without wtspec, to the weights that a run trains to."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from wtspec.model import weights
from wtspec.runs.run import run
from wtspec.runs.scripts.stand_alone import stand_alone
from wtspec.stages import Checked, check, load

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
CONFIGS = sorted(path for path in (ROOT / "configs").glob("*.yaml"))
WITHOUT_WTSPEC = """
import os, runpy, sys
os.environ["KERAS_BACKEND"] = "jax"
import keras
sys.modules["wtspec"] = None
for script in sys.argv[1:]:
    runpy.run_path(script, run_name="__main__")
    keras.distribution.set_distribution(None)
"""


def short(path: Path) -> Checked:
    """The config with two epochs, its files named from the repository's root.

    A run sums as its script does.
    """
    changes = [("train.epochs", 2), ("runtime.rewrite_for_cpu", False)]
    return check(load(Path("configs") / path.name, changes))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the script of every config has trained and saved its weights.

    It is made once, whichever of pytest's workers needs it first: that takes long.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "scripts"
    with FileLock(folder.with_suffix(".lock")):
        if not folder.is_dir():
            folder.mkdir()
            train_all(folder)
    return folder


def train_all(folder: Path) -> None:
    """Runs the scripts, in one process without wtspec."""
    (folder / "configs").symlink_to(ROOT / "configs")
    scripts = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for path in CONFIGS:
            checked = short(path)
            script = folder / f"{path.stem}.py"
            script.write_text(stand_alone(checked), "utf-8")
            scripts.append(str(script))
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_WTSPEC, *scripts],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.stem)
def test_a_script_trains_to_the_weights_of_a_run(config, trained, tmp_path, monkeypatch):
    monkeypatch.chdir(trained)
    checked = short(config)
    model = run(checked, runs_dir=tmp_path).model
    saved = np.load(trained / f"{checked.program.name}.npz")
    # Under a mesh XLA sums in an order of its own, in a script's steps and in a run's.
    within = 1e-6 if checked.program.settings.mesh is None else 1e-4
    for path, variable in weights(model).items():
        np.testing.assert_allclose(
            saved[variable.path], np.asarray(variable.value), rtol=1e-5, atol=within, err_msg=path
        )
