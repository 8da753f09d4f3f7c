"""The GitHub action: its scripts, run as a runner runs them."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILE = ROOT / ".github" / "actions" / "validate" / "action.yml"
ACTION = yaml.safe_load(FILE.read_text("utf-8"))
INSTALL, VALIDATE = (step for step in ACTION["runs"]["steps"] if "run" in step)
BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]
GOOD = "wtspec: 1\nlayers:\n  A: {inputs: {x: [batch]}, call: x}\n"
BAD = GOOD.replace("call: x", "call: gone")
STUB = """\
#!/bin/bash
printf '%s\\n' "$*" >> "$RUNNER_TEMP/calls"
if [ "$3" = venv ]; then mkdir -p "$4/bin"; cp "$0" "$4/bin/python"; fi
"""


@pytest.fixture
def runner(tmp_path, monkeypatch):
    """A workspace with specs and hostile modules, and the tool folder of a runner."""
    monkeypatch.setenv("RUNNER_TEMP", str(tmp_path / "temp"))
    (tmp_path / "temp" / "wtspec" / "bin").mkdir(parents=True)
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "good.yaml").write_text(GOOD, "utf-8")
    (workspace / "bad one.yaml").write_text(BAD, "utf-8")
    for name in ("venv", "pip", "yaml", "click", "wtspec"):
        (workspace / f"{name}.py").write_text("open('pwned', 'w')\n", "utf-8")
    monkeypatch.chdir(workspace)
    return tmp_path


def run(step, **inputs):
    """Runs a step's script with the environment that GitHub makes of the inputs."""
    script = Path(os.environ["RUNNER_TEMP"]) / "script.sh"
    script.write_text(step["run"], "utf-8")
    given = {f"${{{{ inputs.{name} }}}}": value for name, value in inputs.items()}
    given |= {"${{ github.action_path }}/../../..": str(ROOT)}
    own = {key: given[value] for key, value in step["env"].items()}
    done = subprocess.run(
        [*BASH, script], env={**os.environ, **own}, capture_output=True, text=True, check=False
    )
    assert not Path("pwned").exists()
    return done


def validate(paths, strict="false"):
    own = Path(os.environ["RUNNER_TEMP"]) / "wtspec" / "bin" / "wtspec"
    own.symlink_to(Path(sys.executable).with_name("wtspec"))
    return run(VALIDATE, paths=paths, strict=strict)


def test_the_file_is_an_action():
    command = [sys.executable, "-m", "check_jsonschema", FILE]
    schema = ["--builtin-schema", "vendor.github-actions"]
    done = subprocess.run([*command, *schema], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_script_holds_what_an_input_says():
    assert not any("${{" in step["run"] for step in (INSTALL, VALIDATE))


def test_faults_become_annotations_and_fail_the_step(runner):
    done = validate(ACTION["inputs"]["paths"]["default"])
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=bad one.yaml,line=3,")
    assert done.stdout.count("\n") == 1


def test_good_files_pass_in_silence(runner):
    done = validate("good.yaml\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_each_line_is_a_path(runner):
    done = validate("good.yaml\n\nbad one.yaml\ngone.yaml\n")
    assert [
        re.search(r"title=wtspec%3A ([a-z-]+)", line)[1] for line in done.stdout.splitlines()
    ] == [
        "file-not-found",
        "undefined-name",
    ]


@pytest.mark.parametrize("strict", ["true", "false"])
def test_strict_is_what_the_input_says(runner, strict):
    Path("unused.yaml").write_text(
        GOOD.replace("call", "weights: {w: {shape: [], initializer: 0}}, call"), "utf-8"
    )
    done = validate("unused.yaml", strict)
    assert done.returncode == (strict == "true")
    assert done.stdout.startswith("::error" if strict == "true" else "::warning")


@pytest.mark.parametrize(
    "paths",
    [
        "$(touch pwned)",
        "`touch pwned`",
        "good.yaml; touch pwned",
        '"; touch pwned; "',
        "'; touch pwned; '",
        "good.yaml\n| touch pwned",
        "${PATHS@P}$(touch pwned)",
        "--explain unknown-key",
        "--help",
        "-",
    ],
)
def test_a_path_is_never_run_nor_taken_for_an_option(runner, paths):
    done = validate(paths)
    assert done.returncode == 1
    assert re.fullmatch(r"(::error [^\n]+\n)+", done.stdout)


def test_a_strict_that_is_neither_runs_nothing(runner):
    assert validate("good.yaml", "$(touch pwned) true ]; touch pwned; [ true").returncode == 0


def test_what_is_installed_is_what_validate_needs(runner, monkeypatch):
    (runner / "bin").mkdir()
    stub = runner / "bin" / "python"
    stub.write_text(STUB, "utf-8")
    stub.chmod(0o755)
    monkeypatch.setenv("PATH", f"{runner / 'bin'}:{os.environ['PATH']}")
    done = run(INSTALL)
    assert done.returncode == 0, done.stderr
    venv, light, own = (runner / "temp" / "calls").read_text("utf-8").splitlines()
    assert venv == f"-I -m venv {runner / 'temp' / 'wtspec'}"
    assert own == f"-I -m pip install --quiet --no-deps {ROOT}"
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = light.removeprefix("-I -m pip install --quiet ").split()
    assert set(asked) <= set(declared["dependencies"])
    assert {re.match(r"[a-z]+", one)[0] for one in asked} == {
        "click",
        "msgspec",
        "pydantic",
        "pyyaml",
    }


def test_validate_needs_no_other_package(tmp_path):
    code = f"""
import sys
before = set(sys.modules)
from importlib.metadata import packages_distributions
from pathlib import Path
from wtspec.cli.main import run_command
for file in (*Path("configs").rglob("*.yaml"), *Path("tests/errors/cases").rglob("*.yaml")):
    run_command(["validate", str(file)])  # several at once would be checked by other processes
for form in ("json", "sarif", "github"):
    run_command(["validate", "--format", form, "tests/errors/cases", "gone.yaml"])
owners = packages_distributions()
imported = {{name.partition(".")[0] for name in set(sys.modules) - before}} & set(owners)
found = {{owner.lower() for name in imported for owner in owners[name]}}
Path({str(tmp_path / "found")!r}).write_text(" ".join(found))
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    found = set((tmp_path / "found").read_text("utf-8").split())
    pydantic = {"pydantic", "pydantic_core", "annotated-types", "typing_extensions"}
    assert found <= {"wtspec", "click", "msgspec", "pyyaml", "typing-inspection", *pydantic}
