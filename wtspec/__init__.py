"""Declarative YAML models for Keras 3 on JAX, down to each weight.

Importing this package imports neither Keras nor JAX nor NumPy, nor anything else: `python -m
wtspec` runs this file while the working directory is still on the import path, where a file of any
name may lie. What the package offers is imported when it is first asked for.
"""

import sys

from wtspec.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wtspec import spec
    from wtspec.api import (
        build,
        layer,
        list_runs,
        load,
        open,  # noqa: A004 - `wtspec.open`
        plan,
        run,
        source,
        sweep,
        weights,
    )
    from wtspec.errors import SpecError
    from wtspec.runs.opened import Run
    from wtspec.spec import Spec

__all__ = [
    "Run",
    "Spec",
    "SpecError",
    "__version__",
    "build",
    "layer",
    "list_runs",
    "load",
    "open",
    "plan",
    "run",
    "source",
    "spec",
    "sweep",
    "weights",
]

_HOMES = {"Run": "wtspec.runs.opened", "SpecError": "wtspec.errors", "Spec": "wtspec.spec"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'wtspec' has no attribute {name!r}")
    import importlib

    if name == "spec":
        return importlib.import_module("wtspec.spec")
    return getattr(importlib.import_module(_HOMES.get(name, "wtspec.api")), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if "os" in sys.modules:  # Python has imported it, wherever it looks for other modules
    sys.modules["os"].environ.setdefault("KERAS_BACKEND", "jax")  # for an `import keras` to follow
