"""The file's functions, which nodes that call them fold out to."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.graph.scene import Later, Region, Scene, value_of
from wtspec.program.bound import FunctionName, Operation, OwnCall
from wtspec.shapes.algebra.values import Abstract, Frame, Tensor, shape_of


def open_function(scene: Scene, region: Region, node: str, call: OwnCall) -> None:
    """Has a node fold out to the function that it calls."""
    function = scene.picture.observer.functions.get(call.function)
    names = [name for name, _ in function.parameters] if function is not None else []
    values = [value_of(scene, region, one) for one in call.arguments]
    given = dict(zip(names, values, strict=False))
    given |= {one.name: value_of(scene, region, one.value) for one in call.keywords}
    _open(scene, region, node, call.function, given)


def open_mapped(scene: Scene, region: Region, node: str, call: Operation) -> None:
    """Has a node fold out to the function that it runs many times."""
    names = [one.name for one in call.function.parameters]
    given = dict(zip(names, call.arguments, strict=False))
    given |= {one.name: one.value for one in call.keywords}
    name = next(one.function for one in given.values() if isinstance(one, FunctionName))
    function = scene.picture.observer.functions.get(name)
    taken = _TAKEN.get(call.function.name, ())
    if function is None:
        return
    values: dict[str, Abstract] = {one: None for one, value in function.parameters if value is None}
    for parameter, (argument, is_item) in zip(list(values), taken, strict=False):
        value = value_of(scene, region, given[argument]) if argument in given else None
        values[parameter] = _item(value) if is_item else value
    _open(scene, region, node, name, values)


_TAKEN: dict[str, tuple[tuple[str, bool], ...]] = {
    "scan": (("init", False), ("xs", True)),
    "map": (("xs", True),),
    "vectorized_map": (("elements", True),),
}
"""Which arguments the functions are given, and whether only an item of each."""


def _item(value: Abstract) -> Abstract:
    shape = shape_of(value)
    return Tensor(shape[1:]) if shape else None


def _open(
    scene: Scene, region: Region, node: str, name: str, given: Mapping[str, Abstract]
) -> None:
    picture = scene.picture
    function = picture.observer.functions.get(name)
    if function is None:
        return
    frame, defaults = Frame(), {n: one for n, one in function.parameters if one is not None}
    frame.inputs = dict(given)
    frame.names = {n: picture.observer.run.evaluate(Frame(), one) for n, one in defaults.items()}
    frame.names |= frame.inputs
    picture.later.append(Later(region.draft, node, function, frame, scene.path))
