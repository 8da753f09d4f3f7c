"""Prints methods whose arguments keep the names that the file gives them."""

from __future__ import annotations

from msgspec import Struct

from wtspec.codegen.lines import Lines, define
from wtspec.codegen.naming import unique


class Argument(Struct, frozen=True):
    """An argument of a method besides `self`.

    Attributes:
        name: As a caller gives it.
        local: What the method's body calls it.
        default: As source; None where it is required.
    """

    name: str
    local: str
    default: str | None = None

    @property
    def declared(self) -> str:
        """How a signature says it."""
        return self.name if self.default is None else f"{self.name}={self.default}"


def print_method(
    name: str, body: Lines, arguments: list[Argument], inner: str, *, rest: bool = False
) -> Lines:
    """A method; two of them where an argument's name would hide what the body looks up.

    Args:
        name: Of the method.
        inner: Of the method that then holds the body.
        rest: Whether it takes `**kwargs` as well.
    """
    locals_ = [one.local for one in arguments]
    if locals_ == [one.name for one in arguments]:
        declared = ["self", *(one.declared for one in arguments), *(["**kwargs"] if rest else [])]
        return define(name, declared, body)
    names = [one.name for one in arguments]
    others = f"**{unique('kwargs', names)}"
    declared = ["self", *(one.declared for one in arguments), *([others] if rest else [])]
    passed = [*names, *([others] if rest else [])]
    start = "" if name == "__init__" else "return "
    hands_on = [
        f"# Apart, since a name in here hides what {inner} looks up.",
        f"{start}self.{inner}({', '.join(passed)})",
    ]
    own = ["self", *locals_, *(["**kwargs"] if rest else [])]
    return [*define(name, declared, hands_on), "", *define(inner, own, body)]
