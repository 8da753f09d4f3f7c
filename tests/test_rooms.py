"""Validation stays fast because its rooms stay free of Keras and the array libraries."""

import re
import subprocess
import sys

import pytest

from tests.rooms import ROOT, SETTINGS, contract, light_modules, light_rooms

MOST_FILES = 25
HEAVY = set(contract("light")["forbidden_modules"])

IMPORT_AND_LIST = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sorted({name.partition(".")[0] for name in sys.modules}), sep="\\n")
"""
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def rooms_of_contributing() -> list[str]:
    return re.findall(r"^\| `(\w+)` \|", CONTRIBUTING, re.MULTILINE)


def layer_of(room: str, layers: list[str]) -> int:
    return next(number for number, layer in enumerate(layers) if f"(wtspec.{room})" in layer)


def loaded_after_importing(names: list[str]) -> set[str]:
    command = [sys.executable, "-c", IMPORT_AND_LIST, *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("room", light_rooms())
def test_no_module_of_a_light_room_loads_keras_or_arrays(room):
    names = light_modules(room)
    assert names
    assert not loaded_after_importing(names) & HEAVY


def test_importing_wtspec_loads_neither_keras_nor_arrays():
    assert not loaded_after_importing(["wtspec"]) & HEAVY


def test_a_heavy_module_would_be_noticed():
    assert "numpy" in loaded_after_importing(["numpy"])


def test_the_types_of_light_rooms_are_checked_strictly():
    assert SETTINGS["basedpyright"]["strict"] == [f"wtspec/{room}" for room in light_rooms()]


def test_contributing_has_every_room_in_the_order_of_imports():
    table = rooms_of_contributing()
    layers = contract("flow")["layers"]
    folders = {path.parent.name for path in (ROOT / "wtspec").glob("*/__init__.py")}
    assert sorted(table) == sorted(folders)
    assert table == sorted(table, key=lambda room: layer_of(room, layers), reverse=True)


def test_contributing_says_which_rooms_are_light():
    table = rooms_of_contributing()
    last = re.search(r"^The rooms down to `(\w+)` never import", CONTRIBUTING, re.MULTILINE)
    assert sorted(table[: table.index(last[1]) + 1]) == sorted(light_rooms())


def test_no_folder_holds_more_files_than_its_name_can_stand_for():
    folders = {path.parent for path in (ROOT / "wtspec").rglob("*.py")}
    crowded = {one.name for one in folders if len([*one.glob("*.py")]) > MOST_FILES}
    assert not crowded, "give these folders rooms within (docs/decisions/0019)"
