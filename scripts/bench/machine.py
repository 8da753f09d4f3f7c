"""What the numbers were measured on."""

import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

_DEVICE = """\
import jax, json
device = jax.devices()[0]
print(json.dumps([device.platform, device.device_kind]))
"""
_PACKAGES = ("wtspec", "keras", "jax", "jaxlib", "flax", "optax", "torch", "numpy")


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine, and the versions that ran on it.

    Attributes:
        kind: Of the device that JAX chooses, in its maker's words.
    """

    platform: str
    kind: str
    cores: int
    system: str
    versions: dict[str, str]


def machine() -> Machine:
    """This one. JAX is asked in a process of its own, as it would keep the device."""
    command = [sys.executable, "-c", _DEVICE]
    told = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 - our own
    device, kind = json.loads(told.stdout.strip().split("\n")[-1])
    versions = {name: found for name in _PACKAGES if (found := _version(name))}
    return Machine(device, kind, os.cpu_count() or 1, platform.platform(), versions)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
