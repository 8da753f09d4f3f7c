"""The names that files, checkpoints, groups, maps and tables have for weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wtspec.errors import Diagnostic, Report

if TYPE_CHECKING:
    import keras


def weights(model: keras.Model) -> dict[str, keras.Variable]:
    """Every weight by its path, in the order of the spec.

    What is left out has no value of its own to keep: the scalars of `add_metric`.

    Raises:
        SpecError: `path-clash`.
    """
    report = Report()
    found: dict[str, keras.Variable] = {}
    for variable in model.weights:
        path = path_of(variable.path, model.name)
        if path is None:
            continue
        if path in found:
            _clash(report, path, found[path], variable)
        found[path] = variable
    report.check()
    return found


def state(model: keras.Model) -> dict[str, keras.Variable]:
    """What else a run must keep to go on as before: the state of each random generator.

    They are named after the layers that own them, since Keras numbers them by process.
    """
    found: dict[str, keras.Variable] = {}
    _visit(model, "", found, set())
    return found


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


def walk(layer: keras.layers.Layer) -> Iterator[keras.layers.Layer]:
    """A layer and those in it, each once, in the order in which Keras lists their weights."""
    found: dict[int, keras.layers.Layer] = {}
    _collect(layer, found)
    yield from found.values()


def _collect(layer: keras.layers.Layer, found: dict[int, keras.layers.Layer]) -> None:
    if id(layer) not in found:
        found[id(layer)] = layer
        for inner in layer._layers:  # noqa: SLF001 - `layers` is public for models alone
            _collect(inner, found)


def _visit(
    layer: keras.layers.Layer, path: str, found: dict[str, keras.Variable], seen: set[int]
) -> None:
    """Built-in layers without weights have no Keras path, so names are joined on the way."""
    if id(layer) in seen:
        return
    seen.add(id(layer))
    for index, generator in enumerate(layer._seed_generators):  # noqa: SLF001 - no public list
        name = "seed_generator" if index == 0 else f"seed_generator_{index}"
        found[f"{path}{name}"] = generator.state
    for inner in layer._layers:  # noqa: SLF001 - `layers` is public for models alone
        part = "" if _is_hidden(inner.name) else f"{inner.name.replace('.', '/')}/"
        _visit(inner, f"{path}{part}", found, seen)


def _clash(report: Report, path: str, one: keras.Variable, other: keras.Variable) -> None:
    report.add(
        Diagnostic(
            "path-clash",
            f"two weights have the path `{path}`",
            received=f"`{one.path}` and `{other.path}` in Keras",
            help="give one of the sublayers another name",
        )
    )
