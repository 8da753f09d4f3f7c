"""What all sections are: frozen models with a fixed set of keys, which know where they stand."""

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AbstractMapping
from typing import ClassVar, Self, TypeGuard, cast

from msgspec import Struct
from pydantic import ConfigDict

from wtspec.document import Entry, Mapping, Node, Scalar, Sequence, Step, find, key_span_of, span_of
from wtspec.errors import Span
from wtspec.spec.in_python import InPython

CONFIG = ConfigDict(
    frozen=True,
    extra="forbid",
    strict=True,
    allow_inf_nan=False,
    defer_build=True,  # a file has few of the sections
)


class Where(Struct, frozen=True, eq=False):
    """Where a section stands: its mapping, and its key."""

    node: Mapping
    key: Span

    def __eq__(self, other: object) -> bool:
        """Sections are equal wherever they stand."""
        return True

    __hash__ = None  # pyright: ignore[reportAssignmentType]


class Section(InPython):
    """A mapping with a fixed set of keys, those annotated; any other key is an error.

    One that was read from a file knows where it stands, and so do the values in it.

    Attributes:
        short: The key whose value may stand for a mapping of it alone.
    """

    short: ClassVar[str | None] = None

    model_config = CONFIG

    _where: Where | None = None

    @property
    def in_short(self) -> bool:
        """Whether the value of the key `short` says all that was set."""
        return self.model_fields_set == {self.short}

    def placed(self, value: Node, key: Span) -> Self:
        """This section, and those in it, with the places where they stand.

        Args:
            value: What the section was read from, in the long form or the short one.
            key: Where the key is under which it stands.
        """
        node = value if self._is_long(value) else short_form(self.short or "", value)
        self._where = Where(node, key)
        for name in type(self).model_fields:
            value, entry = getattr(self, name), node.entries.get(name)
            if entry is not None:
                _tell(value, entry.value, entry.key.span)
            elif isinstance(value, Section):  # left out: it stands where it is missing
                value.placed(Mapping({}, node.span), key)
        return self

    @classmethod
    def _is_long(cls, value: Node) -> TypeGuard[Mapping]:
        needed = (name for name, field in cls.model_fields.items() if field.is_required())
        return isinstance(value, Mapping) and (
            cls.short is None or all(name in value.entries for name in needed)
        )

    def find(self, *steps: Step) -> Node | None:
        """The value at a path in this section, with its place; None where nothing stands there."""
        return find(self._where.node, *steps) if self._where is not None else None

    def at(self, *steps: Step) -> Node:
        """The value at a path at which the file is known to have one."""
        found = self.find(*steps)
        if found is None:
            message = f"nothing stands at {steps}"
            raise LookupError(message)
        return found

    def entries(self, *steps: Step) -> dict[str, Entry]:
        """The entries of the mapping at a path; none where there is no mapping."""
        node = self.find(*steps)
        return node.entries if isinstance(node, Mapping) else {}

    def span(self, *steps: Step) -> Span:
        """The span of the value at a path, or of the nearest thing round it that exists."""
        return span_of(self._node, *steps)

    def key_span(self, *steps: Step) -> Span:
        """The span of the key at a path, or of this section's own."""
        if not steps and self._where is not None:
            return self._where.key
        return key_span_of(self._node, *steps)

    @property
    def _node(self) -> Mapping:
        if self._where is None:
            message = "a section that no file holds has no place"
            raise LookupError(message)
        return self._where.node


def short_form(key: str, value: Node) -> Mapping:
    """A value that stands for a mapping of one key, as that mapping."""
    return Mapping({key: Entry(Scalar(key, key, value.span), value)}, value.span)


def _tell(value: object, node: Node, key: Span) -> None:
    """Tells the sections in a validated value where they stand.

    Args:
        node: What the value was read from.
        key: Where the key is under which it stands.
    """
    match value, node:
        case Section(), _:
            value.placed(node, key)
        case dict(), Mapping():
            for name, one in cast("AbstractMapping[object, object]", value).items():
                entry = node.entries[str(name)]
                _tell(one, entry.value, entry.key.span)
        case list(), Sequence(items):
            for one, item in zip(cast("list[object]", value), items, strict=False):
                _tell(one, item, item.span)
        case _:
            pass


def sections_in(
    value: object, steps: tuple[Step, ...] = ()
) -> Iterator[tuple[Section, tuple[Step, ...]]]:
    """The outermost sections in a value, with where they stand."""
    if isinstance(value, Section):
        yield value, steps
        return
    items: Iterable[tuple[Step, object]] = ()
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).items()
    elif isinstance(value, list):
        items = enumerate(cast("list[object]", value))
    for step, item in items:
        yield from sections_in(item, (*steps, step))
