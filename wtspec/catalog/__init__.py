"""Keras's vocabulary as data, known without importing Keras."""

from wtspec.catalog.component import Component, Function, Kind, Parameter
from wtspec.catalog.vocabulary import (
    activations,
    component,
    component_names,
    function,
    function_names,
    reserved_attributes,
)

__all__ = [
    "Component",
    "Function",
    "Kind",
    "Parameter",
    "activations",
    "component",
    "component_names",
    "function",
    "function_names",
    "reserved_attributes",
]
