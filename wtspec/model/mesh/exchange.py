"""What the processes of a run tell each other, beside what their devices do.

It goes by way of JAX's coordinator, and never through devices: so a thread may tell something while
steps go on. All processes come to the same exchanges of a channel, in the same order.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    import numpy as np

Value = TypeVar("Value")

_DAY_MS = 24 * 60 * 60 * 1000
"""A process that waits for another one that died is ended by JAX, long before."""


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
        self._numbers = count()

    def tell(self, mine: Any) -> list[Any]:  # noqa: ANN401 - whatever MessagePack can say
        """What each process tells, in their order."""
        me, many = place()
        if many == 1:
            return [mine]
        client, number = _client(), next(self._numbers)
        client.key_value_set_bytes(self._key(number, me), msgspec.msgpack.encode(mine))
        told = [
            client.blocking_key_value_get_bytes(self._key(number, one), _DAY_MS)
            for one in range(many)
        ]
        if number:  # all have told this one, and so have heard the one before
            client.key_value_delete(self._key(number - 1, me))
        return [msgspec.msgpack.decode(one) for one in told]

    def together(self, work: Callable[[], Value]) -> list[Value]:
        """Has each process do its part; where one can't, none goes on.

        Returns:
            What came of each, as MessagePack says it.

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

    def _key(self, number: int, process: int) -> str:
        return f"wtspec/{self._name}/{number}/{process}"


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


def is_first() -> bool:
    """Whether this is the process that writes what one alone may write."""
    return place()[0] == 0


def place() -> tuple[int, int]:
    """Which of the processes this is, from 0, and how many there are."""
    if "jax" not in sys.modules:
        return 0, 1
    import jax

    return jax.process_index(), jax.process_count()


def _client() -> Any:  # noqa: ANN401 - of XLA's own class
    from jax._src import distributed

    return distributed.global_state.client
