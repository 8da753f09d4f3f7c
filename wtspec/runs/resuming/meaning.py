"""What a program says, part by part, without what changes nothing: places, order, short forms."""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from wtspec.catalog import CatalogFunction, Component
from wtspec.document import Step
from wtspec.errors import Span
from wtspec.language import tree as t
from wtspec.program.bound import FunctionName, LayerCall, OwnCall, Reference
from wtspec.program.declared import Function, Layer, Param, Sublayer, Use, Weight
from wtspec.program.program import Program
from wtspec.program.training import Measure, Training
from wtspec.program.walk import in_statements
from wtspec.sources.request import SourceRequest
from wtspec.spec import Section
from wtspec.spec.prose import prose_keys

Place = tuple[Step, ...]
"""The keys under which a file says a part."""

Params = Mapping[str, object]

_OWN = "the file's own"

_SAYS_NOTHING: dict[type[Struct], frozenset[str]] = {
    Layer: frozenset(
        {
            *("dims", "computed", "bound_returns", "facts", "classes", "incomplete"),
            *("depends_on_training", "adds_loss", "sequential", "requires"),
        }
    ),
    Function: frozenset({"facts"}),
    Param: frozenset({"minimum", "maximum", "choices", "known", "settled"}),
    Sublayer: frozenset({"settled"}),
    Use: frozenset({"alias", "wraps"}),
    Weight: frozenset({"sharding", "sharding_span"}),
    Measure: frozenset({"named"}),
    Training: frozenset({"class_weight_span"}),
}
"""Fields that follow from others, or that only say what is refused, or where values lie."""

_PLACE_OR_PROSE = {"span"}.union(*map(prose_keys, Section.__subclasses__()))
"""Fields of all records that change nothing."""

_OF_DATA: dict[str, Place] = {
    "batch_size": ("data", "batch_size"),
    "shuffle": ("data", "shuffle"),
    "drop_remainder": ("data", "drop_remainder"),
    "validation": ("data", "split", "validation"),
    "test": ("data", "split", "test"),
    "split_seed": ("data", "split", "seed"),
    "split_shuffle": ("data", "split", "shuffle"),
    "stratify": ("data", "split", "stratify"),
    "group": ("data", "split", "group"),
    "order": ("data", "split", "order"),
}
"""Where `data` says a setting; `runtime` says the others."""


def meaning(program: Program) -> dict[Place, object]:
    """What each part of a program says; two parts mean the same where these are equal.

    Params of the file are read where they are used, and are no part. Layers and functions are
    left out that nothing uses.
    """
    parts = _model(program) | _training(program) | _data(program) | _settings(program)
    return parts | _used(_declared(program), parts)


def files(program: Program) -> dict[Place, object]:
    """Where the files of each source lie, as whole paths."""
    return {("data", part): _files(request) for part, request in program.sources.items()}


def part_of(steps: Place) -> Place:
    """The place of the part that a key belongs to."""
    match steps:
        case ("functions", str(signature), *_):
            return ("functions", signature.partition("(")[0].strip())
        case ("model", "pretrained", *_) | ("layers", _, *_) | ("runtime", _, *_):
            return steps[:2]
        case ("train", "early_stopping", *_):
            return ("train", "callbacks")
        case ("data", "split", _, *_):
            return steps[:3]
        case ("model", *_):
            return ("model",)
        case _:
            return steps[:2]


def _model(program: Program) -> dict[Place, object]:
    parts: dict[Place, object] = {}
    if program.model is not None:
        parts["model",] = _layer(program.model, program.params, ordered=False)
    if program.pretrained is not None:
        lines = program.pretrained.map
        by_path = sorted(lines, key=lambda line: line.pattern) if lines is not None else None
        sorted_lines = tuple(by_path) if by_path is not None else None
        said = replace(program.pretrained, map=sorted_lines, file="")
        file = os.path.normpath(_folder_of(program.pretrained.span) / program.pretrained.file)
        parts["model", "pretrained"] = (_said(said, program.params), file)
    return parts


def _declared(program: Program) -> dict[Place, object]:
    ordered = _calls_by_position(program)
    layers = {("layers", one.name): _layer(one, {}, ordered=ordered) for one in program.layers}
    return {**layers, **{("functions", one.name): _said(one, {}) for one in program.functions}}


def _training(program: Program) -> dict[Place, object]:
    training = program.training
    if training is None:
        return {}
    return {("train", name): _said(value, program.params) for name, value in _fields(training)}


def _data(program: Program) -> dict[Place, object]:
    parts: dict[Place, object] = {}
    if program.data is not None:
        for name, value in _fields(program.data):
            parts["data", name] = _said(value, program.params)
    for part, request in program.sources.items():
        parts["data", part] = _said(_without_files(request), {})
    return parts


def _settings(program: Program) -> dict[Place, object]:
    return {
        _OF_DATA.get(name, ("runtime", name)): _said(value, {})
        for name, value in _fields(program.settings)
    }


