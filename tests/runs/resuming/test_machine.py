import copy
import os

import pytest

from wtspec.model import prepare_backend
from wtspec.runs.environment import environment
from wtspec.runs.resuming.machine import NO_PROMISE, differences_of_machine


@pytest.fixture(scope="module")
def now():
    prepare_backend()
    return environment(0, None)


def changed(facts, *steps, value):
    other = copy.deepcopy(facts)
    place = other
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = value
    return other


def test_same_machine_gives_the_same_numbers(now):
    assert differences_of_machine(now, environment(0, None)) == []


def test_facts_that_change_no_number_are_not_told(now):
    assert differences_of_machine(changed(now, "platform", value="Linux-1.0"), now) == []
    assert differences_of_machine(changed(now, "python", value="3.0.0"), now) == []
    assert differences_of_machine(changed(now, "seed", value=7), now) == []


@pytest.mark.parametrize("package", ["wtspec", "keras", "jax", "jaxlib", "numpy"])
def test_another_version_is_told(now, package):
    recorded = changed(now, "versions", package, value="0.0.1")
    version = now["versions"][package]
    assert differences_of_machine(recorded, now) == [
        f"{package} is {version}, and was 0.0.1",
        NO_PROMISE,
    ]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("cpus", 64, "the count of CPUs that may be used is"),
        ("cpu", "Another", "the CPU is"),
        ("devices", "2 x NVIDIA H200", "the device is"),
        ("system", "Darwin arm64", "the system is"),
        ("c_library", "glibc 2.0", "the C library is"),
        ("xla_flags", "--xla_cpu_max_isa=AVX2", "XLA_FLAGS is"),
        ("matmul_precision", "highest", "the precision of products in JAX is"),
        ("random", "rbg", "JAX's source of random numbers is"),
    ],
)
def test_another_machine_is_told(now, key, value, words):
    first, last = differences_of_machine(changed(now, "machine", key, value=value), now)
    assert first.startswith(words)
    assert first.endswith(f"and was {value}")
    assert last == NO_PROMISE


def test_instructions_are_told_that_one_cpu_has_alone(now):
    recorded = changed(now, "machine", "instructions", value="avx avx9")
    here = changed(now, "machine", "instructions", value="avx fma9")
    assert differences_of_machine(recorded, here)[:-1] == [
        "the CPU lacks the instructions avx9",
        "the CPU has besides the instructions fma9",
    ]


def test_cpus_are_those_that_the_process_may_use(now, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(77), raising=False)
    assert differences_of_machine(now, environment(0, None))[0].startswith(
        "the count of CPUs that may be used is 77"
    )


def test_count_of_devices_is_no_flag(now, monkeypatch):
    monkeypatch.setenv("XLA_FLAGS", "--xla_force_host_platform_device_count=4 --xla_b=1 --xla_a=2")
    assert environment(0, None)["machine"]["xla_flags"] == "--xla_a=2 --xla_b=1"


@pytest.mark.parametrize(
    "recorded",
    [
        {},
        {"versions": 3, "machine": []},
        {"versions": {"jax": ["0.1"]}, "machine": {"cpu": None, "cpus": {}}},
        {"status": "training", "devices": ["TFRT_CPU_0"]},
    ],
)
def test_what_was_not_recorded_is_passed_over(now, recorded):
    assert differences_of_machine(recorded, now) == []


def test_long_text_of_a_stranger_is_cut(now):
    told = differences_of_machine(changed(now, "machine", "cpu", value="x" * 10_000), now)
    assert max(map(len, told)) < 500
