"""The weights that a layer declares."""

from __future__ import annotations

from wtspec.graph.graph import GraphWeight
from wtspec.graph.paths import real_path
from wtspec.graph.scene import Picture
from wtspec.graph.text import cut, first_line
from wtspec.language import Expression
from wtspec.program.as_written import formula_as_written, initializer_as_written
from wtspec.program.bound import Spread
from wtspec.program.declared import Layer, Weight
from wtspec.program.trains import trains
from wtspec.shapes.algebra.show import show_shape, show_size
from wtspec.shapes.algebra.values import Frame, shape_of
from wtspec.shapes.declarations import truth, weight_of
from wtspec.shapes.inference import Inference


def declared_weights(
    picture: Picture, frame: Frame, layer: Layer, path: str
) -> tuple[GraphWeight, ...]:
    """The weights of a layer that is made as its frame says, but for those that are left out."""
    run = picture.observer.run
    return tuple(
        _weight(picture, frame, layer, one, path)
        for one in layer.weights
        if one.when is None or truth(run, frame.at(), one.when) is not False
    )


def _weight(picture: Picture, frame: Frame, layer: Layer, weight: Weight, path: str) -> GraphWeight:
    return GraphWeight(
        name=weight.name,
        path=real_path(f"{path}/{weight.name}"),
        shape=cut(_shape(picture.observer.run, frame, weight)),
        dtype=_dtype(weight.dtype),
        initializer=cut(initializer_as_written(weight)),
        trainable=_trains(picture, frame, weight, path),
        line=picture.lines.get((layer.name, weight.name), ""),
        doc=first_line(weight.doc),
    )


def _trains(picture: Picture, frame: Frame, weight: Weight, path: str) -> bool:
    within = [path, *(path.rsplit("/", count)[0] for count in range(1, path.count("/") + 1))]
    if not picture.frozen.isdisjoint(within):
        return False
    if isinstance(weight.trainable, Expression):
        return truth(picture.observer.run, frame.at(), weight.trainable) is not False
    return trains(weight)


def _dtype(dtype: str | Expression | None) -> str:
    return f"={formula_as_written(dtype)}" if isinstance(dtype, Expression) else dtype or ""


def _shape(run: Inference, frame: Frame, weight: Weight) -> str:
    """The shape; a size that is not known as the file writes it."""
    known = shape_of(weight_of(run, frame, weight.name))
    if known is not None and None not in known:
        return show_shape(known)
    sizes = known or ()
    if len(sizes) != len(weight.shape):
        return f"[{', '.join(_entry(entry) for entry in weight.shape)}]"
    pairs = zip(sizes, weight.shape, strict=True)
    return f"[{', '.join(_entry(one) if size is None else show_size(size) for size, one in pairs)}]"


def _entry(entry: Expression) -> str:
    inner = entry.items if isinstance(entry, Spread) else entry
    return f"{'*' if inner is not entry else ''}{formula_as_written(inner)}"
