"""The state of one inference."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Generic, TypeVar

from wtspec.errors import Span
from wtspec.language import MAX_STEPS, Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import Function, Layer
from wtspec.shapes.algebra.values import Abstract, Frame, is_small
from wtspec.shapes.misfit import MisfitError
from wtspec.shapes.recorded import Calls, Circumstance, OnBranch

Item = TypeVar("Item")

MOST_STEPS = 20_000
DEEPEST = 100


class TooLongError(Exception):
    """A body is too long or too deep to be followed; nothing is known of its layer then."""


class _Kept(Generic[Item]):
    """Keeps an item at the end of a list for a while; made faster than a generator is."""

    __slots__ = ("_item", "_items")

    def __init__(self, items: list[Item], item: Item) -> None:
        self._items = items
        self._item = item

    def __enter__(self) -> None:
        self._items.append(self._item)

    def __exit__(self, *_: object) -> None:
        self._items.pop()


class _Silence:
    """Has a run tell nothing for a while."""

    __slots__ = ("_aside", "_run")

    def __init__(self, run: Inference, aside: bool) -> None:
        self._run = run
        self._aside = aside

    def __enter__(self) -> None:
        self._run.silent += self._aside

    def __exit__(self, *_: object) -> None:
        self._run.silent -= self._aside


Form = Callable[["Inference", Frame, Expression], Abstract]
"""Evaluates an expression of any kind: what the following of one kind has for the parts inside."""

Tell = Callable[["Inference", Frame, t.Located, MisfitError, bool], None]
"""Takes what does not fit at a node: its parts with each other, or (if set) what it gives."""


class Inference:
    """What is known while bodies are followed.

    Attributes:
        reported: Where something does not fit, each place reported once.
        calls: Those of the outermost layer's sublayers, in the order of the first call.
        circumstances: The branches and loops round the place at hand.
        rounds: How often the loops round the place at hand go, each of its own.
        uses: The calls that led to the body at hand, outermost first.
        known: What layers gave before, by how they were made and called.
        followed: Layers whose bodies were followed from end to end, with inputs of known shapes.
        mesh: How many devices share what lies along each axis, of those axes where it is said;
            None where a file has no mesh.
        wrapped_alike: Whether the `...` of a wrapped layer's output is that of the first input, for
            who asks only what holds if it is.
        forks: How many conditions and loops were met: what lies behind one may not be followed.
    """

    __slots__ = (
        "_form",
        "_tell",
        "calls",
        "circumstances",
        "depth",
        "followed",
        "forks",
        "functions",
        "known",
        "layers",
        "mesh",
        "reported",
        "rounds",
        "silent",
        "steps",
        "uses",
        "wrapped_alike",
    )

    def __init__(
        self,
        layers: Mapping[str, Layer],
        functions: Mapping[str, Function],
        form: Form,
        tell: Tell | None = None,
    ) -> None:
        self._form = form
        self._tell = tell
        self.layers = layers
        self.functions = functions
        self.reported: set[Span] = set()
        self.calls: dict[str, Calls] = {}
        self.circumstances: list[Circumstance] = []
        self.uses: list[Span] = []
        self.known: dict[object, Abstract] = {}
        self.followed: set[str] = set()
        self.forks = 0
        self.mesh: dict[str, int] | None = None
        self.wrapped_alike = False
        self.rounds: list[int] = []
        self.silent = 0
        self.steps = 0
        self.depth = 0

    @property
    def checks(self) -> bool:
        """Whether what does not fit is reported; else shapes are inferred only."""
        return self._tell is not None

    def evaluate(self, frame: Frame, node: Expression) -> Abstract:
        """What an expression gives; nothing is known of one whose shapes do not fit."""
        if isinstance(node, Reference) and node.role in _NAMED:
            return _named(frame, node)
        self.enter()
        try:
            value = self._form(self, frame, node)
        except MisfitError as misfit:
            self.note(frame, node, misfit)
            value = None
        self.leave()
        return value if is_small(value) else None

    def under(self, circumstance: Circumstance) -> _Kept[Circumstance]:
        """Follows what is done in a circumstance."""
        return _Kept(self.circumstances, circumstance)

    @contextmanager
    def on(self, frame: Frame, branch: OnBranch) -> Generator[None]:
        """Follows a branch that may be taken or not.

        What fails there is reported if it fails for all sizes, or if both branches are taken, in
        training and out of it. Else the sizes at hand may be why the branch is not taken.
        """
        aside = not frame.general and not _asks_training(branch.test)
        with self.under(branch), self.silently(aside):
            yield

    def within(self, rounds: int) -> _Kept[int]:
        """Follows what is done so many times, the loops round it counted too.

        Raises:
            MisfitError: `too-many-statements`.
        """
        count = math.prod(self.rounds) * rounds
        if count > MAX_STEPS:
            message = f"the loops come to {count:,} rounds"
            help = "compute with whole tensors, or use `scan`"
            raise MisfitError(
                "too-many-statements", message, expected=f"at most {MAX_STEPS:,}", help=help
            )
        return _Kept(self.rounds, rounds)

    def silently(self, aside: bool = True) -> _Silence:
        """Follows what is not sure to happen just so."""
        return _Silence(self, aside)

    def used(self, span: Span) -> _Kept[Span]:
        """Follows what is called at a place."""
        return _Kept(self.uses, span)

    def note(
        self, frame: Frame, node: t.Located, misfit: MisfitError, *, whole: bool = False
    ) -> None:
        """Tells what does not fit at a node: its parts with each other, or what it gives."""
        if self._tell is None or self.silent or node.span in self.reported:
            return
        self.reported.add(node.span)
        self._tell(self, frame, node, misfit, whole)

    def guard(
        self, frame: Frame, node: t.Located, check: Callable[..., None], *arguments: object
    ) -> bool:
        """Makes a check of what a node gives, and says whether it holds."""
        try:
            check(*arguments)
        except MisfitError as misfit:
            self.note(frame, node, misfit, whole=True)
            return False
        return True

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


def _asks_training(test: t.Expression) -> bool:
    node = test.operand if isinstance(test, t.Not) else test
    return isinstance(node, Reference) and node.role == "training"


_NAMED = frozenset({"param", "input", "local", "state", "own", "dim"})


def _named(frame: Frame, node: Reference) -> Abstract:
    """A name whose value is at hand, as most expressions are."""
    if node.role == "param":
        return frame.params.get(node.name)
    return frame.names[node.name] if node.name in frame.names else frame.dims.get(node.name)
