"""Builds a model of which no array exists: weights have shapes and dtypes, and no values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from wtspec.model.generated import Generated
from wtspec.model.make_model import NO_DATA, locating_build, make_model
from wtspec.program.sizes import DataSizes

if TYPE_CHECKING:
    import keras


def build_abstract(code: Generated, sizes: DataSizes = NO_DATA) -> keras.Model:
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
            built.append(make_model(code, sizes))

    with locating_build(code), _traced_once():
        jax.eval_shape(make)
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
