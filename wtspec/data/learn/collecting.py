"""Learns from rows that come in pieces, in as many passes as calls are nested."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import numpy as np

from wtspec.data.learn.learner import Learner
from wtspec.data.learn.states import as_arrays
from wtspec.data.learned import Learned


class Collecting(Learned):
    """Stands in for `Learned` while pieces go by, and is that of all rows in the end.

    A call whose argument is learned itself waits until that is known; meanwhile calls give zeros
    of the shape that they may have. Rows of zeros may make an outer formula fail: what was not
    called with every piece gets another pass.

        collecting = Collecting(learning_levels(program))
        while not collecting.done:
            for table in pieces:
                collecting.begin_piece()
                with collecting.attempt():
                    module.make_inputs(table, collecting)
            collecting.end_pass()

    Args:
        levels: Of each call, by name: 1 where nothing in its argument learns.
    """

    def __init__(self, levels: Mapping[str, int]) -> None:
        super().__init__()
        self._levels = dict(levels)
        self._learners: dict[str, Learner] = {}
        self._pieces_of: dict[str, int] = {}
        self._called: set[str] = set()
        self._pieces = 0
        self._guessed = False
        self._failure: Exception | None = None

    @property
    def done(self) -> bool:
        """Whether every call has learned."""
        return not self._levels

    @property
    def learned(self) -> Learned:
        """What was learned, to be applied."""
        return Learned.of(self.state)

    def begin_piece(self) -> None:
        """Says that what follows is called with the next piece."""
        self._pieces += 1
        self._guessed = False

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Evaluates formulas of this piece: zeros that stand in may make them fail.

        Raises:
            Exception: What failed, where nothing stood in for anything.
        """
        try:
            yield
        except Exception as error:
            if not self._guessed:
                raise
            self._failure = error

    def end_pass(self) -> None:
        """Makes what saw all pieces learned.

        Raises:
            Exception: What failed, where it keeps anything more from being learned.
        """
        whole = [name for name, count in self._pieces_of.items() if count == self._pieces]
        if self._failure is not None and not whole:
            raise self._failure
        for name in whole:
            self.state[name] = self._learners[name].state()
            self._levels.pop(name, None)
        if self._failure is None:  # what was not called now never is: it stands behind an `if`
            self._levels = {name: at for name, at in self._levels.items() if name in self._called}
        self._learners, self._pieces_of, self._called = {}, {}, set()
        self._pieces, self._failure = 0, None

    def applied(
        self,
        name: str,
        x: np.ndarray,
        make: Callable[[], Learner],
        apply: Callable[[dict, np.ndarray], np.ndarray],
    ) -> np.ndarray:
        """What becomes of rows, or zeros of that shape while it is being learned."""
        if name in self.state:
            return super().applied(name, x, make, apply)
        self._guessed = True
        self._called.add(name)
        x = np.asarray(x)
        if self._levels.get(name, 1) <= min(self._levels.values(), default=1):
            self._collect(name, x, make)
        one = make()
        one.add(x[:1])
        row = apply(as_arrays(one.state()), x[:1])
        return np.zeros((len(x), *row.shape[1:]), row.dtype)

    def _collect(self, name: str, x: np.ndarray, make: Callable[[], Learner]) -> None:
        """Takes a call's rows once a piece, as long as it has had all pieces before."""
        if self._pieces_of.get(name, 0) == self._pieces - 1:
            self._learners.setdefault(name, make()).add(x)
            self._pieces_of[name] = self._pieces
