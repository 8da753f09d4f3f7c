"""Where first weights come from."""

from __future__ import annotations

from msgspec import Struct

from wtspec.errors import Span
from wtspec.language import Expression


class Mapped(Struct, frozen=True):
    """A line of `map`.

    Attributes:
        pattern: The path of the weights that it is for, which may hold placeholders.
        source: The name of a tensor, or a formula over tensors.
        span: Of the path.
    """

    pattern: str
    source: Expression
    span: Span


class Glob(Struct, frozen=True):
    """A pattern of names or paths, and where it stands."""

    text: str
    span: Span


class Pretrained(Struct, frozen=True):
    """Where first weights come from.

    Attributes:
        map: None where tensors are named by paths.
        ignore: Tensors that nothing needs.
        partial: Weights that may keep their initializer.
        span: Of the file's name.
    """

    file: str
    map: tuple[Mapped, ...] | None
    ignore: tuple[Glob, ...]
    partial: tuple[Glob, ...]
    span: Span
