"""What all sections are: frozen values with a fixed set of keys.

Dataclasses would do, but making twenty of them takes longer than validating a file.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, field
from typing import cast, dataclass_transform


@dataclass_transform(
    eq_default=True, kw_only_default=True, frozen_default=True, field_specifiers=(field,)
)
class Section:
    """A mapping with a fixed set of keys, those annotated; any other key is an error."""

    def __init__(self, **values: object) -> None:
        annotated = type(self).__annotations__
        given = {name: values.pop(name) if name in values else self._default(name)
                 for name in annotated}  # fmt: skip
        if values:
            raise TypeError(f"{type(self).__name__} has no {', '.join(values)}")
        self.__dict__.update(given)

    @classmethod
    def _default(cls, name: str) -> object:
        default = default_of(cls, name)
        if default is MISSING:
            raise TypeError(f"{cls.__name__} needs {name}")
        return default

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    __hash__ = None  # pyright: ignore[reportAssignmentType] - as of any value that holds dicts

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({shown})"


def keys_of(section: type[Section]) -> dict[str, object]:
    """A section's keys with their annotations, in order."""
    return section.__annotations__


def default_of(section: type[Section], key: str) -> object:
    """A key's default, `dataclasses.MISSING` where it has none."""
    default: object = getattr(section, key, MISSING)
    if isinstance(default, Field):
        return cast("Callable[[], object]", default.default_factory)()
    return default
