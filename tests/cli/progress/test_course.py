"""What is known of a training by its events."""

import pytest

from tests.cli.progress.events import Clock, started
from wtspec.cli.render.course import Course
from wtspec.train.events import EpochEnded, Finished, Progressed, WeightsSeen
from wtspec.train.snapshot import Moment

LOSS = {"loss": 1.0}


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def course(clock):
    return Course(clock)


def go(course, clock, seconds, event):
    clock.now += seconds
    course.note(event)


def test_a_training_is_compiled_until_its_first_step(course, clock):
    go(course, clock, 0, started(2))
    clock.now = 3
    assert (course.phase, course.waited, course.speed, course.left) == ("compiling", 3, "", "")
    go(course, clock, 1, Progressed(1, 1, LOSS))
    assert (course.phase, course.speed) == ("", "")


def test_the_speed_is_that_of_steps_and_not_of_compiling(course, clock):
    go(course, clock, 0, started(2))
    go(course, clock, 60, Progressed(1, 1, LOSS))
    go(course, clock, 2, Progressed(1, 5, LOSS))
    assert course.speed == "64 rows/s"
    assert course.left == "8 s left"


def test_what_is_left_knows_of_the_pauses_between_epochs(course, clock):
    go(course, clock, 0, started(3))
    go(course, clock, 0, Progressed(1, 1, LOSS))
    go(course, clock, 9, Progressed(1, 10, LOSS))
    go(course, clock, 20, EpochEnded(1, 10, {**LOSS, "val_loss": 2.0}, 29))
    assert course.left == "1 min left"


def test_speed_follows_what_becomes_slower(course, clock):
    go(course, clock, 0, started(1, steps=1000))
    go(course, clock, 0, Progressed(1, 1, LOSS))
    for step in range(2, 30):
        go(course, clock, 0.1, Progressed(1, step, LOSS))
    for step in range(30, 60):
        go(course, clock, 1, Progressed(1, step, LOSS))
    assert course.speed.startswith("32")


def test_a_run_that_goes_on_begins_where_it_was(course, clock):
    go(course, clock, 0, started(5, begun=Moment(2, 4), seconds=100.0))
    assert (course.epoch, course.step, course.done) == (3, 4, 24)
    go(course, clock, 1, EpochEnded(3, 30, LOSS, 103.5))
    assert course.ended.seconds == 3.5
    assert course.ended.elapsed_seconds == 103.5


def test_a_long_validation_is_told_of_and_a_short_one_is_not(course, clock):
    go(course, clock, 0, started(2))
    go(course, clock, 0, Progressed(1, 10, LOSS))
    assert course.phase == ""
    clock.now += 1
    assert course.phase == "validating"
    go(course, clock, 0, EpochEnded(1, 10, LOSS, 1))
    go(course, clock, 1, Progressed(2, 10, LOSS))
    clock.now += 1
    assert course.phase == ""  # there are no validation rows
    go(course, clock, 0, EpochEnded(2, 20, LOSS, 2))
    clock.now += 1
    assert course.phase == "measuring"
    go(course, clock, 0, Finished(None, {}, 3, "last"))
    assert course.phase == "finished"


def test_a_last_epoch_that_is_cut_short_has_fewer_steps(course, clock):
    event = started(2)
    go(course, clock, 0, type(event)("s", None, type(event.length)(32, 320, 10, 13), 1))
    go(course, clock, 0, Progressed(2, 1, LOSS))
    assert course.steps_of_epoch == 3


def test_metrics_of_validation_stay_while_the_next_epoch_goes_on(course, clock):
    go(course, clock, 0, started(2))
    go(course, clock, 0, EpochEnded(1, 10, {**LOSS, "val_loss": 2.0}, 1))
    go(course, clock, 0, Progressed(2, 1, {"loss": 0.5}))
    assert course.metrics == {"loss": 0.5, "val_loss": 2.0}


def test_what_concerns_weights_alone_changes_nothing(course, clock):
    go(course, clock, 0, started(2))
    go(course, clock, 0, WeightsSeen(0, {}, {}))
    assert course.phase == "compiling"
