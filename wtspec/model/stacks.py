"""Reaches the layers of a scan one by one, though their weights are kept in stacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from wtspec.model.mesh.assign import put_value
from wtspec.model.mesh.hold import hold
from wtspec.model.mesh.parts import HeldParts, Source, is_cut, read_part

if TYPE_CHECKING:
    import jax
    import keras


@dataclass(frozen=True, slots=True, eq=False)
class WeightSlice:
    """A weight that is kept as a part of a stack, with what one asks a `keras.Variable` for.

    Attributes:
        stack: What holds the values of all blocks, the index of each scan it lies in first.
        index: Of this one's block in each of these.
        made: The variable of the first block, which tells how it was made.
    """

    stack: keras.Variable
    index: tuple[int, ...]
    made: keras.Variable

    @property
    def path(self) -> str:
        """Keras's path, as the block would have it by itself."""
        path = self.stack.path
        for index in self.index:
            path = path.replace("*", str(index), 1)
        return path

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.made.name

    @property
    def shape(self) -> tuple[int, ...]:
        """That of one block's weight."""
        return tuple(self.stack.shape[len(self.index) :])

    @property
    def dtype(self) -> str:
        """The dtype that it is kept in."""
        return self.stack.dtype

    @property
    def trainable(self) -> bool:
        """Whether training changes it, as it does all of the stack or nothing."""
        return self.stack.trainable

    @property
    def value(self) -> Any:  # noqa: ANN401 - an array
        """Its current value; of one stack the first to be asked for brings that of all."""
        import numpy as np

        return np.asarray(self.stack.value)[self.index]

    def numpy(self) -> Any:  # noqa: ANN401 - an array
        """Its current value."""
        return self.value

    def assign(self, value: object) -> None:
        """Sets its value; to set many, `assign_all` is faster."""
        assign_all([(self, value)])


ModelWeight: TypeAlias = "keras.Variable | WeightSlice"
"""A weight that a path names."""

View = Callable[["keras.Variable"], ModelWeight]
"""What a variable stands for that a block was made with."""


def walk(
    layer: keras.layers.Layer, view: View | None = None
) -> Iterator[tuple[keras.layers.Layer, View]]:
    """A layer and those in it, each once, in the order in which Keras lists their weights.

    The first block of a scan comes once for each block, with another view of its variables.
    """
    yield from _walk(layer, view or itself, set())


def _walk(
    layer: keras.layers.Layer, view: View, seen: set[tuple[int, View]]
) -> Iterator[tuple[keras.layers.Layer, View]]:
    if (id(layer), view) in seen:
        return
    seen.add((id(layer), view))
    yield layer, view
    for _, inner, one in inside(layer, view):
        yield from _walk(inner, one, seen)


def inside(layer: keras.layers.Layer, view: View) -> Iterator[tuple[str, keras.layers.Layer, View]]:
    """The layers directly in a layer with their names, those of a scan one by one."""
    for inner in layer._layers:  # noqa: SLF001 - `layers` is public for models alone
        if not is_scan(inner):
            yield inner.name, inner, view
            continue
        for index, one in enumerate(_views(inner, view)):
            yield inner.name.replace("*", str(index)), inner.blocks[0], one


def itself(variable: keras.Variable) -> keras.Variable:
    """The view of what lies in no scan."""
    return variable


def is_scan(layer: keras.layers.Layer) -> bool:
    """Whether a layer runs equal ones as a loop; no other has such a name."""
    return layer.name.endswith(".*")


def _views(scan: Any, view: View) -> Iterator[View]:  # noqa: ANN401 - of a generated class
    """For each block of a scan what takes the place of the variables of the first."""
    made = (id(variable) for variable in scan.blocks[0].variables)
    stacks = dict(zip(made, scan.stacks, strict=True))
    for index in range(len(scan)):
        yield partial(_slice, stacks, view, index)


def _slice(
    stacks: dict[int, keras.Variable], view: View, index: int, variable: keras.Variable
) -> WeightSlice:
    whole = view(stacks[id(variable)])
    if isinstance(whole, WeightSlice):
        return WeightSlice(whole.stack, (*whole.index, index), variable)
    return WeightSlice(whole, (index,), variable)


def identity(weight: ModelWeight) -> tuple[int, ...]:
    """What tells weights apart."""
    return (id(weight.stack), *weight.index) if isinstance(weight, WeightSlice) else (id(weight),)


def scale_rates(scales: Iterable[tuple[ModelWeight, float]]) -> None:
    """Multiplies learning rates; a stack has one for each block where they differ."""
    import numpy as np

    stacks: dict[int, tuple[Any, Any]] = {}
    for weight, scale in scales:
        if not isinstance(weight, WeightSlice):
            variable: Any = weight
            variable.lr_scale = scale * getattr(variable, "lr_scale", 1)
            continue
        sizes = weight.stack.shape[: len(weight.index)]
        ones = np.ones((*sizes, *[1] * len(weight.shape)), "float32")
        stacks.setdefault(id(weight.stack), (weight.stack, ones))[1][weight.index] = scale
    for stack, own in stacks.values():
        stack.lr_scale = own * getattr(stack, "lr_scale", 1)


def cut_of_weight(weight: ModelWeight) -> jax.sharding.NamedSharding | None:
    """How a weight is cut over devices; None for one that is not."""
    import jax

    is_slice = isinstance(weight, WeightSlice)
    value = weight.stack.value if is_slice else weight.value
    if not is_cut(value):
        return None
    sharding: Any = value.sharding
    axes = sharding.spec[len(weight.index) :] if is_slice else sharding.spec
    return jax.sharding.NamedSharding(sharding.mesh, jax.sharding.PartitionSpec(*axes))


def assign_all(values: Iterable[tuple[ModelWeight, object]]) -> None:
    """Gives weights their values, each stack its values at once; cut ones by parts."""
    import numpy as np

    stacks: dict[int, tuple[keras.Variable, HeldParts]] = {}
    for weight, value in values:
        source = cast("Source", value if hasattr(value, "shape") else np.asarray(value))
        if not isinstance(weight, WeightSlice):
            put_value(weight, source)
            continue
        stack = weight.stack
        if id(stack) not in stacks:
            stacks[id(stack)] = stack, _copy(stack)
        for bounds, part in stacks[id(stack)][1].parts.items():
            part[weight.index] = read_part(source, bounds[len(weight.index) :])
    for stack, parts in stacks.values():
        put_value(stack, parts)


def _copy(stack: keras.Variable) -> HeldParts:
    """What a stack holds, to write into."""
    import numpy as np

    held = hold(stack.value)
    return replace(held, parts={bounds: np.array(one) for bounds, one in held.parts.items()})
