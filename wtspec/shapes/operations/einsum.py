"""Einstein sums: letters against the axes of their operands."""

from __future__ import annotations

from wtspec.shapes.algebra.broadcast import broadcast
from wtspec.shapes.algebra.polynomial import ONE, differ, number
from wtspec.shapes.algebra.shape import Entry, Shape, has_rest, rank_differs
from wtspec.shapes.algebra.show import count_axes, show_size
from wtspec.shapes.misfit import MisfitError

Sizes = dict[str, tuple[Entry, int]]
"""The size of each letter, and the operand that has it."""


def einsum(equation: str, shapes: list[Shape | None], first: int = 1) -> Shape | None:
    """The shape that an equation such as `bij,jk->bik` gives.

    Args:
        equation: Its letters.
        shapes: Those of the operands.
        first: Where the first operand stands among the arguments of the call.

    Raises:
        MisfitError: `einsum-mismatch`.
    """
    inputs, arrow, output = equation.replace(" ", "").partition("->")
    terms = inputs.split(",")
    if len(terms) != len(shapes):
        raise _fault(f"the equation has {_count(terms, 'term')} for {_count(shapes, 'operand')}")
    if arrow:
        _check_output(terms, output)
    sizes: Sizes = {}
    leading: Shape | None = ()
    for operand, (term, shape) in enumerate(zip(terms, shapes, strict=True), first):
        before, dots, after = term.partition("...")
        if shape is not None:
            _check_rank(term, shape, operand)
        _note(sizes, before, _front(shape, len(before)), operand)
        _note(sizes, after, _back(shape, len(after)), operand)
        if dots:
            leading = _broadcast(leading, shape, len(before), len(after))
    return _output(output, sizes, leading) if arrow else None


def _check_output(terms: list[str], output: str) -> None:
    known = "".join(terms)
    for letter in output.replace("...", ""):
        if letter not in known:
            raise _fault(f"the equation's output has `{letter}`, which none of its terms has")
        if output.count(letter) > 1:
            raise _fault(f"the equation's output has `{letter}` twice")


def _check_rank(term: str, shape: Shape, operand: int) -> None:
    letters = len(term.replace("...", ""))
    axes = len(shape) - has_rest(shape)
    if rank_differs(shape, letters, opened="..." in term):
        has = count_axes(axes) if not has_rest(shape) else f"at least {count_axes(axes)}"
        raise _fault(
            f"`{term}` has {_count(term.replace('...', ''), 'letter')}, but {{{operand}}} has {has}"
        )


def _front(shape: Shape | None, count: int) -> Shape:
    unknown = shape is None or len(shape) < count or has_rest(shape[:count])
    return (None,) * count if shape is None or unknown else shape[:count]


def _back(shape: Shape | None, count: int) -> Shape:
    if not count:
        return ()
    unknown = shape is None or len(shape) < count or has_rest(shape[-count:])
    return (None,) * count if shape is None or unknown else shape[-count:]


def _note(sizes: Sizes, labels: str, entries: Shape, operand: int) -> None:
    """Notes the size of each label; where two are given, that which can't be 1."""
    for label, entry in zip(labels, entries, strict=True):
        known, first = sizes.get(label, (entry, operand))
        _check_size(label, (known, first), (entry, operand))
        sizes[label] = (known if known == entry else _larger(known, entry)), first


def _check_size(label: str, one: tuple[Entry, int], other: tuple[Entry, int]) -> None:
    if not differ(one[0], other[0]):
        return
    if not differ(one[0], ONE) or not differ(other[0], ONE):
        return
    places = f"{show_size(one[0])} in {{{one[1]}}} and {show_size(other[0])} in {{{other[1]}}}"
    if one[1] == other[1]:
        places = f"both {show_size(one[0])} and {show_size(other[0])} in {{{one[1]}}}"
    raise _fault(f"`{label}` of the equation is {places}")


def _larger(one: Entry, other: Entry) -> Entry:
    plain = [entry for entry in (one, other) if (number(entry) or 0) > 1]
    return plain[0] if len(plain) == 1 else None


def _broadcast(leading: Shape | None, shape: Shape | None, before: int, after: int) -> Shape | None:
    """What the `...` of all terms so far stands for."""
    if shape is None or len(shape) < before + after or leading is None:
        return None
    middle = shape[before : len(shape) - after]
    if has_rest(shape[:before]) or has_rest(shape[len(shape) - after :]):
        return None
    return broadcast(leading, middle)


def _output(output: str, sizes: Sizes, leading: Shape | None) -> Shape | None:
    start, dots, end = output.partition("...")
    if dots and leading is None:
        return None
    ends = [tuple(sizes[label][0] for label in labels) for labels in (start, end)]
    return (*ends[0], *((leading or ()) if dots else ()), *ends[1])


def _fault(message: str) -> MisfitError:
    return MisfitError("einsum-mismatch", message)


def _count(items: object, what: str) -> str:
    count = len(items)  # type: ignore[arg-type]
    return f"{count} {what}{'' if count == 1 else 's'}"
