"""The configs train on real data, and their weights are what the configs promise."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import wtspec

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
CONFIGS = ROOT / "configs"


@pytest.fixture
def trained(tmp_path):
    """Gives a finished run of a config, and its weights by path."""

    def train(name):
        done = wtspec.run(wtspec.load(CONFIGS / f"{name}.yaml"), runs_dir=tmp_path)
        weights = wtspec.weights(done.model)
        return done, {path: np.asarray(one.value) for path, one in weights.items()}

    return train


def test_quickstart_reads_digits(trained):
    done, _ = trained("quickstart")
    assert done.metrics["test"]["accuracy"] > 0.92


def test_text_tells_packages_apart(trained):
    done, _ = trained("text")
    assert done.metrics["test"]["accuracy"] > 0.82


def test_attention_reads_digits_and_its_temperatures_stay_within_bounds(trained):
    done, weights = trained("attention")
    assert done.metrics["test"]["accuracy"] > 0.94
    temperatures = np.concatenate([weights[f"blocks/{i}/temperature"].ravel() for i in range(2)])
    assert len(set(temperatures)) == 8
    assert temperatures.min() >= 0.5
    assert temperatures.max() <= 20


def test_gated_cell_reads_digits_in_both_directions(trained):
    done, weights = trained("gated_cell")
    assert done.metrics["test"]["accuracy"] > 0.94
    assert len([path for path in weights if path.startswith("bidirectional/")]) == 12


def test_moving_statistics_become_those_of_the_data(trained):
    from sklearn.datasets import load_breast_cancer

    done, weights = trained("moving_statistics")
    assert done.metrics["test"]["binary_accuracy"] > 0.92
    data = load_breast_cancer().data
    mean, variance = (weights[f"moving_norm/moving_{what}"] for what in ("mean", "variance"))
    np.testing.assert_allclose(mean, data.mean(axis=0), rtol=0.35)
    assert np.median(variance / data.var(axis=0)) == pytest.approx(1, abs=0.5)


def test_constraints_hold_after_training(trained):
    done, weights = trained("constraints")
    assert done.metrics["test"]["accuracy"] > 0.92
    parts, threshold = weights["parts/parts"], weights["parts/threshold"]
    assert parts.min() == 0
    assert (parts == 0).mean() > 0.2
    assert threshold.min() >= 0
    assert threshold.max() <= 1
    mixing = weights["mix/mixing"]
    assert np.linalg.norm(mixing, axis=0).max() <= 2 + 1e-5
    directions = weights["directions/directions"]
    np.testing.assert_allclose(np.linalg.norm(directions, axis=0), 1, rtol=1e-5)
    assert 1 <= weights["directions/sharpness"] <= 30


def test_images_are_told_apart_by_their_folders(trained):
    done, weights = trained("images")
    assert done.metrics["test"]["accuracy"] > 0.92
    assert weights["digit/bias"].shape == (10,)


def test_custom_layer_ends_with_its_weights_in_print(tmp_path):
    command = [sys.executable, "-m", "wtspec", "run", "configs/custom_layer.yaml"]
    command += ["--runs-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    printed = done.stdout + done.stderr
    assert done.returncode == 0, printed
    rows = {row[0]: row for row in map(str.split, printed.splitlines()) if row}
    assert rows["linear/w"][1:4] == ["(784,", "64)", "float32"]
    assert rows["linear/b"][1:3] == ["(64,)", "float32"]
    assert all(float(value) for value in rows["linear/w"][4:8])
    losses = [float(line.split()[3]) for line in printed.splitlines() if line.startswith("epoch")]
    assert losses == sorted(losses, reverse=True)
    assert len(losses) == 3
