"""Writes a spec that tells the pictures of a folder apart."""

from __future__ import annotations

import json
import math
import re

from wtspec.data.images.survey import ImageSurvey
from wtspec.sources.images import shown_others

_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]*[A-Za-z_./-][A-Za-z0-9_./-]*")
_FEWEST_OF_A_LABEL = 7
"""So that each part of the split has one."""
_UNEVEN = 1.5
_FILTERS = (32, 64, 128)
_SHIFT = "height_factor: 0.1, width_factor: 0.1, fill_mode: nearest"


def images_spec(found: ImageSurvey, path: str, file: str) -> str:
    """The text of the spec.

    Args:
        found: What the folder holds.
        path: Of the folder, as the spec is to name it.
        file: What the spec will be called, for its comments.
    """
    sections = [
        _head(found, path, file),
        _model(found),
        _data(found, path),
        _train(found),
        ["runtime:", "  seed: 0"],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def told_of_images(found: ImageSurvey) -> list[str]:
    """What is said of the folder beside the file."""
    height, width = found.size
    kind = "grey" if found.is_grey else "in color"
    one = "of" if found.is_one_size else "of about"
    pictures = f"{found.count:,} pictures, {kind}, {one} {found.median[0]} x {found.median[1]}"
    told = [f"{len(found.labels)} labels; {pictures}, made {height} x {width}"]
    if found.others:
        told.append(f"left out, as no pictures: {shown_others(found.others)}")
    few = [label for label, count in found.labels.items() if count < _FEWEST_OF_A_LABEL]
    if few:
        told.append(f"labels of very few pictures: {', '.join(few[:6])}")
    told += [f"a run will refuse {path}, which {reason}" for path, reason in found.broken[:5]]
    if len(found.broken) > 5:
        told.append(f"… and {len(found.broken) - 5:,} more pictures that can't be decoded")
    return told


def _head(found: ImageSurvey, path: str, file: str) -> list[str]:
    doc = f"Tells the {len(found.labels)} kinds of pictures in {path} apart."
    return [
        f"# Check it with `wtspec validate {file}`, train it with `wtspec run {file}`.",
        "wtspec: 1",
        f"doc: {json.dumps(doc, ensure_ascii=False)}",
        "",
        "params:",
        "  dropout: 0.3    # `--set params.dropout=0.5` changes it for a single run",
    ]


def _model(found: ImageSurvey) -> list[str]:
    height, width = found.size
    channels = 1 if found.is_grey else 3
    mirror = ["    mirror: {RandomFlip: horizontal}"] if not found.is_grey else []
    shifted = "shift(scale(image))"
    calls = [f"    x = {shifted if found.is_grey else f'mirror({shifted})'}"]
    layers: list[str] = []
    for at, filters in enumerate(_FILTERS[: _blocks(min(height, width))], start=1):
        layers.append(
            f"    conv_{at}: {{Conv2D: {{filters: {filters}, kernel_size: 3, padding: same, "
            "use_bias: false}}"
        )
        layers.append(f"    norm_{at}: {{BatchNormalization: {{momentum: 0.9}}}}")
        calls.append(f"    x = max_pool(relu(norm_{at}(conv_{at}(x))), 2)")
    return [
        "model:",
        f"  inputs: {{image: [batch, {height}, {width}, {channels}]}}",
        "  layers:",
        "    scale: {Rescaling: {scale: =1/255}}",
        "    # Pictures are changed in training alone, so that more is learned of each.",
        f"    shift: {{RandomTranslation: {{{_SHIFT}}}}}",
        *mirror,
        *layers,
        "    flat: Flatten",
        "    hidden: {Dense: {units: 128, activation: relu}}",
        "    drop: {Dropout: =dropout}",
        "    head: {Dense: =classes(label) - 1}    # an output for each label",
        "  call: |",
        *calls,
        "    return head(drop(hidden(flat(x))))",
    ]


def _blocks(side: int) -> int:
    """How often a picture is halved: until about four pixels are left of it."""
    return max(1, min(len(_FILTERS), int(math.log2(side)) - 1))


def _data(found: ImageSurvey, path: str) -> list[str]:
    written = path if _PLAIN_PATH.fullmatch(path) else json.dumps(path, ensure_ascii=False)
    height, width = found.size
    options = [f"path: {written}", f"size: [{height}, {width}]"]
    options += ["channels: 1"] if found.is_grey else []
    even = min(found.labels.values()) >= _FEWEST_OF_A_LABEL
    stratify = ", stratify: label" if even else ""
    return [
        "data:",
        f"  source: {{images: {{{', '.join(options)}}}}}",
        "  inputs: {image: =image}",
        "  targets: =lookup(label) - 1",
        f"  split: {{validation: 0.15, test: 0.15{stratify}}}",
        "  batch_size: 32",
    ]


def _train(found: ImageSurvey) -> list[str]:
    counts = found.labels.values()
    uneven = max(counts) > _UNEVEN * min(counts)
    stop = "{monitor: val_loss, patience: 6, restore_best_weights: true}"
    return [
        "train:",
        "  epochs: 40",
        "  optimizer: {Adam: {learning_rate: 1e-3}}",
        "  loss: {SparseCategoricalCrossentropy: {from_logits: true}}",
        "  metrics: [accuracy]",
        *(["  class_weight: balanced    # some labels have more pictures"] if uneven else []),
        f"  early_stopping: {stop}",
    ]
