"""What each config becomes, read as a person would read it, and laid out by the usual tools."""

import pathlib
import subprocess

import pytest
from ruff import find_ruff_bin

from wtspec.codegen import generate_all
from wtspec.stages import check, load

ROOT = pathlib.Path(__file__).parents[2]
GOLDEN = pathlib.Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in (ROOT / "configs").glob("*.yaml"))


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


def generated(name):
    checked = check(load(pathlib.Path("configs") / f"{name}.yaml"))
    return generate_all(checked.program, checked.spec.document.source, "0.1.0")


def ruff(*arguments):
    command = [find_ruff_bin(), *arguments, "--isolated", "--no-cache"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_source_is_the_golden_file(name, golden, monkeypatch):
    monkeypatch.chdir(ROOT)
    golden(GOLDEN / f"{name}.py", generated(name))


def test_golden_file_passes_the_linter(name):
    done = ruff("check", str(GOLDEN / f"{name}.py"))
    assert done.returncode == 0, done.stdout


def test_golden_file_is_formatted(name):
    done = ruff("format", "--check", str(GOLDEN / f"{name}.py"))
    assert done.returncode == 0, done.stdout


WRAPPED = """
wtspec: 1
layers:
  Block:
    inputs: {x: [batch, n]}
    weights: {w: {shape: [n], initializer: ones, lr_scale: 0.5}}
    call: |
      add_metric("size", mean(x))
      return x * w
model:
  inputs: {x: [batch, 4]}
  layers:
    blocks: {layer: Block, repeat: 2, scan: true}
    each: {layer: Block, repeat: 2, remat: true}
    last: {layer: {Dense: 4}, remat: true}
  call: last(each(blocks(x))) @ last.kernel
"""


def test_the_layers_round_layers_are_as_a_linter_and_formatter_want_them(tmp_path):
    spec = tmp_path / "wrapped.yaml"
    spec.write_text(WRAPPED)
    checked = check(load(spec))
    made = tmp_path / "made.py"
    made.write_text(generate_all(checked.program, checked.spec.document.source, "0.1.0"))
    for arguments in (("check",), ("format", "--check")):
        done = ruff(*arguments, str(made))
        assert done.returncode == 0, done.stdout
