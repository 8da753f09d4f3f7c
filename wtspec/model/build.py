"""Builds the model that a program describes."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING

from wtspec.codegen.naming import classes_name, module_names
from wtspec.errors import Diagnostic, SpecError
from wtspec.model.faults.locate import locate_fault
from wtspec.model.scope import building
from wtspec.program.declared import Input, Layer, Program
from wtspec.program.sizes import given_inputs, input_shape

if TYPE_CHECKING:
    import keras

Shape = tuple[int | None, ...]


def build_model(
    program: Program,
    module: ModuleType,
    classes: Mapping[str, int] | None = None,
    shapes: Mapping[str, Shape] | None = None,
) -> keras.Model:
    """The model, every weight of it made; the process's Keras settings stay as they were.

    Args:
        module: What `execute` made of the program's source.
        classes: How many classes each looked-up column has that the model asks about.
        shapes: What the data give for inputs, batch first: they settle the sizes that the
            patterns of the model's inputs leave open.

    Raises:
        SpecError: What fails while layers are constructed, built or traced, where it stands.
    """
    settings = program.settings
    with building(module, settings.precision, settings.seed):
        try:
            model = construct(program, module, classes or {})
            build(program, model, shapes or {})
        except Exception as error:
            raise_located(error, program, module)
            raise
    return model


def construct(program: Program, module: ModuleType, classes: Mapping[str, int]) -> keras.Model:
    """The model without its weights.

    Raises:
        SpecError: `unknown-classes`.
    """
    declared = declared_model(program)
    unknown = [column for column in declared.classes if column not in classes]
    if unknown:
        message = f"how many classes `{unknown[0]}` has is known from the data alone"
        raise SpecError(Diagnostic("unknown-classes", message, declared.span))
    given = {classes_name(column): classes[column] for column in declared.classes}
    return getattr(module, module_names(program).classes[declared.name])(**given)


def build(program: Program, model: keras.Model, given: Mapping[str, Shape]) -> None:
    """Makes the model's weights, and traces its call so that no fault of it waits for a run."""
    import keras

    declared, shapes = declared_model(program), input_shapes(program, given)
    model.build(shapes)
    dtypes = {one.name: one.dtype or model.compute_dtype for one in declared.inputs}
    if not isinstance(shapes, dict):
        tensor = keras.KerasTensor(shapes, dtypes[declared.inputs[0].name])
        model.compute_output_spec(tensor)
        return
    for each in (shapes, *_optional_too(program, shapes)):
        tensors = {name: keras.KerasTensor(shape, dtypes[name]) for name, shape in each.items()}
        with keras.name_scope(model.name):  # what is built now is named as all else
            model.compute_output_spec(tensors)


def _optional_too(program: Program, shapes: Mapping[str, Shape]) -> Iterator[dict[str, Shape]]:
    """The shapes of all inputs, where no data say which of the optional ones are given.

    Layers that only these reach are built as well, so that all weights are there to be loaded.
    """
    optional = [one for one in declared_model(program).inputs if one.optional]
    known = {one.name: input_shape(one, program.params) for one in optional}
    if program.data is None and optional:
        yield {**shapes, **{name: shape for name, shape in known.items() if shape is not None}}


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


def input_shapes(program: Program, given: Mapping[str, Shape]) -> Shape | dict[str, Shape]:
    """The shape of the model's input; by name where it has several. None is a dynamic size.

    Raises:
        SpecError: `unknown-rank`, `shape-mismatch`.
    """
    shapes = {
        one.name: _shape(one, program.params, given.get(one.name)) for one in given_inputs(program)
    }
    if len(declared_model(program).inputs) == 1:
        return next(iter(shapes.values()))
    return shapes


def raise_located(error: Exception, program: Program, module: ModuleType) -> None:
    """Raises the error anew as one at a place of the spec, if it has one."""
    located = error if isinstance(error, SpecError) else locate_fault(error, program, module)
    if located is not None:
        traceback.clear_frames(error.__traceback__)  # they hold every tensor of a failed build
        raise located from error


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
    return (declared[0], *(size if size is not None else found for size, found in sizes))
