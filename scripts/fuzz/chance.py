"""Choices that the bytes of an input make."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Chooses as `random.Random` does; where the bytes end, always what comes first."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._next = 0

    def take(self, count: int) -> bytes:
        """The next bytes, fewer at the end."""
        taken = self._data[self._next : self._next + count]
        self._next += count
        return taken

    def randrange(self, stop: int) -> int:
        """A number below `stop`."""
        return int.from_bytes(self.take(1 if stop <= 256 else 2)) % stop

    def choice(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.randrange(len(items))]
