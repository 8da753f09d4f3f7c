"""The flows of a program's layers and functions, each followed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wtspec.catalog import has
from wtspec.language import Body
from wtspec.lints.flow import ANY_EFFECT, NO_EFFECT, Effects, Flow
from wtspec.program.bound import Reference
from wtspec.program.declared import Function, Items, Layer, Use, Value

Follow = Callable[["Flows", Layer | None, Body], Flow]
"""Follows the body of a layer, or of a function where there is none; asks for those it calls."""


class Flows:
    """Has layers and functions followed when they are asked for."""

    def __init__(
        self, layers: Iterable[Layer], functions: Iterable[Function], follow: Follow
    ) -> None:
        self._follow = follow
        self._layers = {layer.name: layer for layer in layers}
        self._functions = {function.name: function for function in functions}
        self._followed: dict[str, Flow] = {}
        for name in self._functions:  # those that others call stand first, so none nests deep
            self.function(name)

    def layer(self, layer: Layer) -> Flow:
        """The flow of a layer's body."""
        if layer.name not in self._followed:
            self._followed[layer.name] = self._follow(self, layer, layer.body)
        return self._followed[layer.name]

    def function(self, name: str) -> Flow:
        """The flow of one of the file's functions; its names are its parameters."""
        if name not in self._followed:
            self._followed[name] = self._follow(self, None, self._functions[name].body)
        return self._followed[name]

    def members(self) -> frozenset[str]:
        """The names of weights that some layer reads from another."""
        return frozenset[str]().union(*(self.layer(one).members for one in self._layers.values()))

    def parameters(self, name: str) -> tuple[str, ...]:
        """The names of a function's parameters."""
        return tuple(parameter for parameter, _ in self._functions[name].parameters)

    def declared(self, value: Value) -> Layer | None:
        """The file's layer that a component is, or None."""
        name = value.component if isinstance(value, Use) else None
        return self._layers.get(name) if isinstance(name, str) else None

    def effects(self, value: Value) -> Effects:
        """What calling a layer may do, or one that it is given."""
        if isinstance(value, Items):
            return NO_EFFECT.union(*(self.effects(item) for item in value.items))
        if not isinstance(value, Use):
            return ANY_EFFECT if isinstance(value, Reference) else NO_EFFECT
        declared = self.declared(value)
        own = self.layer(declared).effects if declared is not None else _of_keras(value)
        return own.union(*(self.effects(one) for _, one in value.arguments if is_layer(one)))


def is_layer(value: Value) -> bool:
    """Whether an argument is a layer, or holds one."""
    if isinstance(value, Items):
        return any(is_layer(item) for item in value.items)
    return isinstance(value, Use) and (
        isinstance(value.component, str) or value.component.kind == "layer"
    )


def _of_keras(use: Use) -> Effects:
    penalized = any(name == "activity_regularizer" for name, _ in use.arguments)
    return ANY_EFFECT if penalized or has(use.name, "adds_loss") else NO_EFFECT
