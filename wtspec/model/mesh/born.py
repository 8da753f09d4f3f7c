"""Makes the first values of weights where they will lie: no device ever has more than its part."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jax
    import keras
    from jax.sharding import Sharding

_Program = Callable[..., "jax.Array"]


class Births:
    """The first values of one model's variables.

    Keras makes small ones whole and sends their parts out; a program for each of a thousand weights
    would take a minute to compile. Seeds are arguments here, so weights of one shape share one.
    """

    def __init__(self) -> None:
        """Has no program yet."""
        self._programs: dict[tuple[str, Sharding], _Program] = {}

    def value(self, variable: keras.Variable, initializer: Any) -> jax.Array:  # noqa: ANN401 - any callable
        """A variable's first value.

        Args:
            variable: One that knows how it will lie.
            initializer: Keras's, or a formula as a function of `shape` and `dtype`.
        """
        import jax
        from jax.extend.core import jaxpr_as_fun
        from keras import StatelessScope

        layout: Any = variable._layout  # noqa: SLF001 - of a value that is not there yet
        where = layout.backend_layout
        shape, dtype = variable.shape, variable.dtype

        def first() -> object:
            with StatelessScope():  # a formula's generator draws once, and is gone
                return jax.numpy.asarray(initializer(shape, dtype=dtype), dtype)

        traced = jax.make_jaxpr(first)()
        known = str(traced.jaxpr), where
        program = self._programs.get(known) if _is_keras_own(initializer) else None
        if program is None:

            def compute(*constants: jax.Array) -> jax.Array:
                (value,) = jaxpr_as_fun(traced.replace(consts=list(constants)))()
                return value

            program = self._programs[known] = jax.jit(compute, out_shardings=where)
        return program(*traced.consts)


def _is_keras_own(initializer: object) -> bool:
    """One whose text tells all that it does, but for its seed."""
    return type(initializer).__module__.startswith("keras.")
