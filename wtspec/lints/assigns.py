"""Weights that are set outside of training, too."""

from __future__ import annotations

from wtspec.lints.subject import Subject, warn


def lint_assigns(subject: Subject) -> None:
    """`assign-outside-training`."""
    for layer in subject.layers:
        for name, span in subject.flows.layer(layer).unguarded:
            warn(
                subject,
                "assign-outside-training",
                f"`{name}` is set when the model evaluates and predicts, too",
                span,
                help="put the `assign` under `if training:`",
            )
