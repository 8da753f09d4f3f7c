"""Says what Python, JAX and Keras complain about in the language's own words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from wtspec.errors.memory import no_memory, ran_out


@dataclass(frozen=True, slots=True)
class Complaint:
    """What went wrong, as a diagnostic says it."""

    code: str
    message: str
    help: str | None = None
    received: str | None = None


Rule = tuple[str, Callable[[re.Match[str]], Complaint]]

_WIDE = "an integer of more than 32 bits can't be computed with tensors"
_RULES: tuple[Rule, ...] = (
    (
        r"An overflow was encountered while parsing .* with value (-?\d+)",
        lambda m: Complaint("number-too-large", _WIDE, "write it as a float: `1e10`", m[1]),
    ),
    (
        r"[Ii]nt too large to convert|Python integer (-?\d+) out of bounds",
        lambda _: Complaint("number-too-large", _WIDE, "write it as a float: `1e10`"),
    ),
    (
        r"comparison .* is inconclusive|_DimExpr|Symbolic dimension|non-constant size|min\(\d+, \?",
        lambda _: Complaint(
            "not-static",
            "this needs a size that is not known until run time",
            "give the model's input a size there, instead of a name",
        ),
    ),
    (
        r"dot_general requires contracting dimensions .* got \((.*?),?\) and \((.*?),?\)",
        lambda m: _shape(f"the sizes that this product sums over differ: {m[1]} and {m[2]}"),
    ),
    (
        r"Incompatible shapes for broadcasting: shapes=\[(.*)\]",
        lambda m: _shape(f"the shapes {m[1]} do not broadcast"),
    ),
    (
        r"got incompatible shapes for broadcasting: (.*?)\.?$",
        lambda m: _shape(f"the shapes {m[1]} do not broadcast"),
    ),
    (
        r"Size of label '(\w)' for operand \d+ \((.*?)\) does not match previous terms \((.*?)\)",
        lambda m: _einsum(f"`{m[1]}` of this equation has the sizes {m[3]} and {m[2]}"),
    ),
    (
        r"Einstein sum subscript '(\w*)' does not contain the correct number of indices",
        lambda m: _einsum(f"`{m[1]}` in this equation has not as many letters as its tensor dims"),
    ),
    (
        r"Cannot concatenate arrays with different numbers of dimensions: got (.*?)\.?$",
        lambda m: Complaint("rank-mismatch", f"tensors of different ranks can't be joined: {m[1]}"),
    ),
    (
        r"Cannot concatenate arrays .* along dimension (\d+) for shapes (.*?)\.?$",
        lambda m: _shape(f"the shapes {m[2]} can't be joined along axis {m[1]}"),
    ),
    (
        r"All input arrays must have the same shape\. Got (.*?)\.?$",
        lambda m: _shape(f"tensors of different shapes can't be stacked: {m[1]}"),
    ),
    (
        r"cannot reshape array of shape (\(.*?\)) .*into shape (\(.*?\))",
        lambda m: _shape(f"the shape {m[1]} can't become {m[2]}"),
    ),
    (
        r"Cannot divide evenly the sizes of shapes (\(.*?\)) and (\(.*?\))",
        lambda m: _shape(f"the shape {m[1]} can't become {m[2]}"),
    ),
    (
        r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
        lambda m: Complaint(
            "axis-out-of-range", f"there is no axis {m[1]}: the tensor has {m[2]} dims"
        ),
    ),
    (
        r"[Tt]oo many indices.*?: array is (\d+)-dimensional, but (\d+) were indexed",
        lambda m: Complaint(
            "rank-mismatch", f"there are {m[2]} subscripts, but the tensor has {m[1]} dims"
        ),
    ),
    (
        r"array split does not result in an equal division",
        lambda _: _shape("the axis can't be split into parts of one size"),
    ),
    (
        r"target variable .*\.shape=(\(.*?\)), Received: value\.shape=(\(.*?\))",
        lambda m: _shape(f"a value of shape {m[2]} can't be assigned to a weight of {m[1]}"),
    ),
    (
        r"Shapes used to initialize variables .* shape=(\(.*?\)) for variable",
        lambda m: Complaint(
            "dynamic-shape",
            f"a weight's sizes must be known, and one of {m[1]} is not",
            "give the model's input a size there, instead of a name",
        ),
    ),
    (
        r"of layer '(.*?)' is incompatible .* expected (.*?), (?:found|but received) (.*?)(\.|$)",
        lambda m: _shape(f"`{m[1]}` can't take this input: it wants {m[2]}, and found {m[3]}"),
    ),
    (
        r"carry input and carry output must have equal types.*? type (\S+) but .*? type (\S+), so",
        lambda m: Complaint(
            "scan-carry",
            f"what a scan carries must keep its shape and dtype, but {m[1]} becomes {m[2]}",
        ),
    ),
    (
        r"cannot access (?:local|free) variable '(\w+)'|name '(\w+)' is not defined",
        lambda m: Complaint("no-value", f"`{(m[1] or m[2]).rstrip('_')}` has no value here"),
    ),
    (
        r"boolean conversion of traced array|traced array with shape",
        lambda _: Complaint(
            "not-static",
            "the value of a tensor is not known when the layer is built",
            "give a param or a literal, or choose between tensors with `where(condition, a, b)`",
        ),
    ),
    (
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        lambda m: Complaint(
            "index-out-of-range", f"there is no index {m[1]}: axis {m[2]} has {m[3]}"
        ),
    ),
    (
        r"(?:list|tuple) index out of range",
        lambda _: Complaint("index-out-of-range", "there is no item or axis of that number"),
    ),
    (
        r"^([^\n]* must be [^\n]*?)\. Received: ([^\n]*)$",
        lambda m: Complaint("invalid-argument", m[1], received=m[2]),
    ),
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL), say) for pattern, say in _RULES)
_MOST_SEARCHED = 4_000


def translate(error: BaseException) -> Complaint:
    """The complaint in plain words; the library's own first line where there are none."""
    if ran_out(error):
        missing = no_memory(error)
        return Complaint(missing.code, missing.said, missing.help, missing.received)
    text = _plain(str(error))
    for pattern, say in _COMPILED:
        found = pattern.search(text[:_MOST_SEARCHED])
        if found is not None:
            return say(found)
    first = text.strip().partition("\n")[0].rstrip(".")
    return Complaint("build-failed", first or f"this fails with {type(error).__name__}")


def _einsum(message: str) -> Complaint:
    return Complaint("einsum-mismatch", message)


def _shape(message: str) -> Complaint:
    return Complaint("shape-mismatch", message)


def _plain(text: str) -> str:
    """The complaint without what Keras wraps round it; a dynamic size is `?`."""
    text = re.sub(r"\x1b\[\d+m", "", text)
    text = text.rpartition("Error encountered:\n\n")[2]
    if text.startswith("Exception encountered when calling "):
        text = text.partition("\n\n")[2].partition("\n\nArguments received by")[0]
    text = re.sub(r"\b\w*dynamic_dimension\w*", "?", text)
    return re.sub(r"\{([^{}:]+)\}", lambda found: f"{{{_sorted(found[1])}}}", text)


def _sorted(items: str) -> str:
    """What stands in a set, in an order that is the same in every process."""
    return ", ".join(sorted(items.split(", ")))
