import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(code, home, **variables):
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.long
@pytest.mark.parametrize(
    "settings",
    [
        json.dumps(
            {
                "backend": "tensorflow",
                "floatx": "float16",
                "epsilon": 0.5,
                "image_data_format": "channels_first",
                "nnx_enabled": True,
            }
        ),
        "[]",
    ],
)
def test_keras_json_has_no_say(tmp_path, settings):
    (tmp_path / ".keras").mkdir()
    (tmp_path / ".keras" / "keras.json").write_text(settings)
    code = (
        "from wtspec.model import prepare_backend; prepare_backend('cpu'); import keras, jax;"
        "c = keras.config; print(c.backend(), c.floatx(), c.epsilon(), c.image_data_format(),"
        " keras.src.backend.config.keras_home(), jax.config.values['jax_compilation_cache_dir'])"
    )
    done = run(code, tmp_path)
    assert done.stderr == ""
    *found, home, cache = done.stdout.split()
    assert found == ["jax", "float32", "1e-07", "channels_last"]
    assert home == str(tmp_path / ".keras")
    assert (tmp_path / ".keras" / "keras.json").read_text() == settings
    assert Path(cache).is_relative_to(tmp_path / ".cache" / "wtspec")
    assert stat.S_IMODE(Path(cache).stat().st_mode) == 0o700


def test_another_backend_that_is_loaded_already_is_an_error(tmp_path):
    code = (
        "import keras\n"
        "from wtspec.model import prepare_backend\n"
        "from wtspec.errors import SpecError\n"
        "try: prepare_backend()\n"
        "except SpecError as error: print(error)\n"
    )
    done = run(code, tmp_path, KERAS_BACKEND="numpy")
    assert "error[wrong-backend]: Keras is already loaded with the backend numpy" in done.stdout


def test_the_room_imports_neither_keras_nor_jax(tmp_path):
    code = "import sys, wtspec.model; print({'keras', 'jax', 'numpy'} & set(sys.modules))"
    assert run(code, tmp_path).stdout == "set()\n"


def test_a_platform_that_is_not_there_is_an_error():
    import jax

    from wtspec.errors import SpecError
    from wtspec.model import prepare_backend

    assert jax.default_backend() == "cpu"
    with pytest.raises(SpecError, match="platform-unavailable"):
        prepare_backend("tpu", compile_cache=False)


def test_a_cache_folder_of_somebody_else_is_not_used(tmp_path, monkeypatch):
    from wtspec.model import cache

    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert not cache._is_private(tmp_path / "link")
    monkeypatch.setattr(os, "getuid", lambda: -1)
    assert not cache._is_private(tmp_path / "elsewhere")
