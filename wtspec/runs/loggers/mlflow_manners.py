"""How MLflow is to behave while a run tells it something."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

_SETTINGS = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
}
_CHATTY = ("mlflow", "alembic", "urllib3")


@contextmanager
def mannerly() -> Iterator[None]:
    """MLflow neither calls home nor waits for minutes, nor prints into what the run shows.

    What the environment says otherwise holds. It is changed before the training and after it alone:
    other threads may read it meanwhile.
    """
    ours = {name: value for name, value in _SETTINGS.items() if name not in os.environ}
    levels = {name: logging.getLogger(name).level for name in _CHATTY}
    os.environ.update(ours)
    hush()
    try:
        yield
    finally:
        for name in ours:
            os.environ.pop(name, None)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def hush() -> None:
    """Lets what MLflow is made of log errors alone; as it is imported it sets its own levels."""
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.ERROR)
