"""The pre-commit hook, run by pre-commit."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
PRE_COMMIT = [Path(sys.executable).with_name("pre-commit")]
GIT = shutil.which("git")
GOOD = "wtspec: 1\nlayers:\n  A: {inputs: {x: [batch]}, call: x}\n"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with the hook, whose command is the one that is installed here."""
    (hook,) = yaml.safe_load(MANIFEST.read_text("utf-8"))
    local = {"repo": "local", "hooks": [{**hook, "language": "system"}]}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / ".cache"))
    subprocess.run([GIT, "init", "--quiet"], check=True)
    write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [local]}))
    write("compose.yaml", "services: {}\n")
    write("good.yaml", GOOD)
    return tmp_path


def write(name, text):
    Path(name).write_text(text, "utf-8")
    subprocess.run([GIT, "add", "--", name], check=True)


def commit(*arguments):
    """Runs the hook as a commit does, over the files that it would change."""
    command = [*PRE_COMMIT, "run", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_manifest_is_one():
    command = [*PRE_COMMIT, "validate-manifest", MANIFEST]
    subprocess.run(command, check=True)


def test_good_specs_and_other_yaml_files_pass(repository):
    done = commit("--verbose")
    assert done.returncode == 0, done.stdout
    assert "1 file checked: no errors" in done.stdout


def test_a_commit_without_specs_passes(repository):
    done = commit("--files", "compose.yaml")
    assert done.returncode == 0, done.stdout


def test_a_faulty_spec_stops_a_commit(repository):
    write("a spec.yaml", GOOD.replace("call: x", "call: gone"))
    done = commit()
    assert done.returncode == 1
    assert "--> a spec.yaml:3:" in done.stdout


def test_a_file_named_like_an_option_is_a_file(repository):
    write("--set=name=x.yaml", GOOD.replace("call: x", "call: gone"))
    done = commit()
    assert done.returncode == 1
    assert "--> --set=name=x.yaml:3:" in done.stdout


def test_options_can_be_given(repository):
    hook = Path(".pre-commit-config.yaml")
    text = hook.read_text("utf-8")
    write(hook.name, text.replace("args:\n    - --\n", "args: [--strict, --]\n"))
    write("unused.yaml", GOOD.replace("call:", "weights: {w: {shape: [], initializer: 0}}, call:"))
    done = commit()
    assert done.returncode == 1
    assert "error[unused-weight]" in done.stdout


def test_hostile_modules_beside_the_specs_are_not_imported(repository):
    for name in ("yaml", "click", "wtspec", "json"):
        write(f"{name}.py", "open('pwned', 'w')\n")
    assert commit().returncode == 0
    assert not Path("pwned").exists()
