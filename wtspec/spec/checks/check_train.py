"""Rules of `train` that its keys' types do not say."""

from __future__ import annotations

import re

from wtspec.document import Scalar
from wtspec.spec.checks.check_loggers import check_loggers
from wtspec.spec.checks.check_sharding import check_sharding
from wtspec.spec.faults.place import Place, in_words
from wtspec.spec.train import BEST, EVERY, CheckpointSpec, TrainSpec

_SETTINGS = ("trainable", "lr_scale", "weight_decay", "sharding")


def check_train(train: TrainSpec, place: Place) -> None:
    """Notes what is wrong with training whose keys all have the right type.

    Codes: `two-lengths`, `missing-key`, `empty-group`, `invalid-interval`,
    `unknown-monitor`; those of loggers and of shardings.
    """
    if train.epochs is None and train.steps is None:
        place.error("missing-key", "`train` has neither `epochs` nor `steps`", on_key=True)
    elif train.epochs is not None and train.steps is not None:
        related = (place.at("epochs").related("`epochs` is here"),)
        message = "`train` has both `epochs` and `steps`"
        place.at("steps").error(
            "two-lengths", message, on_key=True, help="remove one of them", related=related
        )
    for index, group in enumerate(train.groups):
        if all(getattr(group, setting) is None for setting in _SETTINGS):
            place.at("groups", index).error(
                "empty-group",
                f"the group `{group.match}` sets nothing",
                expected="`trainable`, `lr_scale`, `weight_decay` or `sharding`",
            )
        check_sharding(group.sharding, place.at("groups", index, "sharding"))
    if isinstance(train.checkpoint, CheckpointSpec):
        _check_checkpoint(train.checkpoint, place.at("checkpoint"))
    check_loggers(train.loggers, place.at("loggers"))


def _check_checkpoint(checkpoint: CheckpointSpec, place: Place) -> None:
    if re.fullmatch(EVERY, checkpoint.every) is None:
        _note_interval(place.at("every"))
    if checkpoint.best is not None and re.fullmatch(BEST, checkpoint.best) is None:
        place.at("best").error(
            "unknown-monitor",
            "`best` must be the name of one metric",
            expected="text such as `val_accuracy` or `max val_dice`",
            received=in_words(place.at("best").node),
        )


def _note_interval(place: Place) -> None:
    node = place.node
    digits = re.match(r"[0-9]+", node.text) if isinstance(node, Scalar) else None
    place.error(
        "invalid-interval",
        "`every` must be a number of epochs, steps or minutes",
        expected="text such as `1 epoch`, `500 steps` or `10 minutes`",
        received=in_words(node),
        help=f"write `{digits[0]} steps`" if digits else None,
    )
