"""Prose: text for people, in which no formula stands and by which nothing is computed.

A key is prose by its section, never by its name: a weight or an argument may be called `doc`.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, cast

from pydantic import BaseModel

_PROSE = "prose"

Prose = Annotated[str | None, _PROSE]
"""Of a section's key: what it holds is prose."""


@cache
def prose_keys(section: type[BaseModel]) -> frozenset[str]:
    """The keys of a section that hold prose."""
    fields = section.model_fields.items()
    return frozenset(key for key, field in fields if _PROSE in field.metadata)


def without_prose(value: object) -> object:
    """What is said, with what was set in the sections in it, but for prose."""
    match value:
        case BaseModel():
            section = type(value)
            said = value.model_fields_set - prose_keys(section)
            keys = (key for key in section.model_fields if key in said)
            return section.model_construct(
                said, **{key: without_prose(getattr(value, key)) for key in keys}
            )
        case dict():
            items = cast("dict[object, object]", value).items()
            return {key: without_prose(one) for key, one in items}
        case list():
            return [without_prose(one) for one in cast("list[object]", value)]
        case _:
            return value
