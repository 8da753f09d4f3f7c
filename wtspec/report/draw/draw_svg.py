"""Draws a graph by the script that pages draw it with, in a small engine of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import msgspec

from wtspec.graph import Graph
from wtspec.report.bundled import read_bundled

Theme = Literal["light", "dark", "auto"]

_SECONDS = 120
_MEMORY_BYTES = 2**31
_STACK_BYTES = 2**27
ALL = 2**31 - 1
"""Deeper than anything is."""

_CALL = "(graph, options) => [drawer.draw(JSON.parse(graph), JSON.parse(options))].join('')"
"""Joined, as the engine's Python takes no text that is still in pieces."""


class TooLargeToDrawError(Exception):
    """A picture takes more memory or time than it may."""


def draw_svg(
    graph: Graph,
    depth: int | None = 0,
    theme: Theme = "auto",
    *,
    interactive: bool = False,
) -> str:
    """The picture as the text of an SVG.

    Args:
        graph: What is drawn; its texts may be anything.
        depth: How deep layers are unfolded, None for all that there is; what is in loops and
            branches is always seen.
        theme: `auto` is light or dark as whoever looks at it has it.
        interactive: Whether nodes say their ids, and those that fold are buttons.

    Raises:
        TooLargeToDrawError: The limits are far above what anyone could look at.
    """
    unfolded = ALL if depth is None else depth
    options = {"unfolded": unfolded, "theme": theme, "interactive": interactive}
    given = (msgspec.json.encode(graph).decode(), msgspec.json.encode(options).decode())
    return _on_a_large_stack(lambda: _call(*given))


def _call(graph: str, options: str) -> str:
    import quickjs

    engine = quickjs.Context()
    engine.set_memory_limit(_MEMORY_BYTES)
    engine.set_time_limit(_SECONDS)
    engine.set_max_stack_size(_STACK_BYTES)
    try:
        engine.eval(read_bundled("draw.js"))
        return engine.eval(_CALL)(graph, options)
    except quickjs.JSException as error:
        reason = str(error).strip()
        if reason in {"", "null"} or reason.startswith(("InternalError", "RangeError")):
            raise TooLargeToDrawError from error
        raise


def _on_a_large_stack(call: Callable[[], str]) -> str:
    """Calls in a thread of its own: the layout goes down a chain of boxes call by call."""
    before = threading.stack_size(_STACK_BYTES * 2)
    try:
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(call).result()
    finally:
        threading.stack_size(before)
