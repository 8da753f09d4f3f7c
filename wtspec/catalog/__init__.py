"""Keras's vocabulary as data, known without importing Keras."""

from wtspec.catalog.asks import Asks, Bounds, asks, bounds, choices, exclusive
from wtspec.catalog.component import OF_EVERY_LAYER, CatalogFunction, Component, Kind, Parameter
from wtspec.catalog.facts import KerasFacts, facts, has
from wtspec.catalog.vocabulary import (
    activations,
    component,
    component_aliases,
    component_names,
    excluded,
    excluded_names,
    function,
    function_names,
    keras_version,
    reserved_attributes,
)

__all__ = [
    "OF_EVERY_LAYER",
    "Asks",
    "Bounds",
    "CatalogFunction",
    "Component",
    "KerasFacts",
    "Kind",
    "Parameter",
    "activations",
    "asks",
    "bounds",
    "choices",
    "component",
    "component_aliases",
    "component_names",
    "excluded",
    "excluded_names",
    "exclusive",
    "facts",
    "function",
    "function_names",
    "has",
    "keras_version",
    "reserved_attributes",
]
