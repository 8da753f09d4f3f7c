"""Checks that classes which `class_weight` names have names."""

from __future__ import annotations

from wtspec.language import Expression
from wtspec.program.answers.looked_up import column_text, find_looked_up
from wtspec.program.training import Prepared
from wtspec.resolve.context import Context


def check_class_names(context: Context, data: Prepared, params: dict[str, object]) -> None:
    """Notes `class-weight-targets`: a name, where labels are numbers of their own."""
    train, formula = context.file.train, data.targets
    if train is None or not isinstance(train.class_weight, dict):
        return
    if not isinstance(formula, Expression) or find_looked_up(formula, params) is not None:
        return
    for key in train.class_weight:
        if isinstance(key, str) or key < 0:
            context.report.error(
                "class-weight-targets",
                f"`class_weight` names a class `{key}`, and the targets look none up",
                train.key_span("class_weight", key),
                expected="labels, whole numbers from 0",
                help=f"`targets: =lookup({column_text(formula)}) - 1` makes labels of names",
            )
            return
