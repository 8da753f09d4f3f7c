"""Which of several processes this one is, as a spec, the environment or the cluster says."""

from __future__ import annotations

import os
import re
import warnings
from importlib.util import find_spec

from msgspec import Struct

from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.program.program import Processes

COORDINATOR = "JAX_COORDINATOR_ADDRESS"
COUNT = "JAX_NUM_PROCESSES"
INDEX = "JAX_PROCESS_ID"
DEVICES = "JAX_LOCAL_DEVICE_IDS"
_ADDRESS = re.compile(r"(?P<host>\[[0-9A-Fa-f:.%]+\]|[^:\[\]/\s]+):(?P<port>[0-9]{1,5})", re.ASCII)
_LOOKED_FOR = f"Slurm, Open MPI, Kubernetes, a TPU pod, or {COORDINATOR}, {COUNT} and {INDEX}"


class Address(Struct, frozen=True):
    """Where a process listens."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


class Rank(Struct, frozen=True):
    """A process among several.

    Attributes:
        coordinator: Where the first one listens.
        count: How many there are.
        index: Which one this is, from 0.
        devices: Those of its host that are its own; None for all.
    """

    coordinator: Address
    count: int
    index: int
    devices: tuple[int, ...] | None = None


def find_place(asked: Processes, span: Span | None) -> Rank:
    """Which of the processes this one is.

    What a spec leaves open, the environment may say; what that leaves open, JAX finds out.

    Args:
        asked: What the spec says.
        span: Where it says so.

    Raises:
        SpecError: `no-processes`, where nothing says it; `wrong-processes`.
    """
    coordinator = asked.coordinator or os.environ.get(COORDINATOR)
    count = asked.count if asked.count is not None else _whole(COUNT, span)
    index = asked.index if asked.index is not None else _whole(INDEX, span)
    devices = _devices(span)
    if coordinator is None or count is None or index is None:
        coordinator, count, index, devices = _detect(coordinator, count, index, devices, span)
    if index >= count:
        message = f"there is no process {index} among {count}: they count from 0"
        raise SpecError(Diagnostic("wrong-processes", message, span))
    return Rank(_address(coordinator, span), count, index, devices)


def _detect(
    coordinator: str | None,
    count: int | None,
    index: int | None,
    devices: tuple[int, ...] | None,
    span: Span | None,
) -> tuple[str, int, int, tuple[int, ...] | None]:
    """As `jax.distributed.initialize` would."""
    from jax._src.clusters import ClusterEnv

    given = None if devices is None else list(devices)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is missing is said below
            found = ClusterEnv.auto_detect_unset_distributed_params(
                coordinator, count, index, given, None, 300
            )
    except Exception as error:
        said = str(error).strip().partition("\n")[0] or type(error).__name__
        message = f"the cluster does not say which process this is: {said}"
        raise SpecError(Diagnostic("no-processes", message, span, help=_help())) from error
    coordinator, count, index, local = found
    if coordinator is None or count is None or index is None:
        message = "nothing round this process says which of several it is"
        raise SpecError(Diagnostic("no-processes", message, span, _LOOKED_FOR, help=_help()))
    return coordinator, count, index, None if local is None else tuple(local)


def _help() -> str:
    if "KUBERNETES_SERVICE_HOST" in os.environ and find_spec("kubernetes") is None:
        return f"set {COORDINATOR}, {COUNT} and {INDEX}, or install the package `kubernetes`"
    return "say it in the spec: `processes: {coordinator: HOST:PORT, count: 2, index: 0}`"


def _address(text: str, span: Span | None) -> Address:
    found = _ADDRESS.fullmatch(text)
    if found is None or not 0 < int(found["port"]) < 2**16:
        message = "the coordinator is no host with a port"
        raise SpecError(Diagnostic("wrong-processes", message, span, "10.0.0.1:1234", text))
    return Address(found["host"].strip("[]"), int(found["port"]))


def _whole(name: str, span: Span | None) -> int | None:
    text = os.environ.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise SpecError(
            Diagnostic("wrong-processes", f"{name} is no number", span, "a whole number", text)
        )
    return int(text)


def _devices(span: Span | None) -> tuple[int, ...] | None:
    text = os.environ.get(DEVICES)
    if not text:
        return None
    numbers = text.split(",")
    if not all(one.isascii() and one.isdecimal() for one in numbers):
        message = f"{DEVICES} are no numbers"
        raise SpecError(Diagnostic("wrong-processes", message, span, "0,1", text))
    return tuple(map(int, numbers))
