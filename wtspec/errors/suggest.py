"""The nearest right thing, by edit distance."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, legal: Iterable[str]) -> str | None:
    """The name among `legal` that `name` was probably meant to be, or None."""
    names = list(legal)
    folded = {candidate.lower().replace("_", ""): candidate for candidate in reversed(names)}
    key = name.lower().replace("_", "")
    if key in folded:
        return folded[key]
    import difflib

    slips = [candidate for candidate in folded if _is_one_slip(key, candidate)]
    found = difflib.get_close_matches(key, slips or folded, n=1, cutoff=0.0 if slips else 0.7)
    return folded[found[0]] if found else None


def _is_one_slip(one: str, other: str) -> bool:
    """Whether a letter too many, too few, another or two exchanged make one of the other."""
    if min(len(one), len(other)) < 3 or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    rest, others = one[start:], other[start:]
    swapped = rest[:2] == others[1::-1] and rest[2:] == others[2:]
    return swapped or rest[1:] in (others, others[1:]) or rest == others[1:]


def did_you_mean(name: str, legal: Iterable[str]) -> str | None:
    """A help line that offers the nearest legal name, or None."""
    found = nearest(name, legal)
    return f"did you mean `{found}`?" if found else None


def one_of(names: Iterable[str], limit: int = 12) -> str:
    """The legal names as a line of text, cut where they are too many to read."""
    named = sorted(names)
    if not named:
        return "nothing here"
    return listed(named) if len(named) == 1 else f"one of {listed(named, limit)}"


def listed(names: Iterable[str], limit: int = 12) -> str:
    """Names in order as a line of text, cut likewise."""
    named = sorted(names)
    shown = ", ".join(f"`{name}`" for name in named[:limit])
    return f"{shown}, … ({len(named) - limit} more)" if len(named) > limit else shown
