"""Resolves `train.loggers`."""

from __future__ import annotations

from wtspec.errors import Span
from wtspec.program.training import Logger
from wtspec.spec import LoggerSpec, TrainSpec


def resolve_loggers(train: TrainSpec) -> tuple[Logger, ...]:
    """The loggers in the file's order, each with its options."""
    return tuple(
        _logger(logger, train.span("loggers", index)) for index, logger in enumerate(train.loggers)
    )


def _logger(logger: str | LoggerSpec, span: Span) -> Logger:
    if logger == "tensorboard":
        return Logger("tensorboard", span)
    if isinstance(logger, str):
        return Logger("mlflow", span)
    if logger.mlflow is None:
        return Logger("tensorboard", span)
    said = logger.mlflow
    return Logger("mlflow", span, said.experiment, said.run_name, tuple(said.tags.items()))
