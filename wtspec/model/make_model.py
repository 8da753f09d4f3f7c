"""Makes the model that a program describes, with values or without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wtspec.codegen.naming import classes_name
from wtspec.errors import Diagnostic, SpecError
from wtspec.errors.memory import memory_at
from wtspec.model.faults.locate import raise_located
from wtspec.model.generated import Generated
from wtspec.model.mesh.mesh import Mesh
from wtspec.model.scope import building
from wtspec.program.program import Program
from wtspec.program.sizes import DataSizes, Shape, declared_model, input_shape, input_shapes

if TYPE_CHECKING:
    import keras

NO_DATA = DataSizes()


@contextmanager
def locating_build(code: Generated, mesh: Mesh | None = None) -> Iterator[None]:
    """Everything round a build: what fails in it is told where it stands."""
    settings = code.program.settings
    room = memory_at("the model", declared_model(code.program).span)
    with building(code.module, settings.precision, settings.seed, mesh), room:
        try:
            yield
        except Exception as error:
            raise_located(error, code)
            raise


def make_model(code: Generated, sizes: DataSizes) -> keras.Model:
    """The model, its call traced, so that no fault of it waits for a run."""
    model = _construct(code, sizes.classes)
    _build(code.program, model, input_shapes(code.program, sizes.shapes))
    return model


def _construct(code: Generated, classes: Mapping[str, int]) -> keras.Model:
    """The model without its weights."""
    declared = declared_model(code.program)
    unknown = [column for column in declared.classes if column not in classes]
    if unknown:
        message = f"how many classes `{unknown[0]}` has is known from the data alone"
        raise SpecError(Diagnostic("unknown-classes", message, declared.span))
    given = {classes_name(column): classes[column] for column in declared.classes}
    return getattr(code.module, code.names.classes[declared.name])(**given)


def _build(program: Program, model: keras.Model, shapes: Mapping[str, Shape]) -> None:
    """Makes the model's weights."""
    import keras

    inputs = declared_model(program).inputs
    dtypes = {one.name: one.dtype or model.compute_dtype for one in inputs}
    if len(inputs) == 1:
        ((name, shape),) = shapes.items()
        model.build(shape)
        model.compute_output_spec(keras.KerasTensor(shape, dtypes[name]))
        return
    model.build(shapes)
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
