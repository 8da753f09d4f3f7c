"""Makes this process one of several, and JAX's devices those of all of them."""

from __future__ import annotations

import os
import platform
import sys
import threading
from contextlib import suppress
from importlib.metadata import version

from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.errors.visible import harmless
from wtspec.model.processes.meet import Met, meet
from wtspec.model.processes.messages import Peer
from wtspec.model.processes.place import Address, Rank, find_place
from wtspec.model.processes.relay import Relay
from wtspec.model.processes.team import Team
from wtspec.program.program import Processes
from wtspec.version import __version__

PATIENCE_SECONDS = 300
"""As `jax.distributed.initialize` waits: hosts of a cluster do not start together."""

_NEVER_SECONDS = 10**6
"""JAX ends a process without a word where it misses others: here that is found out before."""

_joined: Team | None = None
"""What this process belongs to; one thing a process, as JAX's devices are."""


_index = 0
"""Which of the processes this one is, or was."""


def team() -> Team | None:
    """The processes that this one trains with; None where it is by itself."""
    return _joined


def is_first() -> bool:
    """Whether this process is the one that writes and tells: the first of several, or the only."""
    return _index == 0


def join(asked: Processes, span: Span | None, patience_seconds: float = PATIENCE_SECONDS) -> None:
    """Meets the other processes, and has JAX know all their devices; once.

    It goes before anything that starts JAX's backend.

    Args:
        asked: What the spec says of them.
        span: Where it says so.
        patience_seconds: How long to wait for the others.

    Raises:
        SpecError: `no-processes`, `wrong-processes`, `coordinator-unreachable`,
            `processes-missing`, `processes-differ`, `started-alone`.
    """
    global _joined, _index
    if _joined is not None:
        return
    place = find_place(asked, span)
    if place.count == 1:
        return
    _check_fresh(span)
    met = meet(place, _introduce(place), patience_seconds, span)
    _joined, _index = Team(place.index, met.members, met.peers, span, end_at_once), place.index
    _tell_jax(place, met)


def leave(reason: str | None = None) -> None:
    """Parts from the others.

    Args:
        reason: Why this process can't go on; None where all of them are done: they wait for each
            other then.
    """
    global _joined  # noqa: PLW0603 - as above
    if _joined is None:
        return
    if reason is None:
        _joined.gather("", "end")
    _forget_service()
    _joined.leave(reason)
    _joined = None


def _introduce(place: Rank) -> Peer:
    versions = {name: version(name) for name in ("keras", "jax", "jaxlib", "numpy")}
    return Peer(
        place.index,
        place.count,
        platform.node() or "?",
        os.getpid(),
        {"wtspec": __version__, **versions},
    )


def _check_fresh(span: Span | None) -> None:
    from jax._src import xla_bridge

    if xla_bridge.backends_are_initialized():
        message = "JAX has started in this process before it could hear of the others"
        help = "train in a process of its own, before anything else computes there"
        raise SpecError(Diagnostic("started-alone", message, span, help=help))


def _tell_jax(place: Rank, met: Met) -> None:
    import jax

    jax.config.update("jax_cpu_collectives_implementation", "gloo")
    os.environ.setdefault("no_grpc_proxy", "127.0.0.1,localhost")
    host = place.coordinator.host
    bound = "127.0.0.1" if host in ("localhost", "127.0.0.1") else "[::]"
    port = met.service if place.index == 0 else Relay(Address(host, met.service)).port
    jax.distributed.initialize(
        f"127.0.0.1:{port}",
        place.count,
        place.index,
        list(place.devices) if place.devices is not None else None,
        cluster_detection_method="deactivate",
        heartbeat_timeout_seconds=_NEVER_SECONDS,
        coordinator_bind_address=f"{bound}:{met.service}",
    )


def _forget_service() -> None:
    """JAX would wait for the others as Python ends, and abort where they do not come."""
    from jax._src.distributed import global_state

    kept = (global_state.client, global_state.service, global_state.preemption_sync_manager)
    threading.Thread(target=_keep, args=kept, daemon=True).start()
    global_state.client = global_state.service = global_state.preemption_sync_manager = None


def _keep(*_: object) -> None:
    """Until the process is no more: what Python takes apart at its end would wait."""
    threading.Event().wait()


def end_at_once(error: SpecError) -> None:
    """Says why, and ends the process at once: its main thread waits for another in vain."""
    with suppress(OSError, ValueError):
        shown = "\x1b[?25h" if sys.__stderr__ is not None and sys.__stderr__.isatty() else ""
        os.write(2, f"{shown}{harmless(str(error))}\n".encode())
    os._exit(1)
