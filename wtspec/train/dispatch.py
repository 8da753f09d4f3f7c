"""Sends an epoch's steps to the device, dispatch by dispatch."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

import jax

from wtspec.train.compiled_steps import CompiledSteps, Dispatched
from wtspec.train.feeding.feed import Feed
from wtspec.train.numbers import Metrics, numbers
from wtspec.train.pace import Pace
from wtspec.train.state import TrainState


class Seen(NamedTuple):
    """What a dispatch has come to.

    Attributes:
        step: The last step taken, within its epoch, from 0.
        metrics: Over the epoch so far.
        lost: The epoch's first step whose loss is no finite number, from 0; None for none.
        loss: That step's loss.
        state: After the step.
    """

    step: int
    metrics: Metrics
    lost: int | None
    loss: float
    state: TrainState


def run_epoch(
    compiled: CompiledSteps,
    feed: Feed,
    epoch: int,
    steps: int,
    state: TrainState,
    pace: Pace,
    look: Callable[[Seen], TrainState],
    *,
    done: int = 0,
    most: Callable[[int], int] | None = None,
) -> TrainState:
    """Takes an epoch's steps, or some of them.

    Args:
        compiled: The steps.
        feed: The rows.
        epoch: From 0.
        steps: How many to take, the short one that ends the epoch among them.
        state: Before; its memory is taken.
        pace: How many steps make a dispatch.
        look: Is shown each dispatch's outcome, and gives the state to go on from.
        done: How many of the steps are taken already.
        most: How many may be taken at once after so many of the epoch; any by default.
    """
    for stretch in feed.epoch(epoch, done):
        first, upto = stretch.first, min(stretch.steps, steps - stretch.first)
        taken = done - first
        while taken < upto:
            assert compiled.many is not None  # noqa: S101 - made for feeds like this one
            count = pace.steps(min(upto - taken, most(done)) if most else upto - taken)
            began = time.perf_counter()
            result = compiled.many(state, stretch.rows, stretch.order, taken, taken + count)
            outcome = jax.device_get(result[1])
            pace.note(count, time.perf_counter() - began)
            taken += count
            done = first + taken
            state = look(_seen(result[0], outcome, done - 1, first))
        if stretch.ends and done < steps:
            assert compiled.short is not None  # noqa: S101 - the same
            result = compiled.short(state, stretch.rows, stretch.order, stretch.steps)
            done += 1
            state = look(_seen(result[0], jax.device_get(result[1]), done - 1, first))
    return state


def _seen(state: TrainState, outcome: Dispatched, step: int, first: int) -> Seen:
    """Steps are numbered by stretch in the program, and by epoch here."""
    lost = int(outcome.lost)
    first_lost = None if lost < 0 else first + lost
    return Seen(step, numbers(outcome.logs), first_lost, float(outcome.loss), state)
