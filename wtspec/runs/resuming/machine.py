"""What of a machine the numbers of a training depend on, and what of it is not as it was.

Measured on JAX 0.10, by the last bits of trained weights: the count of CPUs that a process may use
changes them, and so do the instructions that the CPU has; the count of devices into which a CPU is
divided does not, as long as one is used. Kernels and the order of sums differ between versions,
kinds of devices, and some of XLA's flags.
"""

from __future__ import annotations

import os
import platform
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import cast

_INSTRUCTIONS = re.compile(r"s?sse|avx|fma|f16c|amx|asimd|sve|sme(?!p)|bf16|i8mm")
_LINES = {
    "vendor_id": "",
    "cpu family": "family ",
    "model": "model ",
    "stepping": "stepping ",
    "CPU implementer": "implementer ",
    "CPU part": "part ",
}
_FEATURES = ("flags", "Features")
_COUNT_OF_DEVICES = "--xla_force_host_platform_device_count"
_LONGEST = 120

NO_PROMISE = "for that, the weights are not promised to be those of one machine to the last bit"

_FACTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    *((name, ("versions", name)) for name in ("wtspec", "keras", "jax", "jaxlib", "numpy")),
    ("the system", ("machine", "system")),
    ("the C library", ("machine", "c_library")),
    ("the device", ("machine", "devices")),
    ("the CPU", ("machine", "cpu")),
    ("the count of CPUs that may be used", ("machine", "cpus")),
    ("XLA_FLAGS", ("machine", "xla_flags")),
    ("the precision of products in JAX", ("machine", "matmul_precision")),
    ("JAX's source of random numbers", ("machine", "random")),
)
"""What a fact is called, and where `environment.json` has it."""

_INSTRUCTIONS_OF = ("machine", "instructions")


def machine() -> dict[str, object]:
    """The machine as far as numbers depend on it; JAX is loaded by now."""
    import jax

    cpu, instructions = _cpu()
    kinds = Counter(device.device_kind for device in jax.devices())
    settings = jax.config.values
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "c_library": _c_library(),
        "devices": ", ".join(f"{count} x {kind}" for kind, count in sorted(kinds.items())),
        "cpu": cpu,
        "instructions": instructions,
        "cpus": _usable_cpus(),
        "xla_flags": _xla_flags(),
        "matmul_precision": str(settings.get("jax_default_matmul_precision") or "default"),
        "random": str(settings.get("jax_default_prng_impl")),
    }


def differences_of_machine(recorded: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    """Sentences on what is not as it was, so that numbers may differ in their last bits.

    Args:
        recorded: What `environment.json` says, by whoever wrote it; of what it lacks nothing is
            said.
        now: What `environment` gives.

    Returns:
        One for each fact that is not as it was, and what follows; none on a machine like that of
        the run.
    """
    told = [
        f"{what} is {_shown(after)}, and was {_shown(before)}"
        for what, steps in _FACTS
        for before, after in _pair(recorded, now, steps)
    ]
    for before, after in _pair(recorded, now, _INSTRUCTIONS_OF):
        told += _of_instructions(set(str(before).split()), set(str(after).split()))
    return [*told, NO_PROMISE] if told else []


def _pair(
    recorded: Mapping[str, object], now: Mapping[str, object], steps: tuple[str, ...]
) -> Iterator[tuple[object, object]]:
    """A fact as it was and as it is, where both are known and differ."""
    before, after = _at(recorded, steps), _at(now, steps)
    if before is not None and after is not None and before != after:
        yield before, after


def _at(facts: Mapping[str, object], steps: tuple[str, ...]) -> str | int | None:
    value: object = facts
    for step in steps:
        if not isinstance(value, Mapping):
            return None
        value = cast("Mapping[str, object]", value).get(step)
    return value if isinstance(value, str | int) else None


def _of_instructions(before: set[str], after: set[str]) -> Iterator[str]:
    for words, names in (("lacks", before - after), ("has besides", after - before)):
        if names:
            yield f"the CPU {words} the instructions {_shown(' '.join(sorted(names)))}"


def _shown(value: object) -> str:
    text = str(value) or "unset"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _c_library() -> str:
    with suppress(AttributeError, ValueError, OSError):  # there is none but on glibc
        return os.confstr("CS_GNU_LIBC_VERSION") or ""
    return ""


def _usable_cpus() -> int:
    """As many threads as XLA computes with."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _xla_flags() -> str:
    """In no order; how many devices there are is a fact by itself."""
    flags = os.environ.get("XLA_FLAGS", "").split()
    return " ".join(sorted(one for one in flags if not one.startswith(_COUNT_OF_DEVICES)))


def _cpu() -> tuple[str, str]:
    """What the CPU is called, and the instructions it has that compute several numbers at once.

    A virtual machine may hide the name, and some of the instructions, so that neither tells all.
    """
    said = _first_cpu()
    name = said.get("model name") or platform.processor() or platform.machine()
    marks = [f"{word}{said[key]}" for key, word in _LINES.items() if key in said]
    flags = next((said[key].split() for key in _FEATURES if key in said), [])
    numeric = sorted(flag for flag in flags if _INSTRUCTIONS.match(flag))
    return f"{name} ({', '.join(marks)})" if marks else name, " ".join(numeric)


def _first_cpu() -> dict[str, str]:
    """What Linux says of the first CPU; nothing elsewhere."""
    said: dict[str, str] = {}
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                key, _, value = line.partition(":")
                if not key.strip():
                    break
                said[key.strip()] = value.strip()
    except OSError:
        return {}
    return said
