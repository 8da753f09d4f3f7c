"""Builds a model of which no array exists: weights have shapes and dtypes, and no values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

from wtspec.model.build import Shape, build, construct, raise_located
from wtspec.model.scope import building
from wtspec.program.declared import Program

if TYPE_CHECKING:
    import keras


def build_abstract(
    program: Program,
    module: ModuleType,
    classes: Mapping[str, int] | None = None,
    shapes: Mapping[str, Shape] | None = None,
) -> keras.Model:
    """The model built as `build_model` does, in a trace that computes nothing.

    Raises:
        SpecError: What `build_model` would raise.
    """
    import jax
    from keras.src.backend.common.stateless_scope import StatelessScope

    built: list[keras.Model] = []

    def make() -> None:
        # In this scope Keras notes each weight's initializer, and leaves it at that.
        with StatelessScope(initialize_variables=False):
            model = construct(program, module, classes or {})
            build(program, model, shapes or {})
            built.append(model)

    settings = program.settings
    with building(module, settings.precision, settings.seed), _traced_once():
        try:
            jax.eval_shape(make)
        except Exception as error:
            raise_located(error, program, module)
            raise
    return built[0]


@contextmanager
def _traced_once() -> Iterator[None]:
    """Lets a layer that is built while its caller is traced do without a trace of its own.

    The caller's trace calls it next, and that builds what is in it.
    """
    import keras
    from keras.src.backend.common.symbolic_scope import in_symbolic_scope

    operation: Any = keras.Operation
    trace = operation.compute_output_spec

    def trace_outermost(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as Keras's
        caller = getattr(self.call, "__self__", self)
        if in_symbolic_scope() and getattr(caller, "_build_shapes_dict", True) is None:
            return None
        return trace(self, *args, **kwargs)

    operation.compute_output_spec = trace_outermost
    try:
        yield
    finally:
        operation.compute_output_spec = trace
