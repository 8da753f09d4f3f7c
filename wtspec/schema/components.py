"""Schemas of components: a class's name, or a mapping from it to its arguments."""

from __future__ import annotations

from wtspec.catalog import (
    Component,
    Kind,
    Parameter,
    activations,
    component,
    component_aliases,
    component_names,
    excluded_names,
)
from wtspec.resolve.components.faults import KINDS
from wtspec.schema.arguments import describe_argument, words_of
from wtspec.schema.mode import Mode
from wtspec.schema.parts import FORMULA, NULL, Definitions, Schema, any_of, nullable
from wtspec.spec.names import name_pattern

_TYPES = {
    "bool": "boolean",
    "int": "integer",
    "float": "number",
    "str": "string",
    "list": "array",
    "null": "null",
}

BLOCK: Schema = {"type": ["object", "array", "boolean", "null", "number", "string"]}
"""Whatever there is, a mapping first: editors then propose the key with a block below it. So it
differs from the bare name, which they would mix it up with otherwise."""


_FUNCTION: Schema = {"type": "string", "pattern": name_pattern()}
"""The name of a function that the file may have."""


def component_schema(definitions: Definitions, kind: Kind, mode: Mode, *others: Schema) -> Schema:
    """What may stand where a component of a kind is meant, or something else.

    Names and other values are alternatives, while what holds for mappings stands beside them: so
    a tool that looks for the alternative which fits best does not mistake a misspelt class for it.

    Args:
        others: What else may stand there; no mapping.
    """
    names = bare_names(definitions, kind, mode)
    call = call_schema(definitions, kind, mode)
    return {**any_of([*names, *others, {"type": "object"}]), "allOf": [call]}


def call_schema(definitions: Definitions, kind: Kind, mode: Mode) -> Schema:
    """A reference to what holds for a mapping from one class to its arguments."""
    mode = mode.for_layers() if kind == "layer" else mode.for_components()
    return definitions.refer(mode.named(kind), lambda: _call(definitions, kind, mode))


def bare_names(definitions: Definitions, kind: Kind, mode: Mode) -> list[Schema]:
    """The names that stand for a component without arguments, if there are any."""
    named = _names(kind)
    if not named:
        return []
    keras = definitions.refer(f"{kind}.name", lambda: {"type": "string", "anyOf": named})
    if kind != "layer" or mode.layers == "keras":
        return [keras]
    hiding = mode.layers == "hiding"
    needy = [name for name in _all_names(kind) if _is_needy(kind, name) and not hiding]
    return [keras, {"type": "string", "pattern": name_pattern(*needy)}]


def _names(kind: Kind) -> list[Schema]:
    given = [name for name in _all_names(kind) if not _is_needy(kind, name)]
    docs = {name: found.doc for name in given if (found := component(kind, name)) is not None}
    words = [name for name in activations() if name not in docs] if kind == "layer" else []
    return [
        *({"const": name, "description": doc} for name, doc in docs.items()),
        *({"const": name, "description": f"The activation {name}"} for name in words),
    ]


def _all_names(kind: Kind) -> list[str]:
    return [*component_names(kind), *component_aliases(kind)]


def _is_needy(kind: Kind, name: str) -> bool:
    found = component(kind, name)
    return found is not None and any(parameter.required for parameter in found.parameters)


def _call(definitions: Definitions, kind: Kind, mode: Mode) -> Schema:
    """A mapping from one class to its arguments; from a name to what it names where one measures.

    Editors propose classes by their names and by aliases that look like one, such as `MaxPool2D`.
    The YAML language server counts a key that is just being typed, and proposes none where that
    makes the last that `maxProperties` beside them allows.
    """
    classes = {name: _class(definitions, kind, name, mode) for name in component_names(kind)}
    others = {alias: classes[name] for alias, name in component_aliases(kind).items()}
    shown = {alias: schema for alias, schema in others.items() if alias[0].isupper()}
    if mode.layers == "hiding":
        own = {"propertyNames": {"pattern": name_pattern()}}
        return {"anyOf": [{"properties": {**classes, **shown}}, {}], **own, **_one_key(mode)}
    hidden = {f"^{alias}$": schema for alias, schema in others.items() if alias not in shown}
    known = {
        "properties": {**classes, **shown},
        "patternProperties": {**hidden, **(_own_layers() if mode.layers == "own" else {})},
        "additionalProperties": False,
        **_one_key(mode),
    }
    if kind == "metric":
        given = definitions.refer(mode.named("metric.named"), lambda: known)
        return {**known, "additionalProperties": _named(definitions, given, mode)}
    return {**known, "additionalProperties": _or_none(FORMULA, mode)} if kind == "loss" else known