def _without_files(request: SourceRequest) -> SourceRequest:
    arrays = dict.fromkeys(request.arrays, "")
    of = None if request.of is None else _without_files(request.of)
    return replace(request, paths=(), arrays=arrays, folder=None, of=of)


def _files(request: SourceRequest) -> object:
    request = request.rows_of
    folder = request.folder or Path()
    paths = [os.path.normpath(folder / path) for path in request.paths]
    arrays = {name: os.path.normpath(folder / path) for name, path in request.arrays.items()}
    return paths, arrays


def _folder_of(span: Span) -> Path:
    named = Path(span.source.name)
    return named.resolve().parent if named.is_file() else Path.cwd()


def _layer(layer: Layer, params: Params, *, ordered: bool) -> object:
    """A layer; its inputs have an order only where calls give several by position."""
    named = {name: _by_name(getattr(layer, name)) for name in ("params", "weights", "sublayers")}
    named["wraps"] = _by_name(layer.wraps)
    if not ordered:
        named["inputs"] = _by_name(layer.inputs)
    if layer.is_model:  # the file's params are its own, and it is named after the file
        named["params"] = ()
    return _said(replace(layer, name="" if layer.is_model else layer.name, **named), params)


def _by_name(records: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted(records, key=lambda one: one.name))


def _calls_by_position(program: Program) -> bool:
    return any(
        isinstance(node, LayerCall) and len(node.arguments) > 1
        for layer in program.with_model
        for node in in_statements(layer.body.statements)
    )


def _used(declared: Mapping[Place, object], parts: Mapping[Place, object]) -> dict[Place, object]:
    """The layers and functions that parts use, and those that these use."""
    by_name = {place[1]: place for place in declared}
    found: dict[Place, object] = {}
    waiting = list(parts.values())
    while waiting:
        for name in _own_names(waiting.pop()):
            place = by_name.get(name)
            if place is not None and place not in found:
                found[place] = declared[place]
                waiting.append(declared[place])
    return found


def _own_names(said: object) -> Iterator[str]:
    match said:
        case (str(mark), str(name)) if mark == _OWN:
            yield name
        case tuple():
            for one in cast("tuple[object, ...]", said):
                yield from _own_names(one)
        case _:
            pass


def _said(value: Any, params: Params, *, exact: bool = False) -> object:  # noqa: ANN401 - any part
    """A value made of tuples and plain values.

    Args:
        params: Names that stand for values.
        exact: Whether it stands in a formula, where `2` and `2.0` may be two things.
    """
    match value:
        case Reference(name, "param" | "setting") | t.Name(name) if name in params:
            return _plain(params[name], exact=exact)
        case t.Value(plain):
            return _plain(plain, exact=exact)
        case Component() | CatalogFunction():
            return value.python
        case Use():
            own = isinstance(value.component, str)
            used = (_OWN, value.component) if own else _said(value.component, params)
            arguments = sorted((name, _said(one, params)) for name, one in value.arguments)
            return used, tuple(arguments)
        case OwnCall() | FunctionName():
            return (_OWN, value.function), _record(value, params, exact=True)
        case Measure() if isinstance(value.value, str):
            return (_OWN, value.value), value.name
        case Struct():
            return _record(value, params, exact=exact or isinstance(value, t.Located))
        case tuple() | list():
            return _several(cast("tuple[Any, ...]", value), params, exact=exact)
        case Mapping():
            items = cast("Mapping[str, Any]", value).items()
            return tuple(sorted((str(key), _said(one, params)) for key, one in items))
        case _:
            return _plain(value, exact=exact)


def _record(record: Struct, params: Params, *, exact: bool) -> tuple[object, ...]:
    told = tuple((name, _said(one, params, exact=exact)) for name, one in _fields(record))
    return type(record).__name__, told


def _fields(record: Struct) -> Iterator[tuple[str, Any]]:
    """The fields that say something, with their values."""
    silent = _SAYS_NOTHING.get(type(record), frozenset())
    for name in record.__struct_fields__:
        if name not in silent and name not in _PLACE_OR_PROSE:
            yield name, getattr(record, name)


def _several(values: tuple[Any, ...], params: Params, *, exact: bool) -> tuple[object, ...]:
    """Items in their order; pairs of names and values are a mapping, which has none."""
    said = tuple(_said(one, params, exact=exact) for one in values)
    pairs = all(isinstance(one, tuple) and len(one) == 2 for one in values)
    return tuple(sorted(said, key=repr)) if pairs else said


def _plain(value: object, *, exact: bool) -> object:
    if isinstance(value, list | tuple):
        return tuple(_plain(one, exact=exact) for one in cast("list[object]", value))
    if not exact and isinstance(value, float) and value.is_integer():
        value = int(value)
    return type(value).__name__, repr(value)
