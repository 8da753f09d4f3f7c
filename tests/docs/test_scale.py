"""What the page on scale shows for clusters is well formed, and says what it needs to."""

import shutil
import subprocess

import pytest
import yaml

from tests.docs.blocks import ROOT, read_blocks

BLOCKS = read_blocks(ROOT / "docs" / "scale.md")
SHELL = [block for block in BLOCKS if block.language == "sh"]


@pytest.fixture(scope="module")
def job_set():
    (block,) = [block for block in BLOCKS if block.language == "yml"]
    return yaml.safe_load(block.text)


@pytest.fixture(scope="module")
def job(job_set):
    (only,) = job_set["spec"]["replicatedJobs"]
    return only


@pytest.mark.parametrize("block", SHELL, ids=str)
def test_a_script_is_one_that_a_shell_can_read(block):
    subprocess.run([shutil.which("bash"), "-n"], input=block.text, text=True, check=True)


def test_the_coordinator_is_the_first_pod_of_the_job_set(job_set, job):
    (container,) = job["template"]["spec"]["template"]["spec"]["containers"]
    values = {one["name"]: one.get("value") for one in container["env"]}
    name = job_set["metadata"]["name"]
    assert values["JAX_COORDINATOR_ADDRESS"] == f"{name}-{job['name']}-0-0.{name}:1234"


def test_the_job_set_has_as_many_pods_as_processes(job):
    spec = job["template"]["spec"]
    (container,) = spec["template"]["spec"]["containers"]
    values = {one["name"]: one.get("value") for one in container["env"]}
    assert job["replicas"] == 1
    assert spec["parallelism"] == spec["completions"] == int(values["JAX_NUM_PROCESSES"])
    assert spec["completionMode"] == "Indexed"


def test_what_pods_mount_is_a_volume_of_theirs(job):
    spec = job["template"]["spec"]["template"]["spec"]
    (container,) = spec["containers"]
    mounted = {one["name"] for one in container["volumeMounts"]}
    assert mounted == {one["name"] for one in spec["volumes"]}


def test_the_variables_are_those_that_are_read(job):
    from wtspec.model.processes.place import COORDINATOR, COUNT, INDEX

    (container,) = job["template"]["spec"]["template"]["spec"]["containers"]
    assert {one["name"] for one in container["env"]} == {COORDINATOR, COUNT, INDEX}
