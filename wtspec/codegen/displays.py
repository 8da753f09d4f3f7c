"""Calls, and what Python calls displays: lists, tuples and dicts as source."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.language.print import quote


def call(function: str, *arguments: str) -> str:
    """A call; empty arguments are left out."""
    return f"{function}({', '.join(argument for argument in arguments if argument)})"


def list_of(items: Iterable[str]) -> str:
    """A list."""
    return f"[{', '.join(items)}]"


def tuple_of(items: Iterable[str]) -> str:
    """A tuple."""
    several = list(items)
    return f"({', '.join(several)}{',' if len(several) == 1 else ''})"


def dict_of(pairs: Iterable[tuple[str | int, str]]) -> str:
    """A dict; its keys are texts or numbers, its values source."""
    return f"{{{items_of(pairs)}}}"


def items_of(pairs: Iterable[tuple[str | int, str]]) -> str:
    """What stands between the braces of a dict."""
    several = ((quote(key) if isinstance(key, str) else repr(key), value) for key, value in pairs)
    return ", ".join(f"{key}: {value}" for key, value in several)
