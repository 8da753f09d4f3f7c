"""Settles how each weight is trained, as the groups of `train` say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtspec.build.match import matches
from wtspec.build.paths import weights
from wtspec.errors import Diagnostic, Report, did_you_mean
from wtspec.program.declared import Group, Program

if TYPE_CHECKING:
    import keras

Chosen = dict[str, tuple[Any, Group]]
"""By path: a setting's value, and the group that it is from."""


def apply_groups(program: Program, model: keras.Model) -> None:
    """Gives each weight what the last group that matches its path says, key by key.

    `trainable` is Keras's own; `lr_scale`, which multiplies a weight's own, and `weight_decay` are
    attributes that the generated optimizer heeds.

    Raises:
        SpecError: `unmatched-glob`, `trainable-integer`, `untrained-scale`.
    """
    groups = program.training.groups if program.training is not None else ()
    found, report = weights(model), Report()
    chosen: dict[str, Chosen] = {"trainable": {}, "lr_scale": {}, "weight_decay": {}}
    for group in groups:
        matched = [path for path in found if matches(group.match, path)]
        if not matched:
            report.add(_unmatched(group, list(found)))
        for setting in chosen:
            value = getattr(group, setting)
            if value is not None:
                chosen[setting] |= dict.fromkeys(matched, (value, group))
    _check_discrete(chosen["trainable"], found, report)
    report.check()
    for path, (trainable, _) in chosen["trainable"].items():
        found[path].trainable = trainable
    _check_scaled(groups, found, report)
    report.check()
    for path, (scale, _) in chosen["lr_scale"].items():
        variable: Any = found[path]
        variable.lr_scale = scale * getattr(variable, "lr_scale", 1)
    for path, (decays, _) in chosen["weight_decay"].items():
        variable = found[path]
        variable.weight_decay = decays


def _check_discrete(chosen: Chosen, found: dict[str, keras.Variable], report: Report) -> None:
    for path, (trainable, group) in chosen.items():
        if trainable and _is_discrete(found[path]):
            message = f"`{group.match}` would train `{path}`, which has no gradient"
            expected = "a weight of floats"
            report.error("trainable-integer", message, group.span, expected=expected)


def _check_scaled(
    groups: tuple[Group, ...], found: dict[str, keras.Variable], report: Report
) -> None:
    for group in groups:
        trained = [one.trainable for path, one in found.items() if matches(group.match, path)]
        if group.lr_scale is not None and not any(trained):
            message = f"`{group.match}` scales the learning rate of weights that never train"
            report.error("untrained-scale", message, group.span, help="remove `lr_scale`")


def _is_discrete(variable: keras.Variable) -> bool:
    return variable.dtype == "bool" or "int" in variable.dtype


def _unmatched(group: Group, paths: list[str]) -> Diagnostic:
    return Diagnostic(
        "unmatched-glob",
        f"`{group.match}` matches no weight of the model",
        group.span,
        expected="a glob over paths, as `wtspec plan` lists them",
        help=did_you_mean(group.match, paths),
    )
