"""What a build or a run finds in the process, and leaves in it."""

import logging
import os
import random
import threading

import jax
import keras
import numpy as np
import pytest

import wtspec
from tests.test_api import SMALL
from wtspec.model import alone
from wtspec.model.process import _ONE_AT_A_TIME

RANDOM = SMALL.replace("initializer: zeros", "initializer: random_normal").replace(
    "    - Linear: =width", "    - Linear: =width\n    - {Dense: 5}\n    - {Dropout: 0.5}"
)


@pytest.fixture
def spec(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(RANDOM, "utf-8")
    return wtspec.load("small.yaml", set={"runtime.seed": 7})


def values(model):
    return {path: np.array(one.value) for path, one in wtspec.weights(model).items()}


def test_builds_in_threads_have_the_seeds_weights_each(spec):
    expected = values(wtspec.build(spec))
    found = []

    def build():
        random.seed(len(found))
        found.append(values(wtspec.build(spec)))

    threads = [threading.Thread(target=build) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 12
    for built in found:
        for path, value in expected.items():
            np.testing.assert_array_equal(built[path], value)


def shared():
    """What belongs to the process, and not to a build."""
    names = [name for name in jax.config.values if "cache" in name or "platform" in name]
    return {
        "floatx": keras.config.floatx(),
        "epsilon": keras.config.epsilon(),
        "image": keras.config.image_data_format(),
        "policy": keras.config.dtype_policy().name,
        "filtering": keras.config.is_traceback_filtering_enabled(),
        "limits": (keras.config.max_epochs(), keras.config.max_steps_per_epoch()),
        "jax": {name: jax.config.values[name] for name in names},
        "levels": {name: logging.getLogger(name).level for name in ("jax", "absl", "")},
        "environment": dict(os.environ),
        "random": random.getstate(),
        "numpy": np.random.get_state()[1].tolist(),  # noqa: NPY002 - it is what users have
    }


@pytest.fixture
def _odd_settings():
    """A user's own, all other than wtspec's."""
    kept = shared()
    keras.config.set_floatx("float16")
    keras.config.set_epsilon(0.25)
    keras.config.set_image_data_format("channels_first")
    keras.config.set_max_steps_per_epoch(1)
    logging.getLogger("jax").setLevel(logging.NOTSET)
    yield
    keras.config.set_floatx(kept["floatx"])
    keras.config.set_epsilon(kept["epsilon"])
    keras.config.set_image_data_format(kept["image"])
    keras.config.set_max_steps_per_epoch(kept["limits"][1])
    logging.getLogger("jax").setLevel(kept["levels"]["jax"])


@pytest.mark.usefixtures("_odd_settings")
def test_builds_and_runs_leave_the_process_as_they_found_it(spec, tmp_path):
    before = shared()
    model = wtspec.build(spec)
    assert shared() == before
    run = wtspec.run(spec)
    assert shared() == before
    opened = wtspec.open(run)
    opened.evaluate("train")
    opened.predict({"x": np.ones((3, 4))})
    wtspec.layer("small.yaml", "Linear")
    assert shared() == before
    assert model.compute_dtype == "float32"


@pytest.mark.usefixtures("_odd_settings")
def test_a_failing_build_leaves_the_process_as_it_found_it(tmp_path):
    (tmp_path / "odd.yaml").write_text(
        "wtspec: 1\nmodel: {inputs: {x: [batch, 4]}, call: 'reshape(x, [3, -1]) @ ones([5, 2])'}\n"
    )
    before = shared()
    with pytest.raises(wtspec.SpecError):
        wtspec.build(tmp_path / "odd.yaml")
    assert shared() == before


@pytest.fixture
def _nothing_compiled():
    """As in a new process: a folder that other tests have set would pass for the user's own."""
    kept = jax.config.values["jax_compilation_cache_dir"]
    jax.config.update("jax_compilation_cache_dir", None)
    jax.clear_caches()
    yield
    jax.config.update("jax_compilation_cache_dir", kept)


@pytest.mark.usefixtures("_nothing_compiled")
def test_the_cache_folder_is_in_use_for_a_build_alone(spec, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    wtspec.build(spec)
    assert list((tmp_path / "cache" / "wtspec" / "xla").iterdir())
    assert jax.config.values["jax_compilation_cache_dir"] is None


def test_a_second_thread_waits_for_the_first():
    inside, may_end = threading.Event(), threading.Event()

    def hold():
        with alone():
            inside.set()
            may_end.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait()
    assert not _ONE_AT_A_TIME.acquire(blocking=False)
    may_end.set()
    thread.join()
    with alone(), alone():  # a run builds, too
        pass
