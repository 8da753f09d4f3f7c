"""Unions that are settled by the kind of YAML value, so that one mistake gives one error."""

from collections.abc import Callable, Mapping
from types import UnionType
from typing import Annotated, Any, Literal, Self, Union, cast, get_args, get_origin

from msgspec import Struct
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    GetCoreSchemaHandler,
    Tag,
)
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError

from wtspec.errors import kind_words
from wtspec.spec.base import Section

TAG = "\0"
"""Begins the steps that pydantic adds for a union's branch; no key of a YAML file holds it."""

KINDS = ("null", "bool", "int", "float", "text", "formula", "list", "mapping")


class Takes(Struct, frozen=True):
    """The kinds of value that an annotation takes, where its type does not say it.

    Attributes:
        kinds: Some of `KINDS`.
        words: What it takes, in a message.
    """

    kinds: tuple[str, ...]
    words: str

    @property
    def context(self) -> dict[str, int | str | float]:
        """The same, as an error of pydantic's carries it."""
        return {"kinds": " ".join(self.kinds), "words": self.words}

    @classmethod
    def of(cls, context: Mapping[str, str]) -> Self:
        """What an error's context carries."""
        return cls(tuple(context["kinds"].split()), context["words"])


TAKES: dict[object, Takes] = {
    bool: Takes(("bool",), kind_words("bool")),
    int: Takes(("int",), kind_words("int")),
    float: Takes(("float", "int"), kind_words("float")),
    str: Takes(("text", "formula"), kind_words("text")),
    list: Takes(("list",), kind_words("list")),
    dict: Takes(("mapping",), kind_words("mapping")),
}
_CHOICE = Takes(("text",), "one of its choices")
_KIND_OF: dict[type, str] = {
    bool: "bool", int: "int", float: "float", list: "list", dict: "mapping",
}  # fmt: skip


class ByKind:
    """In `Annotated[A | B, BY_KIND]`: only the branch for the kind of a value reads it."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """A union of pydantic's with a tag for each kind."""
        parts = branches(source)
        takes = _either([_takes(part) for part in parts])
        tagged: dict[str, object] = {}
        for part in parts:
            for one in _takes(part).kinds:
                tagged.setdefault(one, Annotated[cast("Any", part), Tag(TAG + one)])
        if "formula" in tagged and "text" not in tagged:
            refused = Annotated[SkipJsonSchema[str], _refuse_text(takes), Tag(TAG + "text")]
            tagged["text"] = refused
        settled = Discriminator(
            lambda value: TAG + kind(value),
            custom_error_type="wrong_kind",
            custom_error_message="wrong kind",
            custom_error_context=takes.context,
        )
        union: Any = Union[tuple(tagged.values())]  # noqa: UP007 - made here, of no fixed number
        return handler.generate_schema(Annotated[union, settled])


BY_KIND = ByKind()


class Short:
    """In `Annotated[InputSpec, Short(Pattern)]`: what a section's `short` key holds stands for it.

    Args:
        annotation: What that key holds.
        is_long: Tells a whole section; the kind of value does where it is left out.
    """

    def __init__(self, annotation: object, is_long: Callable[[object], bool] | None = None) -> None:
        self.annotation = annotation
        self.is_long = is_long

    def __get_pydantic_core_schema__(
        self, source: type[Section], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """A union of pydantic's whose branch for the short form makes a section of it."""
        short: Any = Annotated[
            cast("Any", self.annotation),
            AfterValidator(lambda value: source.model_construct(**{str(source.short): value})),
        ]
        is_long = self.is_long
        if is_long is None:
            return handler.generate_schema(Annotated[short | source, BY_KIND])
        forms = (Annotated[short, Tag(f"{TAG}short")], Annotated[source, Tag(f"{TAG}long")])
        union: Any = Union[forms]  # noqa: UP007 - as above
        settled = Discriminator(lambda value: f"{TAG}{'long' if is_long(value) else 'short'}")
        return handler.generate_schema(Annotated[union, settled])


def kind(value: object) -> str:
    """The kind of a plain YAML value, one of `KINDS`."""
    if isinstance(value, str):
        return "formula" if value.startswith("=") else "text"
    return _KIND_OF.get(type(value), "mapping" if isinstance(value, Section) else "null")


def branches(annotation: object) -> list[object]:
    """What a union is of, with the branches of those unions within it that go by kind too."""
    arguments = get_args(annotation)
    if get_origin(annotation) is Annotated and BY_KIND in arguments:
        return branches(arguments[0])
    if get_origin(annotation) in (Union, UnionType):
        return [part for argument in arguments for part in branches(argument)]
    return [annotation]


def _takes(branch: object) -> Takes:
    if get_origin(branch) is Annotated:
        base, *extras = get_args(branch)
        said = (extra for extra in extras if isinstance(extra, Takes))
        return next(said, None) or _takes(base)
    if get_origin(branch) is Literal:
        return _CHOICE
    found = TAKES.get(get_origin(branch) or branch)
    return found or TAKES[dict]  # a section


def _either(branches: list[Takes]) -> Takes:
    """What any of several branches takes; whole numbers are numbers."""
    kinds = dict.fromkeys(kind for one in branches for kind in one.kinds)
    named = [one for one in branches if one != TAKES[int] or "float" not in kinds]
    return Takes(tuple(kinds), " or ".join(dict.fromkeys(one.words for one in named)))


def _refuse_text(takes: Takes) -> BeforeValidator:
    def refuse(_: object) -> object:
        raise PydanticCustomError("bare_formula", "not a formula", takes.context)

    return BeforeValidator(refuse)
