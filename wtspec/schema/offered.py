"""What Keras, and a file's own layers and functions, offer where pydantic knows only kinds."""

from __future__ import annotations

from collections.abc import Callable

from wtspec.catalog import Kind, component
from wtspec.resolve.settings import POLICIES
from wtspec.schema.components import argument_schema, bare_names, call_schema, component_schema
from wtspec.schema.docs import docs
from wtspec.schema.measures import loss_schema, metrics_schema
from wtspec.schema.mode import Mode
from wtspec.schema.parts import FORMULA, NULL, Definitions, Schema, any_of
from wtspec.spec import ParamSpec, SublayerSpec

Make = Callable[[Definitions, Mode], Schema]

_SHORT_PARAM: Schema = {"type": ["boolean", "number", "string", "array"]}


def _component(kind: Kind, *others: Schema) -> Make:
    return lambda definitions, mode: component_schema(definitions, kind, mode, *others)


def _sublayer(definitions: Definitions, mode: Mode) -> Schema:
    """A sublayer in either form."""
    mode = mode.for_layers()
    form = definitions.refer(
        mode.named("sublayer"), lambda: definitions.closed_mapping(definitions, SublayerSpec, mode)
    )
    if mode.merged:
        return {"anyOf": [component_schema(definitions, "layer", mode, FORMULA), form]}
    return {
        **any_of([*bare_names(definitions, "layer", mode), FORMULA, {"type": "object"}]),
        "properties": {"layer": {"description": docs(SublayerSpec)["layer"]}},
        "if": {"type": "object", "required": ["layer"]},
        "then": form,
        "else": call_schema(definitions, "layer", mode),
    }


def _param(definitions: Definitions, mode: Mode) -> Schema:
    return any_of([_SHORT_PARAM, definitions.section(ParamSpec, mode)])


def _file_param(definitions: Definitions, mode: Mode) -> Schema:
    """A param of the file has a default, its own or a base's."""
    long = definitions.section(ParamSpec, mode)
    valued: Schema = {"allOf": [long, {"required": ["default"]}]}
    return any_of([_SHORT_PARAM, long if mode.merged else valued])


def _early_stopping(definitions: Definitions, mode: Mode) -> Schema:
    found = component("callback", "EarlyStopping")
    assert found is not None  # noqa: S101 - it is Keras's best known callback
    inner = mode.for_components()
    arguments = {one.name: argument_schema(definitions, one, inner) for one in found.parameters}
    closed = {"properties": arguments, "additionalProperties": False}
    return {"type": ["object", "null"], "allOf": [closed]}


OFFERED: dict[str, Make] = {
    "param": _param,
    "file param": _file_param,
    "sublayer": _sublayer,
    "layer": _component("layer", FORMULA),
    "initializer": _component("initializer", {"type": ["number", "boolean"]}, FORMULA, NULL),
    "regularizer": _component("regularizer", FORMULA, NULL),
    "constraint": _component("constraint", FORMULA, NULL),
    "optimizer": _component("optimizer"),
    "loss": loss_schema,
    "metrics": metrics_schema,
    "early stopping": _early_stopping,
    "callback": _component("callback"),
    "precision": lambda _definitions, _mode: {"enum": list(POLICIES)},
}
"""By the names that annotations give to `wtspec.spec.values.offered`."""
