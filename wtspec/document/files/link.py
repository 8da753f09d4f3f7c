"""How one file leads to another."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Literal

from msgspec import Struct

from wtspec.document.node import Scalar
from wtspec.errors import Diagnostic, Related, Span, SpecError

MAX_LINKS = 32
"""Files on the way from the first one to any other."""


class Link(Struct, frozen=True):
    """A file, and what leads to it.

    Attributes:
        path: The file, symlinks resolved.
        name: What a user is shown.
        item: The value of `extends`, or the item of `imports`; None for the first file.
        by: The key that it stands under.
        text: What is read in place of the file, where there is none.
    """

    path: Path
    name: str
    item: Scalar | None = None
    by: Literal["extends", "imports"] = "imports"
    text: str | None = None


Chain = tuple[Link, ...]
"""The links from a first file to another, both included."""


def spans(chain: Chain) -> tuple[Span, ...]:
    """Where each link of a chain is written, outermost first."""
    return tuple(link.item.span for link in chain if link.item is not None)


def check_chain(chain: Chain) -> None:
    """Refuses a chain that comes back to a file, or is too long.

    Raises:
        SpecError: `cyclic-files`, `nesting-too-deep`.
    """
    last = chain[-1]
    starts = [place for place, link in enumerate(chain[:-1]) if link.path == last.path]
    if starts:
        raise SpecError(_cycle(chain[starts[0] :]))
    if len(chain) > MAX_LINKS:
        message = f"files extend and import one another over more than {MAX_LINKS} levels"
        raise SpecError(Diagnostic("nesting-too-deep", message, _span(last)))


def _cycle(cycle: Chain) -> Diagnostic:
    first, last = cycle[0], cycle[-1]
    between = ", ".join(f"`{link.name}`" for link in cycle[1:-1])
    through = f" through {between}" if between else ""
    return Diagnostic(
        "cyclic-files",
        f"`{first.name}` leads back to itself{through}",
        _span(last),
        help="remove one of these links",
        related=tuple(
            Related(f"`{before.name}` {link.by} `{link.name}` here", link.item.span)
            for before, link in pairwise(cycle[:-1])
            if link.item is not None
        ),
    )


def _span(link: Link) -> Span | None:
    return None if link.item is None else link.item.span
