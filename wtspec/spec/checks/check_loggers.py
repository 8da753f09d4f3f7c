"""Rules of `loggers` that its keys' types do not say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wtspec.errors import one_of
from wtspec.spec.faults.place import Place
from wtspec.spec.loggers import TAG, LoggerSpec, MLflowSpec

_OURS = ("mlflow.", "wtspec.")
"""What begins the names of tags that say by whom a run is."""


def check_loggers(loggers: Sequence[str | LoggerSpec], place: Place) -> None:
    """Notes what is wrong with loggers whose keys all have the right type.

    Codes: `logger-count`, `duplicate-logger`, `invalid-name`.
    """
    first: dict[str, Place] = {}
    for index, logger in enumerate(loggers):
        here = place.at(index)
        name = logger if isinstance(logger, str) else _only(logger, here)
        if name in first:
            here.error(
                "duplicate-logger",
                f"`{name}` is asked for twice",
                help="remove one of them",
                related=(first[name].related("it is asked for here too"),),
            )
        elif name is not None:
            first[name] = here
        if isinstance(logger, LoggerSpec) and logger.mlflow is not None:
            _check_tags(logger.mlflow, here.at("mlflow", "tags"))


def _only(logger: LoggerSpec, place: Place) -> str | None:
    """The one that a mapping names."""
    given = [key for key in LoggerSpec.model_fields if getattr(logger, key) is not None]
    if len(given) == 1:
        return given[0]
    had = " and ".join(f"`{key}`" for key in given) or "none"
    place.error(
        "logger-count",
        f"{place.label} is exactly one logger, and here are {had}",
        expected=one_of(LoggerSpec.model_fields),
        help=_apart(logger),
        related=tuple(place.at(key).related(f"`{key}` is here") for key in given[1:]),
    )
    return None


def _apart(logger: LoggerSpec) -> str | None:
    named = [f"`{key}`" for key in LoggerSpec.model_fields if key in logger.model_fields_set]
    if len(named) > 1:
        return f"write {' and '.join(named)} as items of their own"
    return f"write {named[0]} without a colon" if named else None


def _check_tags(mlflow: MLflowSpec, place: Place) -> None:
    for name in mlflow.tags:
        if re.search(TAG, name) is None:
            ours = next((one for one in _OURS if name.startswith(one)), None)
            letters = "letters, digits, `_`, `.`, `-`, `:`, `/` and spaces; 250 at most"
            place.at(name).error(
                "invalid-name",
                f"`{name}` can't name a tag",
                on_key=True,
                expected=f"another beginning than `{ours}`" if ours else letters,
            )
