"""What a run stands on: versions, machine, settings."""

from __future__ import annotations

import platform
from importlib.metadata import version

from wtspec.runs.resuming.machine import machine
from wtspec.version import __version__


def environment(seed: int) -> dict[str, object]:
    """Versions, the machine and its devices, and Keras's settings; Keras is loaded by now."""
    import jax
    import keras

    packages = ("keras", "jax", "jaxlib", "numpy")
    return {
        "python": platform.python_version(),
        "versions": {"wtspec": __version__, **{name: version(name) for name in packages}},
        "platform": platform.platform(),
        "devices": [str(device) for device in jax.devices()],
        "machine": machine(),
        "seed": seed,
        "keras": {
            "backend": keras.config.backend(),
            "floatx": keras.config.floatx(),
            "epsilon": keras.config.epsilon(),
            "image_data_format": keras.config.image_data_format(),
        },
    }
