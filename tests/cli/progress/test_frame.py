"""The lines that a terminal shows of a training."""

import math
from itertools import pairwise

import pytest

from tests.cli.progress.events import Clock, metrics, started
from wtspec.cli.render.course import Course
from wtspec.cli.render.fold import fold, named
from wtspec.cli.render.frame import ASCII, Glyphs, finished_line, frame
from wtspec.cli.render.headline import in_a_row, opening
from wtspec.cli.render.thinning import Thinning
from wtspec.errors.visible import columns
from wtspec.report.curve import PairSeries, curves
from wtspec.train.events import EpochEnded, Progressed, Started

UNICODE = Glyphs()


def course_of(values, epochs=3, steps=10):
    """A training in the fifth step of its second epoch."""
    clock = Clock()
    course = Course(clock)
    course.note(started(epochs, steps))
    for epoch in (1, 2):
        course.note(Progressed(epoch, 1, values))
        clock.now += 1
        course.note(Progressed(epoch, 5, values))
        if epoch == 1:
            course.note(EpochEnded(1, steps, values, 1.0))
    return course


def test_a_frame_tells_epoch_step_speed_and_what_is_left():
    first, second, _ = frame(course_of({"loss": 0.5, "val_loss": 1.5}), 80, 24, UNICODE)
    assert first == "epoch 2/3  ━━━━━━━━────────  step  5/10  142 rows/s  4 s left"
    assert second == "loss 0.5  val_loss 1.5"


@pytest.mark.parametrize("width", [200, 80, 60, 40, 30])
@pytest.mark.parametrize("height", [50, 24, 10, 4])
@pytest.mark.parametrize("count", [1, 2, 3, 5, 12, 60])
def test_a_frame_fits_any_terminal(width, height, count):
    course = course_of(metrics(count))
    lines = frame(course, width, height, UNICODE)
    assert max(map(columns, lines)) <= width
    assert len(lines) < height
    assert max(map(columns, finished_line(course.ended, width, {}))) <= width


@pytest.mark.parametrize("width", [12, 8, 3, 1])
def test_no_number_is_cut_however_narrow_a_terminal_is(width):
    lines = frame(course_of({"loss": 0.123456}), width, 24, UNICODE)
    assert any(line.endswith("0.12346") for line in lines)


def test_a_name_is_cut_where_its_number_would_not_fit():
    assert named("val_top_5_categorical_accuracy", "0.5", 20) == "val_top_…ccuracy 0.5"
    assert columns(named("値段の平均絶対誤差", "0.5", 12)) <= 12


def test_a_line_is_continued_below_where_it_is_full():
    assert fold(["epoch 1/2", "", "loss 1", "accuracy 0.5"], 20) == [
        "epoch 1/2  loss 1",
        "  accuracy 0.5",
    ]


def test_a_table_has_its_columns_beside_each_other_where_it_is_high():
    lines = frame(course_of(metrics(30)), 200, 24, UNICODE)
    assert lines[1].split() == ["train", "validation"] * 3
    assert not any("more" in line for line in lines)


def test_a_table_says_how_many_metrics_it_leaves_out():
    assert "… 16 more" in [line.strip() for line in frame(course_of(metrics(20)), 60, 12, UNICODE)]


def test_a_terminal_without_unicode_gets_no_curve():
    lines = frame(course_of({"loss": 0.5}), 80, 24, ASCII)
    assert "\n".join(lines).isascii()


def test_lines_of_epochs_are_aligned_as_numbers_grow():
    course, aligned = course_of({"loss": 0.5, "a": 0.123456}, epochs=10), {}
    finished_line(course.ended, 80, aligned)
    (line,) = finished_line(course.ended._replace(metrics={"loss": 1, "a": 2}), 80, aligned)
    assert line == " epoch 1/10  loss 1    a 2        1.0 s, 1.0 s in all"


def test_a_curve_has_one_scale_for_both_and_marks_what_is_no_number():
    values = [(4.0, None), (3.0, math.nan), (2.0, 2.0), (1.0, math.inf)]
    assert curves(values, 8) == ("█▆▃▁", " x▃x")
    assert curves([(1e308, None), (-1e308, None)], 8)[0] == "█▁"
    assert curves([], 8) == ("", "")


def test_a_long_curve_ends_with_the_last_value():
    train, _ = curves([*((1.0, None) for _ in range(1000)), (2.0, None)], 8)
    assert train == "▁▁▁▁▁▁▁█"


def test_of_very_many_values_evenly_many_are_kept_and_the_last():
    series = PairSeries()
    for at in range(5000):
        series.add(float(at), None)
    kept = [one for one, _ in series.values]
    assert len(kept) <= 1025
    assert kept[0] == 0
    assert kept[-1] == 4999
    assert {after - before for before, after in pairwise(kept[:-1])} == {8.0}


def test_a_long_training_keeps_a_line_a_second_and_the_last():
    clock = Clock()
    thinning, course = Thinning(clock), course_of({"loss": 1.0})
    shown = []
    for epoch in range(1, 5001):
        clock.now += 0.01
        if thinning.shows(course.ended._replace(epoch=epoch, epochs=5000)):
            shown.append(epoch)
    assert shown[:3] == [1, 101, 201]
    assert shown[-1] == 5000
    assert len(shown) < 60


def test_one_that_ends_early_still_shows_its_last_epoch():
    clock = Clock()
    thinning, course = Thinning(clock), course_of({"loss": 1.0})
    for epoch in (1, 2, 3):
        thinning.shows(course.ended._replace(epoch=epoch, epochs=5000))
    assert thinning.last().epoch == 3
    assert thinning.last() is None


def test_a_name_that_would_act_is_shown():
    event = started(2)
    acting = Started("small\x1b[2J", event.folder, event.length, 1234)
    assert opening(acting)[0].startswith(r"small\x1b[2J")
    assert in_a_row({"loss\x1b[2J": 1}) == r"loss\x1b[2J 1"


def test_metrics_keep_their_order_from_step_to_epoch():
    shown = in_a_row({"val_accuracy": 0.5, "accuracy": 0.25, "val_loss": 2, "loss": 1})
    assert shown == "loss 1  accuracy 0.25  val_loss 2  val_accuracy 0.5"
