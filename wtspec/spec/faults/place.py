"""A place in a document where faults can be noted."""

from __future__ import annotations

from msgspec import Struct

from wtspec.document import Document, Mapping, Node, Scalar, Sequence
from wtspec.document.node import Step
from wtspec.document.steps import key_path
from wtspec.errors import Diagnostic, Related, Span
from wtspec.spec.faults.notes import Notes, Steps


class Place(Struct, frozen=True):
    """The value at some steps into a document.

    Attributes:
        document: The file.
        notes: Takes the faults.
        steps: Keys and list positions from the top.
    """

    document: Document
    notes: Notes
    steps: Steps = ()

    def at(self, *steps: Step) -> Place:
        """A place further in."""
        return Place(self.document, self.notes, (*self.steps, *steps))

    @property
    def outer(self) -> Place:
        """The place round this one."""
        return Place(self.document, self.notes, self.steps[:-1])

    @property
    def node(self) -> Node | None:
        """What stands here."""
        return self.document.find(*self.steps)

    @property
    def span(self) -> Span:
        """The value's span."""
        return self.document.span(*self.steps)

    @property
    def key_span(self) -> Span:
        """The key's span; of the first key where this is the whole file."""
        if self.steps:
            *outer, last = self.steps
            return self.document.key_span(*outer, self._key(last))
        first = next(iter(self.document.tree.entries.values()), None)
        return first.key.span if first else self.span

    def _key(self, step: Step) -> Step:
        """A mapping's key as its text: `0` of `{0: 1.0}` is an integer only as data."""
        return str(step) if isinstance(self.outer.node, Mapping) else step

    @property
    def label(self) -> str:
        """How a message names what stands here: its key, or its number in its list."""
        if not self.steps:
            return "the file"
        last = self.steps[-1]
        if isinstance(last, int) and isinstance(self.outer.node, Sequence):
            return f"item {last + 1} of {self.outer.label}"
        if isinstance(last, int):
            return f"`{last}` in {self.outer.label}"
        return f"`{last}`"

    @property
    def path(self) -> str:
        """How a message names a section: its dotted path."""
        return f"`{key_path(self.steps)}`" if self.steps else "the file"

    def related(self, message: str) -> Related:
        """The key here as the other end of a fault."""
        return Related(message, self.key_span)

    def error(
        self,
        code: str,
        message: str,
        *,
        on_key: bool = False,
        expected: str | None = None,
        received: str | None = None,
        help: str | None = None,
        related: tuple[Related, ...] = (),
    ) -> None:
        """Notes an error at the value, or at its key."""
        span = self.key_span if on_key else self.span
        fault = Diagnostic(code, message, span, expected, received, help, related)
        self.notes.add(fault, self.steps)


def in_words(node: Node | None) -> str:
    """What stands at a place, in the words of YAML: text is told from a number that looks alike."""
    text = isinstance(node, Scalar) and isinstance(node.value, str)
    return f"text {shown(node)}" if text else shown(node)


def shown(node: Node | None) -> str:
    """What stands at a place, as it is written where that is short."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    if node is None or node.value is None:
        return "nothing"
    text = node.text if len(node.text) <= 40 else f"{node.text[:39]}…"
    return f"`{text.replace(chr(10), ' ')}`"
