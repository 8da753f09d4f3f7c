"""Optuna, which wtspec comes without, and how it is to behave."""

from __future__ import annotations

import logging
import warnings
from importlib.util import find_spec

from wtspec.errors import Diagnostic, SpecError

HELP = 'install it: `pip install "wtspec[sweep]"`'


def require_optuna(sampler: str | None = None) -> None:
    """Raises where Optuna can't be imported; it logs errors alone from here on.

    Args:
        sampler: That is to be used, which may need a package of its own.

    Raises:
        SpecError: `not-installed`.
    """
    needed = {
        "optuna": "a sweep",
        **({"cmaes": "the sampler `cmaes`"} if sampler == "cmaes" else {}),
    }
    for package, what in needed.items():
        if find_spec(package) is None:
            message = f"{what} needs the package `{package}`, which is not installed"
            raise SpecError(Diagnostic("not-installed", message, help=HELP))
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    logging.getLogger("alembic").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="optuna")
