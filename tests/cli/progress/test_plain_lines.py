"""What a pipe or a log is sent while a training goes on."""

from tests.cli.progress.events import EVENTS, Clock, started
from wtspec.cli.render.progress import PlainLines, tell_progress
from wtspec.train.events import EpochEnded, Progressed
from wtspec.train.snapshot import Moment


def test_an_epoch_has_a_line_with_its_seconds_and_those_in_all(capsys):
    with tell_progress() as listener:
        for event in EVENTS:
            listener(event)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "small: 1,234 parameters; 30 rows, 2 epochs of 4 steps; runs/small/0001",
        "epoch 1/2  loss 1.25  [odd] metric 0.5  0.10 s, 0.1 s in all",
        "epoch 2/2  loss 1  [odd] metric 0.75  0.10 s, 0.2 s in all",
    ]


def test_thousands_of_epochs_are_not_thousands_of_lines(capsys):
    clock = Clock()
    lines = PlainLines(clock)
    lines(started(5000))
    for epoch in range(1, 4001):
        lines(EpochEnded(epoch, epoch * 10, {"loss": 1.0}, epoch / 1000))
    lines.close()
    _, second, last = capsys.readouterr().err.splitlines()
    assert second.startswith("epoch 1/5000  ")
    assert last == "epoch 4000/5000  loss 1  0.001 s, 4.0 s in all"


def test_a_long_epoch_says_once_a_minute_how_far_it_is(capsys):
    clock = Clock()
    lines = PlainLines(clock)
    lines(started(2, steps=1000))
    lines(EpochEnded(1, 1000, {"loss": 2.0, "val_loss": 3.0}, 5.0))
    for step in range(1, 131):
        clock.now += 1
        lines(Progressed(2, step, {"loss": 1.5}))
    assert capsys.readouterr().err.splitlines()[2:] == [
        "epoch 2/2  step 60/1,000  loss 1.5  32 rows/s  60.0 s, 65.0 s in all",
        "epoch 2/2  step 120/1,000  loss 1.5  32 rows/s  120.0 s, 125.0 s in all",
    ]


def test_a_run_that_goes_on_counts_the_seconds_of_its_epochs_alone(capsys):
    lines = PlainLines(Clock())
    lines(started(5, begun=Moment(2, 0), seconds=100.0))
    lines(EpochEnded(3, 30, {"loss": 1.0}, 101.5))
    assert capsys.readouterr().err.splitlines()[-1] == "epoch 3/5  loss 1  1.5 s, 101.5 s in all"
