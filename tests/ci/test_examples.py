"""What the docs tell to write into a repository is what its readers take."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.docs.blocks import ROOT, read_blocks

BLOCKS = [block for block in read_blocks(ROOT / "docs" / "ci.md") if block.language == "yml"]
HOOKS = [block.text for block in BLOCKS if "repos:" in block.text]
WORKFLOWS = [block.text for block in BLOCKS if "jobs:" in block.text]
ACTION = ".github/actions/validate"


def test_every_example_was_found():
    assert (len(HOOKS), len(WORKFLOWS), len(BLOCKS)) == (1, 2, 3)


def test_the_hook_is_configured_as_pre_commit_takes_it(tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text(HOOKS[0], "utf-8")
    subprocess.run(
        [Path(sys.executable).with_name("pre-commit"), "validate-config", file], check=True
    )
    (hook,) = yaml.safe_load(HOOKS[0])["repos"][0]["hooks"]
    (own,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] == own["id"]
    assert hook["args"][-1:] == own["args"]


@pytest.mark.parametrize("text", WORKFLOWS)
def test_a_workflow_is_one(text, tmp_path):
    file = tmp_path / "workflow.yaml"
    file.write_text(text, "utf-8")
    schema = ["--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *schema, file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_action_is_called_by_its_place_and_its_inputs():
    (step,) = (
        step
        for text in WORKFLOWS
        for step in yaml.safe_load(text)["jobs"]["specs"]["steps"]
        if "wtspec" in step.get("uses", "")
    )
    assert f"/{ACTION}@" in step["uses"]
    action = yaml.safe_load((ROOT / ACTION / "action.yml").read_text("utf-8"))
    assert set(step["with"]) <= set(action["inputs"])
