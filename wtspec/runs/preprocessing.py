"""What a run learned about its data, kept for the data that come later."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wtspec.data.fingerprint import Fingerprint
from wtspec.data.labels.labels import Labels
from wtspec.data.learned import Learned
from wtspec.errors import Diagnostic, SpecError
from wtspec.program.sizes import DataSizes


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """How columns become what the model is given.

    Attributes:
        learned: What `standardize`, `lookup` and their like have learned.
        sizes: What the model takes from them.
        types: Of the training data's columns, by name, as `SourceRequest.types` takes them.
        lengths: The numbers that `compile_model` was given: `total_steps` and the like.
        given: Whether the rows were given in Python, and not read from the spec's source.
        parts: What the rows of each part were.
        labels: The names of the classes of each output whose targets look them up.
        class_weight: What the training rows of each class count, by label.
        streamed: Whether some were read in pieces: their order in an epoch follows from that.
    """

    learned: Learned
    sizes: DataSizes = field(default_factory=DataSizes)
    types: Mapping[str, str] = field(default_factory=dict[str, str])
    lengths: Mapping[str, int] = field(default_factory=dict[str, int])
    given: bool = False
    parts: Mapping[str, Fingerprint] = field(default_factory=dict[str, Fingerprint])
    labels: Mapping[str, Labels] = field(default_factory=dict[str, Labels])
    class_weight: Mapping[int, float] = field(default_factory=dict[int, float])
    streamed: bool = False


def preprocessing_text(one: Preprocessing) -> str:
    """The text of `preprocessing.json`."""
    return _json(
        {
            "learned": json.loads(one.learned.to_json()),
            "classes": dict(one.sizes.classes),
            "shapes": {name: list(shape) for name, shape in one.sizes.shapes.items()},
            "types": dict(one.types),
            "lengths": dict(one.lengths),
            "given": one.given,
            "parts": {name: dict(facts) for name, facts in one.parts.items()},
            "labels": {
                output: {"names": list(labels.names), "first": labels.first}
                for output, labels in one.labels.items()
            },
            "class_weight": {str(label): weight for label, weight in one.class_weight.items()},
            "streamed": one.streamed,
        }
    )


def read_preprocessing(path: Path) -> Preprocessing:
    """What `preprocessing_text` wrote.

    Raises:
        SpecError: `unreadable-file`.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Preprocessing(
            Learned.from_json(json.dumps(kept["learned"])),
            DataSizes(
                {name: int(count) for name, count in kept["classes"].items()},
                {name: (None, *map(int, sizes[1:])) for name, sizes in kept["shapes"].items()},
            ),
            {name: str(kind) for name, kind in kept["types"].items()},
            {name: int(number) for name, number in kept["lengths"].items()},
            bool(kept["given"]),
            {name: dict(facts) for name, facts in kept.get("parts", {}).items()},
            {
                output: Labels(tuple(one["names"]), int(one["first"]))
                for output, one in kept.get("labels", {}).items()
            },
            {int(label): float(one) for label, one in kept.get("class_weight", {}).items()},
            bool(kept.get("streamed", False)),
        )
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        message = f"`{path}` can't be read as what a run has learned: {error}"
        raise SpecError(Diagnostic("unreadable-file", message)) from error


def _json(value: object) -> str:
    return json.dumps(value, indent=1, allow_nan=False) + "\n"
