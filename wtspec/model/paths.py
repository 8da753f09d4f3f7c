"""The names that files, checkpoints, groups, maps and tables have for weights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wtspec.errors import Diagnostic, Report
from wtspec.model.stacks import ModelWeight, View, identity, inside, itself, walk
from wtspec.resolve.layers.sublayers import snake_case

if TYPE_CHECKING:
    import keras


def weights(model: keras.Model) -> dict[str, ModelWeight]:
    """Every weight by its path, in the order of the spec; of a scan those of each block.

    What is left out has no value of its own to keep: the scalars of `add_metric`.

    Raises:
        SpecError: `path-clash`.
    """
    report = Report()
    by_path: dict[str, ModelWeight] = {}
    seen: set[tuple[int, ...]] = set()
    for weight in (view(one) for layer, view in walk(model) for one in own_weights(layer)):
        path = path_of(weight.path, model.name)
        if path is None or identity(weight) in seen:
            continue
        seen.add(identity(weight))
        if path in by_path:
            _clash(report, path, by_path[path], weight)
        by_path[path] = weight
    report.check()
    return by_path


def own_weights(layer: keras.layers.Layer) -> list[keras.Variable]:
    """The weights of a layer without those of layers in it."""
    return [*layer._trainable_variables, *layer._non_trainable_variables]  # noqa: SLF001 - own alone


def state(model: keras.Model) -> dict[str, ModelWeight]:
    """What else a run must keep to go on as before: the state of each random generator.

    They are named after the layers that own them, since Keras numbers them by process.
    """
    by_path: dict[str, ModelWeight] = {}
    _visit(model, "", itself, by_path, set())
    return by_path


def path_of(path: str, model: str) -> str | None:
    """A weight's path from the path that Keras has for it; None for an `add_metric` scalar.

    `digits/blocks.0/(inner)/kernel` of the model `digits` is `blocks/0/kernel`: what a wrapper
    wraps keeps the path that it would have by itself.
    """
    parts = path.split("/")
    parts = parts[1:] if parts[0] == model else parts
    if _is_hidden(parts[-1]):
        return None
    return "/".join(part.replace(".", "/") for part in parts if not _is_hidden(part))


def _is_hidden(part: str) -> bool:
    return part.startswith("(") and part.endswith(")")


def _visit(
    layer: keras.layers.Layer,
    path: str,
    view: View,
    by_path: dict[str, ModelWeight],
    seen: set[tuple[int, View]],
) -> None:
    """Built-in layers without weights have no Keras path, so names are joined on the way."""
    if (id(layer), view) in seen:
        return
    seen.add((id(layer), view))
    for index, generator in enumerate(layer._seed_generators):  # noqa: SLF001 - no public list
        name = "seed_generator" if index == 0 else f"seed_generator_{index}"
        by_path[f"{path}{name}"] = view(generator.state)
    for own, inner, one in inside(layer, view):
        name = own if type(layer).__module__.startswith("wtspec_") else _unnumbered(own, inner)
        part = "" if _is_hidden(name) else f"{name.replace('.', '/')}/"
        _visit(inner, f"{path}{part}", one, by_path, seen)


def _unnumbered(name: str, layer: keras.layers.Layer) -> str:
    """The name that Keras gave a layer within one of its own, without the count of such layers."""
    plain = re.sub(r"_[0-9]+$", "", name)
    return plain if plain == snake_case(type(layer).__name__) else name


def _clash(
    report: Report,
    path: str,
    one: ModelWeight,
    other: ModelWeight,
) -> None:
    report.add(
        Diagnostic(
            "path-clash",
            f"two weights have the path `{path}`",
            received=f"`{one.path}` and `{other.path}` in Keras",
            help="give one of the sublayers another name",
        )
    )
