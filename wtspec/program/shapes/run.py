"""The state of one inference."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from wtspec.program.declared import Function, Layer
from wtspec.program.shapes.recorded import Calls, Circumstance

MOST_STEPS = 20_000
DEEPEST = 100


class TooLongError(Exception):
    """A body is too long or too deep to be followed; nothing is known of its layer then."""


@dataclass(slots=True)
class Run:
    """What is known while a body is followed.

    Attributes:
        calls: Those of the outermost layer's sublayers, in the order of the first call.
        circumstances: The branches and loops round the place at hand.
    """

    layers: Mapping[str, Layer]
    functions: Mapping[str, Function]
    calls: dict[str, Calls] = field(default_factory=dict[str, Calls])
    circumstances: list[Circumstance] = field(default_factory=list[Circumstance])
    steps: int = 0
    depth: int = 0

    @contextmanager
    def under(self, circumstance: Circumstance | None) -> Generator[None]:
        """Follows what is done in a circumstance."""
        if circumstance is None:
            yield
            return
        self.circumstances.append(circumstance)
        yield
        self.circumstances.pop()

    def enter(self) -> None:
        """Counts a step, and how deep it is.

        Raises:
            TooLongError: A limit is reached.
        """
        self.steps += 1
        self.depth += 1
        if self.steps > MOST_STEPS or self.depth > DEEPEST:
            raise TooLongError

    def leave(self) -> None:
        """Ends a step."""
        self.depth -= 1