def _one_key(mode: Mode) -> Schema:
    """Exactly one key, but over a base none is added and the base's may be removed."""
    if mode.merged:
        return {}
    return {"minProperties": 1, "maxProperties": 2, "allOf": [{"maxProperties": 1}]}


def _named(definitions: Definitions, given: Schema, mode: Mode) -> Schema:
    """A metric under a name: a formula, a function, a class, or one with arguments."""
    texts = [FORMULA, *bare_names(definitions, "metric", mode), _FUNCTION]
    return _or_none({**any_of([*texts, {"type": "object"}]), "allOf": [given]}, mode)


def _or_none(schema: Schema, mode: Mode) -> Schema:
    return nullable(schema) if mode.merged else schema


def _own_layers() -> dict[str, Schema]:
    words = [name for name in activations() if component("layer", name) is None]
    return {name_pattern(*words, *excluded_names("layer")): {}}


def _class(definitions: Definitions, kind: Kind, name: str, mode: Mode) -> Schema:
    found = component(kind, name)
    assert found is not None  # noqa: S101 - the catalog gave the name
    inner = mode if _takes_layers(found) else mode.for_components()
    label = inner.named(f"{kind}.{name}")
    return definitions.refer(label, lambda: _arguments(definitions, found, inner))


def _takes_layers(found: Component) -> bool:
    return any({"layer", "layers"} & set(parameter.accepts) for parameter in found.parameters)


def _arguments(definitions: Definitions, found: Component, mode: Mode) -> Schema:
    """What may stand under a class's name: its arguments, its first one, or nothing."""
    parameters = [parameter for parameter in found.parameters if parameter.name != "name"]
    required = [parameter.name for parameter in parameters if parameter.required]
    whole: Schema = {
        "title": f"arguments of {found.name}",
        "type": "object",
        "properties": {one.name: argument_schema(definitions, one, mode) for one in parameters},
        "additionalProperties": False,
    }
    if required and not mode.merged:
        whole["required"] = required
    branches = [whole]
    first = found.parameters[0] if found.parameters else None
    if first and not (found.random or first.keyword_only) and set(required) <= {first.name}:
        branches.append(value_schema(definitions, first, mode, bare=True))
    if not required or mode.merged:
        branches.append(NULL)
    block = BLOCK if not required else {}
    return {"description": found.doc, **block, "anyOf": branches}


def argument_schema(definitions: Definitions, parameter: Parameter, mode: Mode) -> Schema:
    """A reference to the schema of an argument; equal arguments of several classes share one."""
    schema: Schema = {"description": describe_argument(parameter)}
    if parameter.default is not None:
        schema["default"] = parameter.default
    schema |= value_schema(definitions, parameter, mode)
    return definitions.share(f"argument.{parameter.name}", schema)


def value_schema(
    definitions: Definitions, parameter: Parameter, mode: Mode, *, bare: bool = False
) -> Schema:
    """What an argument may be.

    Args:
        bare: Whether mappings are left out, since they would be a class's arguments.
    """
    accepts = parameter.accepts
    if not accepts:
        return {"type": ["string", "number", "boolean", "array", "null"]} if bare else {}
    found: list[Schema] = [{"type": _TYPES[kind]} for kind in accepts if kind in _TYPES]
    if "layers" in accepts:
        layer = component_schema(definitions, "layer", mode.replaced(), FORMULA)
        found.append({"type": "array", "items": layer})
    if _takes_null(parameter) or mode.merged:
        found.append(NULL)
    kinds: list[Kind] = [kind for kind in KINDS if kind in accepts]
    if not kinds:
        return any_of([*words_of(definitions, parameter), *found, FORMULA])
    if bare:
        names = [name for kind in kinds for name in bare_names(definitions, kind, mode)]
        return any_of([*names, *found, FORMULA])
    (kind,) = kinds
    return component_schema(definitions, kind, mode, *found, FORMULA)


def _takes_null(parameter: Parameter) -> bool:
    """Whether null is a value like any other to an argument."""
    return "null" in parameter.accepts or (not parameter.required and parameter.default is None)
