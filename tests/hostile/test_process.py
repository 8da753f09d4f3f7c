"""Whole processes of `wtspec validate` and `run`, in surroundings that mean harm."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.attacks import every_attack
from tests.hostile.client import ROOT, bare_environment

pytestmark = pytest.mark.long
WTSPEC = [sys.executable, "-m", "wtspec"]
COMMAND = [str(Path(sys.executable).with_name("wtspec"))]
WATCHED = """
import os
from tests.hostile.watch import watch
to = int(os.environ["WATCH_TO"])
watch(os.environ["WATCH_ROOT"], lambda said: os.write(to, said.encode() + b"\\n"))
"""

BY_WORKERS = (
    "os.fork: ()",
    "open: '/dev/null'",
    "import: org",  # `copy` asks for Jython
    "pickle.find_class: ('concurrent.futures.process'",
    "pickle.find_class: ('multiprocessing.reduction', '_rebuild_partial'",
    "pickle.find_class: ('pathlib', 'PosixPath'",
    "pickle.find_class: ('wtspec.",
)
"""What sharing the work among processes takes: what they hand each other are our own values."""


def run(command, folder, **environment):
    """A finished process in a folder, of an environment that is bare but for what is given."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={**bare_environment(), "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def watched(arguments, folder, tmp_path):
    """What `wtspec` with these arguments does beyond reading a folder, told by Python itself."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(WATCHED)
    heard = tmp_path / "heard.txt"
    environment = {
        **bare_environment(),
        "PYTHONPATH": f"{site}{os.pathsep}{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "WATCH_ROOT": str(folder),
    }
    with heard.open("a") as file:
        done = subprocess.run(
            [*WTSPEC, *arguments],
            cwd=folder,
            env={**environment, "WATCH_TO": str(file.fileno())},
            pass_fds=[file.fileno()],
            capture_output=True,
            text=True,
            check=False,
        )
    return done, heard.read_text()


def test_validate_neither_writes_nor_fetches_nor_executes_on_any_config(tmp_path):
    done, told = watched(["validate", "configs"], ROOT, tmp_path)
    assert (done.returncode, told) == (0, "")


def test_validate_neither_writes_nor_fetches_nor_executes_on_any_attack(tmp_path):
    folder = tmp_path / "attacks"
    mains = []
    for number, attack in enumerate(every_attack().values()):
        place = folder / f"{number:04}"
        place.mkdir(parents=True)
        attack.lay_down(place)
        mains.append(f"{place.name}/{attack.main}")
    before = snapshot(folder)
    done, told = watched(["validate", "--", *mains], folder, tmp_path)
    assert done.returncode == 1
    assert [line for line in told.splitlines() if not line.startswith(BY_WORKERS)] == []
    assert "wtspec failed" not in done.stderr
    assert snapshot(folder) == before


def snapshot(folder):
    """Each file and folder below, with when it changed."""
    return {str(path): path.lstat().st_mtime_ns for path in folder.rglob("*")}


CANARY = "import sys; sys.stderr.write('CANARY ' + __name__); sys.stdout.write('CANARY')\n"
LIST_MODULES = """
import sys
from wtspec.cli.main import run_command
run_command(["validate", *sys.argv[1:]])
print(*{name.partition(".")[0] for name in sys.modules})
"""


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory):
    """A folder with a module of the name of each that `validate` or `run` may ever import."""
    folder = tmp_path_factory.mktemp("surroundings")
    done = run([sys.executable, "-c", LIST_MODULES, "configs"], ROOT)
    heavy = {
        "keras",
        "jax",
        "jaxlib",
        "numpy",
        "pyarrow",
        "sklearn",
        "scipy",
        "safetensors",
        "ruff",
    }
    hooks = {"sitecustomize", "usercustomize", "readline", "rlcompleter"}
    for name in {*done.stdout.split(), *heavy, *hooks, *sys.stdlib_module_names} - {"wtspec"}:
        (folder / f"{name}.py").write_text(CANARY)
    for name in ("keras", "numpy", "encodings"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(CANARY)
    for name in ("conftest.py", "setup.py", "__main__.py", "a.pth", ".pdbrc", "pyvenv.cfg"):
        (folder / name).write_text(CANARY)
    (folder / "small.yaml").write_text(SMALL)
    return folder


SMALL = """\
wtspec: 1
model: {inputs: {x: [batch, 4]}, sequential: [{Dense: 3}]}
data:
  source: {synthetic: {rows: 8, columns: {x: {shape: [4]}, y: {classes: 3}}}}
  inputs: {x: =x}
  targets: =y
train:
  epochs: 1
  optimizer: adam
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
"""


def check_quiet(command, folder):
    done = run([*command, "validate", "small.yaml"], folder)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "CANARY" not in done.stderr


def test_no_module_in_the_working_directory_is_imported(surroundings):
    check_quiet(COMMAND, surroundings)


def test_python_m_imports_nothing_that_lies_there_but_what_python_itself_needs(
    surroundings, tmp_path
):
    """Python's own `runpy` comes before any code of ours; `python -P -m wtspec` leaves it out."""
    (tmp_path / "empty.py").write_text("import sys; print(*sys.modules)")
    needed = run([sys.executable, "-m", "empty"], tmp_path).stdout.split()
    for file in surroundings.iterdir():
        if file.stem not in needed and file.is_file():
            shutil.copy(file, tmp_path)
    check_quiet(WTSPEC, tmp_path)
    check_quiet([sys.executable, "-P", "-m", "wtspec"], surroundings)


def test_the_console_script_is_not_taken_in_by_a_package_of_our_name(surroundings):
    package = surroundings / "wtspec"
    package.mkdir()
    for name in ("__init__.py", "__main__.py"):
        (package / name).write_text(CANARY)
    done = run([*COMMAND, "validate", "small.yaml"], surroundings)
    assert (done.returncode, "CANARY" in done.stderr) == (0, False), done.stderr


def test_a_hostile_keras_json_has_no_say_in_validate(surroundings, tmp_path):
    home = write_keras_json(tmp_path)
    done = run([*COMMAND, "validate", "small.yaml"], surroundings, KERAS_HOME=str(home))
    assert done.returncode == 0, done.stderr


def write_keras_json(folder):
    """Settings that would give other numbers, and a backend that is not there."""
    home = folder / "keras"
    home.mkdir()
    settings = {
        "backend": "torch",
        "floatx": "float16",
        "epsilon": 0.5,
        "image_data_format": "channels_first",
        "nnx_enabled": True,
        "dtype_policy": "float16",
        "max_epochs": 0,
        "max_steps_per_epoch": 0,
    }
    (home / "keras.json").write_text(json.dumps(settings))
    return home


def test_a_run_in_hostile_surroundings_ends_with_the_same_weights(surroundings, tmp_path):
    clean = tmp_path / "clean"
    clean.mkdir()
    (clean / "small.yaml").write_text(SMALL)
    (tmp_path / "home").mkdir()
    quiet = {"HOME": str(tmp_path / "home"), "JAX_PLATFORMS": "cpu"}
    hostile = {"KERAS_HOME": str(write_keras_json(tmp_path)), "KERAS_BACKEND": "torch"}
    for folder, more in ((clean, {}), (surroundings, hostile)):
        done = run([*COMMAND, "run", "small.yaml"], folder, **quiet, **more)
        assert done.returncode == 0, done.stderr
        assert "CANARY" not in done.stdout + done.stderr
    weights = [
        next(folder.glob("runs/small/*/weights.safetensors")).read_bytes()
        for folder in (clean, surroundings)
    ]
    assert weights[0] == weights[1]
