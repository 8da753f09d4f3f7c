"""Resolves which of several processes one is."""

from __future__ import annotations

import re

from wtspec.errors import Related
from wtspec.program.program import Processes
from wtspec.resolve.context import Context
from wtspec.resolve.plain import Params, whole_at
from wtspec.spec import ProcessesSpec, RuntimeSpec

_ADDRESS = re.compile(r"([^\s/:\[\]@]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})")
_HOST = re.compile(r"(?:[a-z]+://)?(?P<host>[^\s/:\[\]@]+)(?P<port>:[0-9]{1,5})?/?")
"""Finds the host in what stands for an address."""


def resolve_processes(context: Context, params: Params, runtime: RuntimeSpec) -> Processes | None:
    """Several processes that train together; None for one by itself.

    Codes: `invalid-index`, `invalid-address`.
    """
    given = runtime.processes
    if given is None or given == "auto":
        return None if given is None else Processes()
    count = whole_at(context, params, given, "count")
    index = whole_at(context, params, given, "index", least=0)
    if count is not None and index is not None and index >= count:
        context.report.error(
            "invalid-index",
            f"there is no process {index} of {count}",
            given.span("index"),
            expected=f"from 0 to {count - 1}",
            received=f"`{index}`",
            related=(Related("how many there are", given.span("count")),),
        )
    _check_coordinator(context, given)
    return Processes(given.coordinator, count, index)


def _check_coordinator(context: Context, given: ProcessesSpec) -> None:
    found = _ADDRESS.fullmatch(given.coordinator)
    if found is not None and 0 < int(found["port"]) < 2**16:
        return
    meant = _HOST.fullmatch(given.coordinator)
    port = (meant and meant["port"]) or ":1234"
    context.report.error(
        "invalid-address",
        "`coordinator` is where the first process listens",
        given.span("coordinator"),
        expected="a host and a port from 1 to 65535, as in `node-0:1234`",
        received=f"`{given.coordinator}`",
        help=f"write `{meant['host']}{port}`" if meant and 0 < int(port[1:]) < 2**16 else None,
    )
