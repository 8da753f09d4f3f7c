"""Surroundings of a process that has several devices."""

import os


def with_devices(count: int) -> dict[str, str]:
    """Its environment: the CPU makes up so many devices."""
    flags = f"--xla_force_host_platform_device_count={count}"
    return {**os.environ, "XLA_FLAGS": flags, "KERAS_BACKEND": "jax"}
