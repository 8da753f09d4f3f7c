"""Writes a spec that predicts one column of a CSV file from the others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from wtspec.data.csv_table import Column, CsvTable, Target
from wtspec.language.print import quote
from wtspec.spec.names import NAME, as_name, is_reserved

_PARAMS = ("width",)
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]*[A-Za-z_./-][A-Za-z0-9_./-]*")
_FEWEST_ROWS_TO_SPLIT = 40


def csv_spec(table: CsvTable, path: str, file: str) -> str:
    """The text of the spec.

    Args:
        table: What the CSV file holds.
        path: Of the CSV file, as the spec is to name it.
        file: What the spec will be called, for its comments.
    """
    names = _input_names(table.texts)
    split = table.rows >= _FEWEST_ROWS_TO_SPLIT
    sections = [
        _head(table, path, file),
        _model(table, names),
        _data(table, names, path, split=split),
        _train(table.target, split=split),
        ["runtime:", "  seed: 0"],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def _head(table: CsvTable, path: str, file: str) -> list[str]:
    skipped = [f"# Left out, as it says nothing: {quote(name)}" for name in table.skipped]
    doc = f"Predicts {quote(table.target.column.name)} from the other columns of {path}."
    return [
        f"# Check it with `wtspec validate {file}`, train it with `wtspec run {file}`.",
        *skipped,
        "wtspec: 1",
        f"doc: {json.dumps(doc, ensure_ascii=False)}",
        "",
        "params:",
        "  width: 32    # `--set params.width=64` changes it for a single run",
    ]


def _model(table: CsvTable, names: dict[str, str]) -> list[str]:
    inputs = [f"    numbers: [batch, {len(table.numbers)}]"] if table.numbers else []
    inputs += [f"    {name}: {{shape: [batch], dtype: int32}}" for name in names.values()]
    parts = (["numbers"] if table.numbers else []) + [f"{n}_vector({n})" for n in names.values()]
    logits = "head(drop(hidden(x)))"
    joined = parts[0] if len(parts) == 1 else f"concatenate([{', '.join(parts)}], axis=-1)"
    return [
        "model:",
        "  inputs:",
        *inputs,
        "  layers:",
        *_vectors(table.texts, names),
        "    hidden: {Dense: {units: =width, activation: relu}}",
        "    drop: {Dropout: 0.1}",
        *_output_layers(table.target),
        "  call: |",
        f"    x = {joined}",
        f"    return {logits if table.target.is_label else f'scale({logits})'}",
    ]


def _vectors(texts: Iterable[Column], names: dict[str, str]) -> list[str]:
    return [
        f"    {names[text.name]}_vector: {{Embedding: {{input_dim: "
        f"{_scalar(f'=classes({_argument(text.name)})')}, output_dim: 4}}}}"
        for text in texts
    ]


def _output_layers(target: Target) -> list[str]:
    if target.is_label:
        formula = _scalar(f"=classes({_argument(target.column.name)}) - 1")
        return [f"    head: {{Dense: {formula}}}    # an output for each class"]
    rescaling = f"{{scale: {_rounded(target.std)}, offset: {_rounded(target.mean)}}}"
    return [
        "    head: {Dense: 1}",
        f"    scale: {{Rescaling: {rescaling}}}    # from about 1 to the target's own units",
    ]


def _data(table: CsvTable, names: dict[str, str], path: str, *, split: bool) -> list[str]:
    target = table.target
    inputs = _numbers(table.numbers) if table.numbers else []
    inputs += [
        f"    {names[one.name]}: {_scalar(f'=lookup({_column(one.name)})')}" for one in table.texts
    ]
    return [
        "data:",
        f"  source: {_source(table, path)}",
        "  inputs:",
        *inputs,
        *_targets(target),
        *([f"  split: {_split(target)}"] if split else []),
        "  batch_size: 32",
    ]


def _source(table: CsvTable, path: str) -> str:
    written = path if _PLAIN_PATH.fullmatch(path) else json.dumps(path, ensure_ascii=False)
    if table.separator == ",":
        return f"{{csv: {written}}}"
    return f"{{csv: {{path: {written}, separator: {json.dumps(table.separator)}}}}}"


def _numbers(columns: Iterable[Column]) -> list[str]:
    """One matrix: each column with mean 0, which is also what stands where a value is missing."""
    columns = list(columns)
    filled = any(column.has_gaps for column in columns)
    begin, end = ("nan_to_num(", ")") if filled else ("", "")
    return [
        "    numbers: |",
        f"      {begin}standardize(stack([",
        *(f"        {_column(column.name)}," for column in columns),
        f"      ], axis=-1)){end}",
    ]


def _targets(target: Target) -> list[str]:
    column = _column(target.column.name)
    if target.is_label:
        if target.is_even:
            return [f"  targets: {_scalar(f'=lookup({column}) - 1')}"]
        return [
            "  # `lookup` gives 0 where the class is missing or rare; such rows have no weight.",
            f"  targets: {_scalar(f'=maximum(lookup({column}) - 1, 0)')}",
            f"  weights: {_scalar(f'=where(lookup({column}) > 0, 1.0, 0.0)')}",
        ]
    if target.column.has_gaps:
        return [
            f"  targets: {_scalar(f'=nan_to_num({column})')}",
            f"  weights: {_scalar(f'=where(isnan({column}), 0.0, 1.0)')}",
        ]
    return [f"  targets: {_scalar(f'={column}')}"]


def _split(target: Target) -> str:
    stratify = f", stratify: {_scalar(target.column.name)}" if target.is_even else ""
    return f"{{validation: 0.15, test: 0.15{stratify}}}"


def _train(target: Target, *, split: bool) -> list[str]:
    stop = "{monitor: val_loss, patience: 5, restore_best_weights: true}"
    loss = "{SparseCategoricalCrossentropy: {from_logits: true}}"
    return [
        "train:",
        "  epochs: 50",
        "  optimizer: {Adam: {learning_rate: 3e-3}}",
        f"  loss: {loss if target.is_label else 'MeanSquaredError'}",
        f"  metrics: [{'accuracy' if target.is_label else 'MeanAbsoluteError'}]",
        *([f"  early_stopping: {stop}"] if split else []),
    ]


def _input_names(texts: Iterable[Column]) -> dict[str, str]:
    """A name for each text column's input that nothing else in the model has."""
    taken = {"numbers", "hidden", "drop", "head", "scale", "x", *_PARAMS}
    names: dict[str, str] = {}
    for text in texts:
        base = as_name(text.name)
        name, number = base, 1
        while {name, f"{name}_vector"} & taken:
            number += 1
            name = f"{base}_{number}"
        taken |= {name, f"{name}_vector"}
        names[text.name] = name
    return names


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def _column(name: str) -> str:
    """A column in a formula."""
    return _argument(name) if _argument(name) == name else f"column({_argument(name)})"


def _argument(name: str) -> str:
    """A column's name where a formula takes one as it is, or as text."""
    is_plain = NAME.fullmatch(name) and not is_reserved(name) and name not in _PARAMS
    return name if is_plain else quote(name)


def _scalar(text: str) -> str:
    """Text as a YAML scalar that may stand anywhere, in quotes only if it needs them."""
    plain = re.fullmatch(r"=?[A-Za-z][A-Za-z0-9_ ()+*/>.-]*", text)
    is_text = text.startswith("=") or not is_reserved(text.lower())
    return (
        text if plain and is_text and text == text.strip() else json.dumps(text, ensure_ascii=False)
    )
