"""Sizes of a model's inputs: those that the spec knows, and those that only data tell."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from wtspec.errors import Diagnostic, SpecError
from wtspec.language import evaluate
from wtspec.language import tree as t
from wtspec.program.declared import Input, Layer
from wtspec.program.dims import dots_index
from wtspec.program.program import Program

Shape = tuple[int | None, ...]
"""None for a size that is not known before the run, as that of the batch."""


class DataSizes(Struct, frozen=True):
    """What a model takes from its data.

    Attributes:
        classes: How many classes each looked-up column has that the model asks about.
        shapes: Of the inputs that the data give, batch first: they settle the sizes that the
            patterns of the model's inputs leave open.
    """

    classes: Mapping[str, int] = field(default_factory=dict[str, int])
    shapes: Mapping[str, Shape] = field(default_factory=dict[str, Shape])


def declared_model(program: Program) -> Layer:
    """The program's model.

    Raises:
        SpecError: `incomplete-spec`: the file is a library.
    """
    if program.model is None:
        message = f"`{program.origin}` declares no model"
        raise SpecError(
            Diagnostic("incomplete-spec", message, help="a library is there to be imported")
        )
    return program.model


def given_inputs(program: Program) -> tuple[Input, ...]:
    """The model's inputs that it is surely given: required, or given by its data."""
    inputs = program.model.inputs if program.model is not None else ()
    named = {name for name, _ in program.data.inputs} if program.data is not None else set[str]()
    return tuple(one for one in inputs if not one.optional or one.name in named)


def input_shape(one: Input, params: Mapping[str, object]) -> Shape | None:
    """An input's shape, None for a size that only data tell; None for an open number of dims.

    Args:
        one: An input of the model.
        params: The file's params with their values.
    """
    if dots_index(one.pattern) is not None:
        return None
    return tuple(_size(entry, params) for entry in one.pattern.entries)


def input_shapes(program: Program, given: Mapping[str, Shape]) -> dict[str, Shape]:
    """The shape of each input that the model is given, by name.

    Args:
        given: What the data give for inputs.

    Raises:
        SpecError: `unknown-rank`, `shape-mismatch`.
    """
    return {
        one.name: _shape(one, program.params, given.get(one.name)) for one in given_inputs(program)
    }


def _shape(one: Input, params: Mapping[str, object], given: Shape | None) -> Shape:
    declared = input_shape(one, params)
    if declared is None:
        if given is not None:
            return (None, *given[1:])
        raise SpecError(
            Diagnostic(
                "unknown-rank",
                f"the model's input `{one.name}` has no fixed number of dims",
                one.pattern.span,
                expected="a name or a size for each dim",
                received="`...`",
            )
        )
    return declared if given is None else _settled(one, declared, given)


def _settled(one: Input, declared: Shape, given: Shape) -> Shape:
    """The declared shape, its open sizes those of the data; how many rows come is never known."""
    sizes = list(zip(declared[1:], given[1:], strict=False))
    if len(given) != len(declared) or any(
        None not in pair and pair[0] != pair[1] for pair in sizes
    ):
        raise SpecError(
            Diagnostic(
                "shape-mismatch",
                f"the data do not fit the model's input `{one.name}`",
                one.pattern.span,
                expected=str(declared),
                received=str(given),
            )
        )
    return (declared[0], *(size if size is not None else other for size, other in sizes))


def _size(entry: t.Expression, params: Mapping[str, object]) -> int | None:
    try:
        value = evaluate(entry, params)
    except SpecError:
        return None
    return value if isinstance(value, int) else None
