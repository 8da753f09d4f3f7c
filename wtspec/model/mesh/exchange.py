"""What the processes of a run tell each other while their devices go on.

All come to the same exchanges of a channel in the same order, whatever threads of theirs do else.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from wtspec.model.processes.join import is_first, team

if TYPE_CHECKING:
    import numpy as np

Value = TypeVar("Value")


_AT_ONCE = 2**16
"""Numbers that are told in one exchange, of all processes together."""


class OtherProcessError(OSError):
    """What another process could not do."""


class Channel:
    """A row of exchanges, each of which gives all processes what each of them tells."""

    def __init__(self, name: str) -> None:
        """Tells nothing yet.

        Args:
            name: That no other channel of the process has.
        """
        self._name = name

    def tell(self, mine: Any) -> list[Any]:  # noqa: ANN401 - whatever JSON can say
        """What each process tells, in their order.

        Raises:
            SpecError: `process-ended`.
        """
        together = team()
        if together is None:
            return [mine]
        told = together.gather(json.dumps(mine), self._name)
        return [json.loads(one) for one in told]

    def together(self, work: Callable[[], Value]) -> list[Value]:
        """Has each process do its part; where one can't, none goes on.

        Returns:
            What came of each, as JSON says it.

        Raises:
            OtherProcessError: Another one could not.
        """
        try:
            made = work()
        except BaseException as error:
            self.tell([str(error) or type(error).__name__, None])
            raise
        told = self.tell([None, made])
        for number, (reason, _) in enumerate(told):
            if reason is not None:
                raise OtherProcessError(None, f"process {number}: {reason}")
        return [value for _, value in told]

    def first_alone(self, work: Callable[[], object]) -> None:
        """Has the first process do something, for which the others wait.

        Raises:
            OtherProcessError: It could not.
        """

        def mine() -> None:
            if is_first():
                work()

        self.together(mine)


_NUMBERS = Channel("numbers")


def summed(numbers: np.ndarray) -> np.ndarray:
    """Numbers in a row, each the sum of those of all processes."""
    import numpy as np

    return _over_processes(numbers, np.add)


def least(numbers: np.ndarray) -> np.ndarray:
    """Numbers in a row, each the least of those of all processes."""
    import numpy as np

    return _over_processes(numbers, np.minimum)


def _over_processes(numbers: np.ndarray, both: np.ufunc) -> np.ndarray:
    import numpy as np

    _, many = place()
    if many == 1:
        return numbers
    size = max(1, _AT_ONCE // many)
    blocks = (numbers[at : at + size] for at in range(0, len(numbers), size))
    return np.concatenate(
        [
            both.reduce([np.asarray(one) for one in _NUMBERS.tell(block.tolist())])
            for block in blocks
        ]
    )


def place() -> tuple[int, int]:
    """Which of the processes this is, from 0, and how many there are."""
    together = team()
    return (0, 1) if together is None else (together.index, together.count)
