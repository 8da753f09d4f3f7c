"""Whether the packages are installed that a training's loggers need."""

from __future__ import annotations

import os
from importlib.util import find_spec

from wtspec.errors import Diagnostic, SpecError
from wtspec.program.training import Training

TRACKING_URI = "MLFLOW_TRACKING_URI"
_DATABASE = ("sqlalchemy", "alembic")
"""What MLflow keeps runs with where it has no server."""


def check_installed(training: Training) -> None:
    """Raises where a logger can't be imported; none is imported for that.

    Raises:
        SpecError: `not-installed`.
    """
    needed = ("mlflow",) if os.environ.get(TRACKING_URI) else ("mlflow", *_DATABASE)
    for logger in training.loggers:
        missing = [name for name in needed if find_spec(name) is None]
        if logger.kind == "mlflow" and missing:
            raise SpecError(
                Diagnostic(
                    "not-installed",
                    f"`mlflow` can't be used: the package `{missing[0]}` is not installed",
                    logger.span,
                    help='install it, `pip install "wtspec[mlflow]"`, or run without it, '
                    "`--set train.loggers=[]`",
                )
            )
