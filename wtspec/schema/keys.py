"""Keys of which the language asks more than their annotations say."""

from __future__ import annotations

from collections.abc import Callable

from wtspec.catalog import Kind, component
from wtspec.resolve.layers.params import RESERVED
from wtspec.resolve.settings import POLICIES
from wtspec.schema.annotations import annotation_schema, mapping
from wtspec.schema.components import argument_schema, bare_names, call_schema, component_schema
from wtspec.schema.docs import DOCS
from wtspec.schema.measures import loss_schema, metrics_schema
from wtspec.schema.mode import Mode
from wtspec.schema.parts import FORMULA, NULL, Definitions, Schema, any_of, name_pattern, nullable
from wtspec.spec import (
    CheckpointSpec,
    FileSpec,
    LayerSpec,
    ModelSpec,
    ParamSpec,
    RuntimeSpec,
    Section,
    SublayerSpec,
    TrainSpec,
    WeightSpec,
)
from wtspec.spec.check_train import EVERY
from wtspec.spec.param_types import PAIRS, PLAIN, TYPES
from wtspec.spec.values import Formula

Make = Callable[[Definitions, Mode], Schema]

_SEVERAL = f"^({'|'.join(PLAIN)})( or ({'|'.join(PLAIN)})){{2,}}$"
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
        "properties": {"layer": {"description": DOCS[SublayerSpec]["layer"]}},
        "if": {"type": "object", "required": ["layer"]},
        "then": form,
        "else": call_schema(definitions, "layer", mode),
    }


def _sublayers(definitions: Definitions, mode: Mode) -> Schema:
    return mapping(_sublayer(definitions, mode), mode, name_pattern())


def _sequential(definitions: Definitions, mode: Mode) -> Schema:
    item = _sublayer(definitions, mode.replaced())
    return nullable({"type": "array", "minItems": 1, "items": item})


def _params(definitions: Definitions, mode: Mode) -> Schema:
    long = annotation_schema(definitions, ParamSpec, mode)
    return mapping(any_of([_SHORT_PARAM, long]), mode, name_pattern(*RESERVED))


def _file_params(definitions: Definitions, mode: Mode) -> Schema:
    long = annotation_schema(definitions, ParamSpec, mode)
    valued: Schema = {"allOf": [long, {"required": ["default"]}]}
    return mapping(any_of([_SHORT_PARAM, long if mode.merged else valued]), mode, name_pattern())


def _functions(definitions: Definitions, mode: Mode) -> Schema:
    signature = name_pattern(before=r"\s*", after=r"\s*\([\s\S]*\)\s*")
    return mapping(annotation_schema(definitions, Formula, mode), mode, signature)


def _early_stopping(definitions: Definitions, mode: Mode) -> Schema:
    found = component("callback", "EarlyStopping")
    assert found is not None  # noqa: S101 - it is Keras's best known callback
    inner = mode.for_components()
    arguments = {one.name: argument_schema(definitions, one, inner) for one in found.parameters}
    closed = {"properties": arguments, "additionalProperties": False}
    return {"type": ["object", "null"], "allOf": [closed]}


def _callbacks(definitions: Definitions, mode: Mode) -> Schema:
    return {"type": "array", "items": component_schema(definitions, "callback", mode.replaced())}


KEYS: dict[tuple[type[Section], str], Make] = {
    (FileSpec, "params"): _file_params,
    (FileSpec, "functions"): _functions,
    (LayerSpec, "params"): _params,
    (LayerSpec, "layers"): _sublayers,
    (ModelSpec, "layers"): _sublayers,
    (LayerSpec, "sequential"): _sequential,
    (ModelSpec, "sequential"): _sequential,
    (WeightSpec, "initializer"): _component(
        "initializer", {"type": ["number", "boolean"]}, FORMULA
    ),
    (WeightSpec, "regularizer"): _component("regularizer", FORMULA, NULL),
    (WeightSpec, "constraint"): _component("constraint", FORMULA, NULL),
    (SublayerSpec, "layer"): _component("layer", FORMULA),
    (TrainSpec, "optimizer"): _component("optimizer"),
    (TrainSpec, "loss"): loss_schema,
    (TrainSpec, "metrics"): metrics_schema,
    (TrainSpec, "early_stopping"): _early_stopping,
    (TrainSpec, "callbacks"): _callbacks,
    (CheckpointSpec, "every"): lambda _definitions, _mode: {
        "type": "string",
        "pattern": f"^{EVERY}$",
    },
    (ParamSpec, "type"): lambda _definitions, _mode: any_of(
        [{"enum": [*TYPES, *PAIRS]}, {"type": "string", "pattern": _SEVERAL}]
    ),
    (RuntimeSpec, "precision"): lambda _definitions, _mode: {"enum": list(POLICIES)},
}
