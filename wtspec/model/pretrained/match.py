"""Globs over paths: `*` stays within one name, `**` crosses any number of them."""

from __future__ import annotations

from collections.abc import Callable

Same = Callable[[str, str], bool]


def matches(pattern: str, path: str) -> bool:
    """Whether a path is one that a glob means.

    Takes time in proportion to the product of both lengths at most.
    """
    return _match(pattern.split("/"), path.split("/"), "**", _match_name)


def matches_dotted(pattern: str, name: str) -> bool:
    """The same for names of tensors in a file, whose parts end at `.` or `/`."""
    return _match(_parts(pattern), _parts(name), "**", _match_name)


def _parts(name: str) -> list[str]:
    return name.replace(".", "/").split("/")


def _match_name(pattern: str, name: str) -> bool:
    return _match(list(pattern), list(name), "*", str.__eq__)


def _match(pattern: list[str], items: list[str], wildcard: str, same: Same) -> bool:
    """Reaches each position of the items at most once for each part of the pattern."""
    reached = {0}
    for part in pattern:
        if part == wildcard:
            reached = set(range(min(reached), len(items) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(items) and same(part, items[at])}
        if not reached:
            return False
    return len(items) in reached
