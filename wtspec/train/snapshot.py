"""All that a training must know to go on as if nothing had happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from wtspec.train.numbers import Metrics

if TYPE_CHECKING:
    from wtspec.model.mesh.parts import Source


Scalar = bool | int | float | str | None


class Moment(NamedTuple):
    """How far a training has come.

    Attributes:
        epoch: How many epochs are over: trained, measured, and told to callbacks.
        step: How many steps were taken since.
    """

    epoch: int
    step: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a training between two steps.

    Attributes:
        arrays: By name: weights by path, random generators, the optimizer's slots by weight,
            sums of metrics, and the weights that callbacks keep; in parts where devices have parts.
            None are left once a training goes on from here: they would take their memory twice.
        metrics: Over the epoch that `moment` is in so far, or over the one that ended there.
        callbacks: What each of the spec's callbacks has noted.
        stopped: Whether one of them has ended the training.
    """

    moment: Moment
    arrays: dict[str, Source]
    metrics: Metrics
    callbacks: tuple[Mapping[str, Scalar], ...] = ()
    stopped: bool = False
