"""Shapes that can't go together, whatever the sizes that have names come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from wtspec.errors import Related
    from wtspec.shapes.algebra.shape import Entry


class End(Struct, frozen=True):
    """A size that a message speaks of, so that it can be given its name as well.

    Attributes:
        operand: Whose size it is, as the message names it.
        axis: Where it stands.
        name: Its name, where that does not follow from the operand's declaration.
    """

    operand: str
    axis: int
    size: Entry
    name: str | None = None


class MisfitError(Exception):
    """Raised where a rule is sure that shapes do not fit; what the expression gives is unknown.

    A message names operands in braces: by a function's parameter, by `x1` and `x2` round an
    operator, by the position in a call of a layer; `{x1_}` is the bare text. `{all}` stands for
    all of them, and the name of an end for its size.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        help: str | None = None,
        expected: str | None = None,
        received: str | None = None,
        related: tuple[Related, ...] = (),
        **ends: End,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help
        self.expected = expected
        self.received = received
        self.related = related
        self.ends = ends
