import pytest

from scripts.bench.race import Raced, check_parameters, steps_of
from scripts.bench.rows import make_rows
from scripts.bench.workloads import ON_GPU_ONLY, WORKLOADS

SMALL = sorted(set(WORKLOADS) - {ON_GPU_ONLY})


def test_models_of_different_sizes_are_no_contest():
    found = {"a": Raced(10), "b": Raced(11), "c": Raced(refused="not there")}
    with pytest.raises(RuntimeError, match=r"'a': 10, 'b': 11"):
        check_parameters(found)


def test_one_that_refused_counts_for_nothing():
    check_parameters({"a": Raced(10), "b": Raced(10), "c": Raced(refused="not there")})


def test_short_epochs_have_a_few_steps():
    assert steps_of("mlp", short=True) == 93
    assert steps_of("wide", short=True) == 4


@pytest.mark.parametrize("name", SMALL)
def test_rows_fill_their_batches_and_are_the_same_in_each_process(name):
    workload = WORKLOADS[name]
    x, y = make_rows(workload, steps=3)
    again, _ = make_rows(workload, steps=3)
    assert len(x) == len(y) == 3 * workload.batch_size
    assert (x == again).all()
