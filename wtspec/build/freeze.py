"""Settles which weights train, as the groups of `train` say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtspec.build.match import matches
from wtspec.build.paths import weights
from wtspec.errors import Diagnostic, Report, Span, did_you_mean
from wtspec.program.declared import Program

if TYPE_CHECKING:
    import keras


def freeze(program: Program, model: keras.Model) -> None:
    """Sets each weight's `trainable` by the last group that matches its path.

    Raises:
        SpecError: `unmatched-glob`, `trainable-integer`.
    """
    frozen = program.training.frozen if program.training is not None else ()
    report = Report()
    found = weights(model)
    chosen: dict[str, tuple[bool, str, Span]] = {}
    for glob, trainable, span in frozen:
        matched = [path for path in found if matches(glob, path)]
        if not matched:
            report.add(_unmatched(glob, span, list(found)))
        chosen |= dict.fromkeys(matched, (trainable, glob, span))
    for path, (trainable, glob, span) in chosen.items():
        if trainable and _is_discrete(found[path]):
            report.add(_not_trainable(path, glob, span))
    report.check()
    for path, (trainable, _, _) in chosen.items():
        found[path].trainable = trainable


def _is_discrete(variable: keras.Variable) -> bool:
    return variable.dtype == "bool" or "int" in variable.dtype


def _unmatched(glob: str, span: Span, paths: list[str]) -> Diagnostic:
    return Diagnostic(
        "unmatched-glob",
        f"`{glob}` matches no weight of the model",
        span,
        expected="a glob over paths, as `wtspec plan` lists them",
        help=did_you_mean(glob, paths),
    )


def _not_trainable(path: str, glob: str, span: Span) -> Diagnostic:
    message = f"`{glob}` would train `{path}`, which has no gradient"
    return Diagnostic("trainable-integer", message, span, expected="a weight of floats")
