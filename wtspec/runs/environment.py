"""What a run stands on: versions, machine, settings."""

from __future__ import annotations

import platform
from importlib.metadata import version

from wtspec.model.mesh.mesh import Mesh
from wtspec.runs.resuming.machine import machine
from wtspec.version import __version__


def environment(seed: int, mesh: Mesh | None) -> dict[str, object]:
    """Versions, the machine and its devices, and Keras's settings; Keras is loaded by now.

    Args:
        seed: Of the run.
        mesh: The devices that it trains on; None for a single one.
    """
    import jax
    import keras

    packages = ("keras", "jax", "jaxlib", "numpy")
    return {
        "python": platform.python_version(),
        "versions": {"wtspec": __version__, **{name: version(name) for name in packages}},
        "platform": platform.platform(),
        "devices": [str(device) for device in jax.devices()],
        **({} if mesh is None else {"mesh": mesh.sizes}),
        "machine": machine(),
        "seed": seed,
        "keras": {
            "backend": keras.config.backend(),
            "floatx": keras.config.floatx(),
            "epsilon": keras.config.epsilon(),
            "image_data_format": keras.config.image_data_format(),
        },
    }
