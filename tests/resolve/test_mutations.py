"""Whatever a file says, it gives source that holds nothing of it as code, or located errors."""

import random
import shutil

import pytest

from tests.long import mostly_long
from tests.resolve.inspect_source import check_source
from tests.resolve.mutate import CONFIGS, FILES, INJECTION, mutate, read_specs, write
from wtspec.codegen import generate_all, generate_script, module, script
from wtspec.errors import SpecError
from wtspec.errors.render import render_json, render_text
from wtspec.stages import check, load

SEEDS = 700
SHARE = 100


@pytest.fixture(scope="module")
def specs():
    return read_specs()


@pytest.fixture
def unformatted(monkeypatch):
    """Source as it was printed: laying it out takes longer than all the rest."""
    for printer in (module, script):
        monkeypatch.setattr(printer, "format_source", lambda text: text)


@pytest.fixture
def folder(tmp_path):
    """A folder with what the configs extend and import."""
    shutil.copytree(CONFIGS / "layers", tmp_path / "layers")
    shutil.copy(CONFIGS / "trunk.yaml", tmp_path)
    return tmp_path


def attempt(path):
    """Whether a file gives source; its errors can be shown, else."""
    try:
        checked = check(load(path))
    except SpecError as error:
        return not (render_text(error.diagnostics) and render_json(error.diagnostics))
    program, main = checked.program, checked.spec.document.source
    check_source(generate_all(program, main, "0.0"))
    if program.model and program.data and program.training:
        check_source(generate_script(program, main, "0.0"), imports=False)
    return True


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_specs_are_valid_before_they_are_mutated(path, unformatted):
    assert attempt(path)


@pytest.mark.parametrize("first", mostly_long(range(0, SEEDS, SHARE), every=7))
def test_a_mutated_spec_gives_source_or_located_errors(first, specs, unformatted, folder):
    valid = 0
    for seed in range(first, first + SHARE):
        path = folder / f"{seed}.yaml"
        chance = random.Random(seed)  # noqa: S311 - no secret depends on it
        path.write_text(write(mutate(specs, chance)), encoding="utf-8")
        valid += attempt(path)
    assert 0 < valid < SHARE


@pytest.mark.parametrize("name", ["a\nCANARY()\n.yaml", 'a"""CANARY().yaml', "a\\\rCANARY.yaml"])
def test_a_file_name_stays_out_of_the_code(name, unformatted, tmp_path):
    layer = {"inputs": {"x": ["batch", "d"]}, "call": "x * 2"}
    library, path = tmp_path / f"library {name}", tmp_path / name
    library.write_text(write({"wtspec": 1, "layers": {"Double": layer}}))
    model = {"inputs": {"x": ["batch", 3]}, "sequential": ["Double"]}
    main = {"wtspec": 1, "name": "a", "imports": [library.name], "model": model}
    path.write_text(write(main))
    assert attempt(path)


def test_docs_stay_in_docstrings(unformatted, tmp_path):
    layer = {"doc": INJECTION, "inputs": {"x": ["batch", "d"]}, "call": "x * 2"}
    path = tmp_path / "a.yaml"
    path.write_text(write({"wtspec": 1, "doc": INJECTION, "layers": {"Double": layer}}))
    assert attempt(path)
