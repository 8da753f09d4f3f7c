"""How messages name kinds of values and what they must be."""

from __future__ import annotations

from collections.abc import Callable, Iterable

_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "`true` or `false`",
    "str": "text",
    "text": "text",
    "list": "a list",
    "mapping": "a mapping",
    "null": "null",
    "layers": "a list of layers",
}


def with_article(kind: str) -> str:
    """A word as one of its kind: `an initializer`."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def kind_words(kind: str) -> str:
    """A value of a kind: `a whole number`, `an initializer`."""
    return _KINDS.get(kind) or with_article(kind)


def either(kinds: Iterable[str], words: Callable[[str], str] = kind_words) -> str:
    """A value of one of several kinds; a number may be a whole one."""
    named = list(dict.fromkeys(kinds))
    if "float" in named and "int" in named:
        named.remove("int")
    return " or ".join(words(kind) for kind in named)


def within(low: object, high: object) -> str:
    """What a number with bounds must be; None stands for no bound."""
    if high is None:
        return f"at least {low}"
    return f"at most {high}" if low is None else f"from {low} to {high}"
