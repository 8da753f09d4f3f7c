"""How processes find each other: the first one listens, the others come to it."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

from wtspec.errors import Diagnostic, Span, SpecError, one_of
from wtspec.model.processes.messages import (
    BrokenMessageError,
    Hello,
    Peer,
    Refused,
    Welcome,
    pack,
    receive,
)
from wtspec.model.processes.place import Address, Rank

_HELLO_SECONDS = 5.0
_RETRY_SECONDS = 0.25
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Met(NamedTuple):
    """Processes that have found each other.

    Attributes:
        members: By index.
        peers: Connections to the others; but for the first process, to that one alone.
        service: Where JAX's own service listens, in the first process.
    """

    members: list[Peer]
    peers: Mapping[int, socket.socket]
    service: int


def meet(place: Rank, me: Peer, patience_seconds: float, span: Span | None) -> Met:
    """Waits until all processes are there.

    Args:
        place: Of this one.
        me: As it introduces itself.
        patience_seconds: How long to wait for the others.
        span: Where the spec says that there are several.

    Raises:
        SpecError: `coordinator-unreachable`, `processes-missing`, `processes-differ`.
    """
    until = time.monotonic() + patience_seconds
    if place.index == 0:
        return _host(place, me, until, span)
    return _join(place, me, until, span)


def _host(place: Rank, me: Peer, until: float, span: Span | None) -> Met:
    members, peers = {0: me}, dict[int, socket.socket]()
    try:
        listener = _listen(place.coordinator)
    except OSError as error:
        message = f"this process can't listen at `{place.coordinator}`: {_reason(error)}"
        help = "name an address of its host, and a port that is free"
        raise SpecError(Diagnostic("coordinator-unreachable", message, span, help=help)) from error
    with listener:
        while len(members) < place.count:
            listener.settimeout(max(0.01, until - time.monotonic()))
            try:
                connection, _ = listener.accept()
            except TimeoutError as error:
                missing = _missing(place, members, span)
                _refuse(peers.values(), missing.diagnostics[0].message)
                raise missing from error
            member = _greet(connection)
            if member is None:
                connection.close()
                continue
            difference = _difference(members, member)
            if difference is not None:
                _refuse([*peers.values(), connection], difference)
                raise _differ(difference, span)
            members[member.index], peers[member.index] = member, connection
    met = Met([members[one] for one in range(place.count)], peers, _free_port())
    for connection in peers.values():
        connection.sendall(pack(Welcome(met.members, met.service)))
        _prepare(connection)
    return met


def _listen(address: Address) -> socket.socket:
    if address.host in _LOOPBACK:
        family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        return socket.create_server((address.host, address.port), family=family)
    if socket.has_dualstack_ipv6():
        family = socket.AF_INET6
        return socket.create_server(("", address.port), family=family, dualstack_ipv6=True)
    return socket.create_server(("", address.port))


def _greet(connection: socket.socket) -> Peer | None:
    """Who has come; None for somebody else, who found the port by chance."""
    connection.settimeout(_HELLO_SECONDS)
    try:
        hello = receive(connection)
    except (OSError, BrokenMessageError):
        return None
    return hello.member if isinstance(hello, Hello) else None


def _difference(members: Mapping[int, Peer], new: Peer) -> str | None:
    first = members[0]
    if new.count != first.count:
        return f"{new} is told that there are {new.count} of them, and {first} {first.count}"
    if new.index in members:
        return f"{new} and {members[new.index]} are told the same index"
    if not 0 < new.index < first.count:
        return f"{new} is none of {first.count}"
    for name in sorted({*new.versions, *first.versions}):
        mine, theirs = first.versions.get(name), new.versions.get(name)
        if mine != theirs:
            return f"{new} runs {name} {theirs}, and {first} {mine}"
    return None


def _refuse(connections: Iterable[socket.socket], reason: str) -> None:
    for connection in connections:
        with suppress(OSError), connection:
            connection.sendall(pack(Refused(reason)))


def _join(place: Rank, me: Peer, until: float, span: Span | None) -> Met:
    address = place.coordinator
    connection = _connect(address, until, span)
    try:
        connection.sendall(pack(Hello(me)))
        connection.settimeout(max(0.01, until - time.monotonic()))
        answer = receive(connection)
    except (OSError, BrokenMessageError) as error:
        connection.close()
        reason = "no word came" if isinstance(error, TimeoutError) else _reason(error)
        raise _unreachable(address, reason, span) from error
    if isinstance(answer, Welcome):
        _prepare(connection)
        return Met(answer.members, {0: connection}, answer.service)
    connection.close()
    if isinstance(answer, Refused):
        raise _differ(answer.reason, span)
    raise _unreachable(address, "something else answers there", span)


def _connect(address: Address, until: float, span: Span | None) -> socket.socket:
    """Tries until the first process listens: it may start later, and so may its host's name."""
    while True:
        left = until - time.monotonic()
        try:
            return socket.create_connection((address.host, address.port), max(0.01, left))
        except OSError as error:
            if left <= _RETRY_SECONDS:
                raise _unreachable(address, _reason(error), span) from error
        time.sleep(_RETRY_SECONDS)


def _prepare(connection: socket.socket) -> None:
    connection.settimeout(None)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _free_port() -> int:
    with socket.create_server(("", 0)) as probe:
        return probe.getsockname()[1]


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or "timed out"


def _unreachable(address: Address, reason: str, span: Span | None) -> SpecError:
    message = f"the first process can't be reached at `{address}`: {reason}"
    help = "start it too, and name a host and a port that all others can reach"
    return SpecError(Diagnostic("coordinator-unreachable", message, span, help=help))


def _missing(place: Rank, members: Mapping[int, Peer], span: Span | None) -> SpecError:
    missing = [str(one) for one in range(place.count) if one not in members]
    which = f"process {missing[0]}" if len(missing) == 1 else f"{len(missing)} processes"
    message = f"{which} of {place.count} did not come to `{place.coordinator}`"
    return SpecError(
        Diagnostic(
            "processes-missing",
            message,
            span,
            expected=f"process {one_of(missing)}" if len(missing) < 10 else None,
            help="start them too, each with its own `index` and the same coordinator",
        )
    )


def _differ(difference: str, span: Span | None) -> SpecError:
    help = "start all processes with one spec, one count and one environment, each by its index"
    return SpecError(Diagnostic("processes-differ", difference, span, help=help))
