"""The lines that a terminal shows of a training, made for its size."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from wtspec.cli.render.course import Course, Ended
from wtspec.cli.render.fold import INDENT, fold, named
from wtspec.cli.render.headline import ended, in_pieces, in_table
from wtspec.errors.visible import columns, visible
from wtspec.report.curve import curves
from wtspec.report.quantity import in_time
from wtspec.report.tables import GAP, align, cut
from wtspec.train.numbers import Metrics

_BAR_WIDTH = 16
CURVE_WIDTH = 24
_MOST_LINES = 2
"""That metrics take before they are made a table."""

_FEW = 4
"""Metrics that are no table, however narrow a terminal is."""

_DIGITS = 8
_LONGEST_NAME = 40
_OTHER_LINES = 6
"""Around a table, the prompt's among them."""


class Glyphs(NamedTuple):
    """What a bar is drawn with, and whether a curve can be."""

    done: str = "━"
    left: str = "─"
    curves: bool = True


ASCII = Glyphs("=", "-", curves=False)


def frame(course: Course, width: int, height: int, glyphs: Glyphs) -> list[str]:
    """What is shown while the training goes on: where it is, its metrics, its curve."""
    lines = [
        *fold(_place(course, width, glyphs), width),
        *_metrics(course.metrics, width, height),
        *_curve(course, width, glyphs),
    ]
    return lines[: max(1, height - 1)]


def closing(course: Course, width: int, glyphs: Glyphs) -> list[str]:
    """What stays below the lines of epochs: the curve; metrics that had no room in a line."""
    if course.ended is None:
        return []
    metrics = course.ended.metrics
    table = _table(metrics, width) if _are_many(metrics, width) else []
    return [*table, *_curve(course, width, glyphs)]


def finished_line(epoch: Ended, width: int, aligned: dict[str, int]) -> list[str]:
    """What stays of an epoch that has ended: a line, or more where one is too short.

    Args:
        epoch: Of which the first metrics are told, where they are a table.
        width: In columns.
        aligned: How wide metrics were in lines before, by name; these are added.
    """
    which, took = ended(epoch)
    is_short = not _are_many(epoch.metrics, width)
    metrics = in_pieces(epoch.metrics, width - len(INDENT), losses_first=not is_short)
    pieces = [which.rjust(len("epoch /") + 2 * len(str(epoch.epochs))), *metrics]
    if is_short:
        return fold([*_aligned(pieces, aligned), took], width)
    shown = 2
    while len(fold([*pieces[: shown + 1], _more(pieces, shown + 1), took], width)) == 1:
        shown += 1
    return fold([*pieces[:shown], _more(pieces, shown), took], width)


def _more(pieces: list[str], shown: int) -> str:
    return f"and {len(pieces) - shown} more" if shown < len(pieces) else ""


def _aligned(pieces: list[str], before: dict[str, int]) -> list[str]:
    """Each as wide as what stood above it, so that lines can be compared."""
    for piece in pieces:
        name = piece.rsplit(" ", 1)[0]
        before[name] = max(before.get(name, 0), columns(piece))
    return [piece + " " * (before[piece.rsplit(" ", 1)[0]] - columns(piece)) for piece in pieces]


def _place(course: Course, width: int, glyphs: Glyphs) -> list[str]:
    total = course.length.total_steps
    bar_width = max(1, min(_BAR_WIDTH, width - len(INDENT)))
    full = bar_width * min(course.done, total) // max(1, total)
    epoch, *others = place(course)
    return [epoch, glyphs.done * full + glyphs.left * (bar_width - full), *others]


def place(course: Course) -> list[str]:
    """Which epoch goes on, which step or what else, how fast, and what is left."""
    epochs, steps, phase = course.length.epochs, course.steps_of_epoch, course.phase
    step = f"step {course.step:>{len(f'{steps:,}')},}/{steps:,}"
    return [
        f"epoch {course.epoch:>{len(str(epochs))}}/{epochs}",
        f"{phase} {in_time(course.waited)}" if phase else step,
        "" if phase == "compiling" else course.speed,
        "" if phase in ("measuring", "finished") else course.left,
    ]


def _metrics(metrics: Metrics, width: int, height: int) -> list[str]:
    if not _are_many(metrics, width):
        return fold(in_pieces(metrics, width - len(INDENT)), width)
    lines, most = _table(metrics, width), max(2, height - _OTHER_LINES)
    return lines if len(lines) <= most else _beside(lines, width, most)


def _are_many(metrics: Metrics, width: int) -> bool:
    """However many digits they have just now, lest one follow the other from epoch to epoch."""
    some = islice(metrics, max(_FEW, width // 4) + 1)  # more than so many lines hold
    names = [named(name, "0" * _DIGITS, width - len(INDENT)) for name in some]
    return len(names) > _FEW and len(fold(names, width)) > _MOST_LINES


def _table(metrics: Metrics, width: int) -> list[str]:
    """The metrics one below the other, names cut as far as numbers need it."""
    rows = [("", "train", "validation"), *in_table(metrics)]
    if not any(row[2] for row in rows[1:]):
        rows = [row[:2] for row in rows]
    numbers = sum(max(len(cell) for cell in column) for column in list(zip(*rows, strict=True))[1:])
    room = width - numbers - len(GAP) * (len(rows[0]) - 1)
    shown = [(cut(visible(row[0]), max(1, min(room, _LONGEST_NAME))), *row[1:]) for row in rows]
    return align(shown, right=(1, 2)).split("\n")


def _beside(lines: list[str], width: int, most: int) -> list[str]:
    """A long table in stretches beside each other, each with the table's head."""
    head, *rows = lines
    wide = max(map(columns, lines))
    abreast = max(1, (width + 2 * len(GAP)) // (wide + 2 * len(GAP)))
    each = most - 1
    if len(rows) > abreast * each:
        left = len(rows) - (abreast * each - 1)
        rows = [*rows[: abreast * each - 1], f"… {left} more"]
    each = min(each, -(-len(rows) // abreast))
    stretches = [[head, *rows[at : at + each]] for at in range(0, len(rows), each)]
    blank = [""] * (each + 1)
    return [
        (2 * GAP).join(cell + " " * (wide - columns(cell)) for cell in line).rstrip()
        for line in zip(*([*one, *blank][: each + 1] for one in stretches), strict=True)
    ]


def _curve(course: Course, width: int, glyphs: Glyphs) -> list[str]:
    labels = len("loss ") + len("val_loss ") + len(GAP)
    room = min(CURVE_WIDTH, (width - labels) // 2)
    return fold(loss_curves(course, room), width) if room > 1 and glyphs.curves else []


def loss_curves(course: Course, room: int) -> list[str]:
    """The losses so far on one scale, each with its name: of epochs, or within the first one."""
    values = course.losses.values
    if len(values) < 2:
        values = course.within.values
    if len(values) < 2:
        return []
    named_curves = zip(("loss", "val_loss"), curves(values, room), strict=True)
    return [f"{name} {curve}" for name, curve in named_curves if curve]
