import pytest

from tests.docs.agree import same_output, same_source

SHOWN = "epoch 1/2  loss 0.5123  1.2 s\n…\nrecorded in runs/first/0001\n"


def test_times_spaces_and_last_digits_may_differ():
    printed = "epoch 1/2  loss 0.5131   9.9 s\nepoch 2/2\n\nrecorded in runs/first/0001\n"
    assert same_output(SHOWN, printed)


@pytest.mark.parametrize(
    "printed",
    [
        "epoch 1/2  loss 0.7123  1.2 s\nrecorded in runs/first/0001\n",
        "epoch 1/3  loss 0.5123  1.2 s\nrecorded in runs/first/0001\n",
        "epoch 1/2  loss 0.5123  1.2 s\nrecorded in runs/first/0002\n",
        "epoch 1/2  loss 0.5123  1.2 s\nrecorded in runs/first/0001\nmore\n",
        "epoch 1/2  loss 0.5123\nrecorded in runs/first/0001\n",
        "",
    ],
)
def test_another_output_is_noticed(printed):
    assert not same_output(SHOWN, printed)


def test_whole_numbers_are_compared_exactly():
    assert not same_output("45 steps", "44 steps")


def test_source_is_compared_with_its_indentation():
    source = "import keras\n\n\nclass A:\n    pass\n"
    assert same_source("class A:\n    pass\n", source)
    assert not same_source("class A:\n  pass\n", source)
    assert not same_source("class A:\n    stop\n", source)
