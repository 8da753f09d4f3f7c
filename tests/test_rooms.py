"""Validation stays fast because its rooms stay free of Keras and the array libraries."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIGHT = (
    "errors", "document", "language", "catalog", "spec", "sources", "program", "rows", "shapes",
    "resolve", "lints", "codegen", "schema",
)  # fmt: skip
RUNTIME = Path("wtspec/codegen/runtime")  # read as text, never imported
HEAVY = {"keras", "jax", "jaxlib", "numpy", "pyarrow", "scipy", "sklearn", "safetensors"}

IMPORT_AND_LIST = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sorted({name.partition(".")[0] for name in sys.modules}), sep="\\n")
"""


def modules(room: str) -> list[str]:
    paths = (path.relative_to(ROOT) for path in (ROOT / "wtspec" / room).rglob("*.py"))
    paths = (path for path in paths if not path.is_relative_to(RUNTIME))
    return sorted(".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths)


def loaded_after_importing(names: list[str]) -> set[str]:
    command = [sys.executable, "-c", IMPORT_AND_LIST, *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("room", LIGHT)
def test_no_module_of_a_light_room_loads_keras_or_arrays(room):
    names = modules(room)
    assert names
    assert not loaded_after_importing(names) & HEAVY


def test_importing_wtspec_loads_neither_keras_nor_arrays():
    assert not loaded_after_importing(["wtspec"]) & HEAVY


def test_a_heavy_module_would_be_noticed():
    assert "numpy" in loaded_after_importing(["numpy"])
