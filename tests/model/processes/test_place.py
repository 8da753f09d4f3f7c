"""Which process of several this one is, as clusters say it."""

import pytest

from wtspec.errors import SpecError
from wtspec.model.processes.place import Address, Rank, find_place
from wtspec.program.program import Processes

AUTO = Processes()
SLURM = {
    "SLURM_JOB_ID": "4711",
    "SLURM_STEP_NODELIST": "node[003-006]",
    "SLURM_NTASKS": "8",
    "SLURM_PROCID": "5",
    "SLURM_LOCALID": "1",
}
VARIABLES = {
    "JAX_COORDINATOR_ADDRESS": "model-workers-0-0.model:1234",
    "JAX_NUM_PROCESSES": "4",
    "JAX_PROCESS_ID": "2",
}


def surround(monkeypatch, variables):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def code_of(asked):
    with pytest.raises(SpecError) as caught:
        find_place(asked, None)
    return caught.value.diagnostics[0].code


def test_slurm_says_which_process_this_is_and_which_device_is_its_own(monkeypatch):
    surround(monkeypatch, SLURM)
    found = find_place(AUTO, None)
    assert found.coordinator.host == "node003"
    assert (found.count, found.index, found.devices) == (8, 5, (1,))


def test_variables_say_which_process_this_is(monkeypatch):
    surround(monkeypatch, VARIABLES)
    assert find_place(AUTO, None) == Rank(Address("model-workers-0-0.model", 1234), 4, 2)


def test_variables_go_before_the_cluster(monkeypatch):
    surround(monkeypatch, {**SLURM, "JAX_COORDINATOR_ADDRESS": "10.0.0.1:99"})
    found = find_place(AUTO, None)
    assert found.coordinator == Address("10.0.0.1", 99)
    assert found.index == 5


def test_the_spec_goes_before_variables(monkeypatch):
    surround(monkeypatch, VARIABLES)
    assert find_place(Processes("[::1]:5", 3, 1), None) == Rank(Address("::1", 5), 3, 1)


def test_a_place_without_processes_is_told():
    assert code_of(AUTO) == "no-processes"


@pytest.mark.parametrize("address", ["node-0", "node-0:0", "node-0:70000", "http://node-0:1"])
def test_an_address_without_a_port_is_told(address):
    assert code_of(Processes(address, 2, 0)) == "wrong-processes"


@pytest.mark.parametrize("name", ["JAX_NUM_PROCESSES", "JAX_PROCESS_ID"])
def test_a_variable_that_is_no_number_is_told(monkeypatch, name):
    surround(monkeypatch, {**VARIABLES, name: "two"})
    assert code_of(AUTO) == "wrong-processes"
