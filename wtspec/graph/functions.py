"""The file's functions, which nodes that call them fold out to."""

from __future__ import annotations

from wtspec.graph.scene import Later, Region, Scene, value_of
from wtspec.program.bound import OwnCall
from wtspec.shapes.algebra.values import Abstract, Frame


def open_function(scene: Scene, region: Region, node: str, call: OwnCall) -> None:
    """Has a node fold out to the function that it calls."""
    function = scene.picture.observer.functions.get(call.function)
    names = [name for name, _ in function.parameters] if function is not None else []
    values = [value_of(scene, region, one) for one in call.arguments]
    given = dict(zip(names, values, strict=False))
    given |= {one.name: value_of(scene, region, one.value) for one in call.keywords}
    open_named(scene, region, node, call.function, given)


def open_named(
    scene: Scene, region: Region, node: str, name: str, given: dict[str, Abstract] | None
) -> None:
    """Has a node fold out to one of the file's functions.

    Args:
        given: What it is called with; None where that is not known.
    """
    picture = scene.picture
    function = picture.observer.functions.get(name)
    if function is None:
        return
    frame, defaults = Frame(), {n: one for n, one in function.parameters if one is not None}
    required = [n for n, one in function.parameters if one is None]
    frame.inputs = dict.fromkeys(required) if given is None else given
    frame.names = {n: picture.observer.run.evaluate(Frame(), one) for n, one in defaults.items()}
    frame.names |= frame.inputs
    picture.later.append(Later(region.draft, node, function, frame, scene.path))
