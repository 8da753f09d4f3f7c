"""Settles how each weight is trained, as the groups of `train` say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtspec.errors import Diagnostic, Report, did_you_mean
from wtspec.model.paths import own_weights, weights
from wtspec.model.pretrained.match import matches
from wtspec.model.stacks import ModelWeight, WeightSlice, identity, scale_rates, walk
from wtspec.program.program import Program
from wtspec.program.training import Group

if TYPE_CHECKING:
    import keras

ByPath = dict[str, ModelWeight]
"""Weights by path."""

Chosen = dict[str, tuple[Any, Group]]
"""By path: a setting's value, and the group that it is from."""


def apply_groups(program: Program, model: keras.Model) -> None:
    """Gives each weight what the last group that matches its path says, key by key.

    `trainable` is Keras's own; `lr_scale`, which multiplies a weight's own, and `weight_decay` are
    attributes that the generated optimizer reads.

    Raises:
        SpecError: `unmatched-glob`, `trainable-integer`, `untrained-scale`, `scan-divided`.
    """
    groups = program.training.groups if program.training is not None else ()
    by_path, report = weights(model), Report()
    chosen: dict[str, Chosen] = {"trainable": {}, "lr_scale": {}, "weight_decay": {}}
    for group in groups:
        matched = [path for path in by_path if matches(group.match, path)]
        if not matched:
            report.add(unmatched(group, list(by_path)))
        for setting in chosen:
            value = getattr(group, setting)
            if value is not None:
                chosen[setting] |= dict.fromkeys(matched, (value, group))
    _check_discrete(chosen["trainable"], by_path, report)
    for setting in ("trainable", "weight_decay"):
        _check_scans(setting, chosen[setting], by_path, report)
    report.check()
    for path, (trainable, _) in chosen["trainable"].items():
        _whole(by_path[path]).trainable = trainable
    _settle_layers(
        model, by_path, {path: value for path, (value, _) in chosen["trainable"].items()}
    )
    _check_scaled(groups, by_path, report)
    report.check()
    scale_rates((by_path[path], scale) for path, (scale, _) in chosen["lr_scale"].items())
    for path, (decays, _) in chosen["weight_decay"].items():
        _whole(by_path[path]).weight_decay = decays


def _settle_layers(model: keras.Model, by_path: ByPath, trainable: dict[str, bool]) -> None:
    """A layer whose weights are all frozen is, as in Keras: its statistics stand still.

    One of whose weights a group trains is not. Its layers are asked by themselves.
    """
    settled = {identity(by_path[path]): value for path, value in trainable.items()}
    for layer, view in walk(model):
        own = own_weights(layer) or layer.weights
        values = [settled.get(identity(view(one))) for one in own if not one.name.startswith("(")]
        if layer is not model and values and not any(value is None or value for value in values):
            layer._trainable = False  # noqa: SLF001 - the public one is for the layers in it too
        elif any(values):
            layer._trainable = True  # noqa: SLF001


def _whole(weight: ModelWeight) -> Any:  # noqa: ANN401 - a variable, with attributes
    return weight.stack if isinstance(weight, WeightSlice) else weight


def _check_scans(setting: str, chosen: Chosen, by_path: ByPath, report: Report) -> None:
    """A stack has one setting for all blocks; told once for each group."""
    stacks: dict[int, list[str]] = {}
    for path, weight in by_path.items():
        if isinstance(weight, WeightSlice):
            stacks.setdefault(id(weight.stack), []).append(path)
    reported: set[Group] = set()
    for paths in stacks.values():
        before = getattr(_whole(by_path[paths[0]]), setting, True)
        values = [chosen[path][0] if path in chosen else before for path in paths]
        if len(set(values)) > 1:
            last = next(path for path in reversed(paths) if path in chosen)
            value, group = chosen[last]
            other = paths[values.index(not value)]
            if group not in reported:
                report.add(_divided(setting, group, (last, value), other))
            reported.add(group)


def _divided(setting: str, group: Group, chosen: tuple[str, bool], other: str) -> Diagnostic:
    path, value = chosen
    words = ("true", "false") if value else ("false", "true")
    return Diagnostic(
        "scan-divided",
        f"`{setting}` is {words[0]} for `{path}`, but {words[1]} for `{other}`",
        group.span,
        expected="the same for all blocks of a scan, whose weights are one",
        help="match all blocks, as in `blocks/*/kernel`, or remove `scan`",
    )


def _check_discrete(chosen: Chosen, by_path: ByPath, report: Report) -> None:
    for path, (trainable, group) in chosen.items():
        if trainable and _is_discrete(by_path[path]):
            message = f"`{group.match}` would train `{path}`, which has no gradient"
            expected = "a weight of floats"
            report.error("trainable-integer", message, group.span, expected=expected)


def _check_scaled(groups: tuple[Group, ...], by_path: ByPath, report: Report) -> None:
    for group in groups:
        trained = [one.trainable for path, one in by_path.items() if matches(group.match, path)]
        if group.lr_scale is not None and not any(trained):
            message = f"`{group.match}` scales the learning rate of weights that never train"
            report.error("untrained-scale", message, group.span, help="remove `lr_scale`")


def _is_discrete(variable: ModelWeight) -> bool:
    return variable.dtype == "bool" or "int" in variable.dtype


def unmatched(group: Group, paths: list[str]) -> Diagnostic:
    """That a group matches none of the paths."""
    return Diagnostic(
        "unmatched-glob",
        f"`{group.match}` matches no weight of the model",
        group.span,
        expected="a glob over paths, as `wtspec plan` lists them",
        help=did_you_mean(group.match, paths),
    )
