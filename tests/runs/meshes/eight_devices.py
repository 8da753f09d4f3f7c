"""Checks for eight devices, run in a process of its own, which says what went wrong."""

import json
import os
import sys
import traceback
from pathlib import Path

CHECKS = {}


def check(function):
    """Registers what is to be run under its name."""
    CHECKS[function.__name__] = function
    return function


def main(folder):
    """Runs all checks, each in a folder of its own, and prints the faults by name."""
    os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=8"
    os.environ["KERAS_BACKEND"] = "jax"
    from tests.runs.meshes import state_checks, weight_checks  # noqa: F401 - they register

    faults = {}
    for name, function in CHECKS.items():
        own = Path(folder, name)
        own.mkdir()
        try:
            function(own)
            faults[name] = None
        except Exception:  # noqa: BLE001 - whatever is wrong is told
            faults[name] = traceback.format_exc()
    sys.stdout.write(json.dumps(faults))


if __name__ == "__main__":
    import tests.runs.meshes.eight_devices as itself  # the checks register there

    itself.main(sys.argv[1])
