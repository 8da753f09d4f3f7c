"""The model's inputs: what is made of which columns, and what the model makes of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wtspec.cli.table_spec.words import argument, column, input_names, scalar
from wtspec.data.table.columns import Column
from wtspec.data.table.table import JudgedTable

_LONGEST = 6000
"""Characters of a formula; the language takes 8 KiB."""

_MOST_IN_STACK = 200
_MOST_VECTORS = 24
"""Categories beyond as many are told apart by ones and zeros, in one matrix."""

_MOST_WORDS = 5000
_LEAST_GAPS, _LEAST_SHARE = 5, 0.01


@dataclass(frozen=True, slots=True)
class FedInput:
    """An input of the model.

    Attributes:
        pattern: Its shape, as the model declares it.
        formula: What it is made of: one line as a scalar, or the lines of a block.
        layers: What the model needs for it.
        term: What the model joins to the others.
        is_scaled: Whether it is a matrix of scaled numbers.
        width: Of that.
    """

    name: str
    pattern: str
    formula: tuple[str, ...]
    term: str
    layers: tuple[str, ...] = ()
    is_scaled: bool = False
    width: int = 0


def inputs_of(table: JudgedTable) -> tuple[FedInput, ...]:
    """All inputs, those of scaled numbers first."""
    single = [one for one in table.columns if one.kind != "number"]
    names = input_names(one.name for one in single)
    categories = [one for one in single if one.kind == "category"]
    vectors = sorted(categories, key=lambda one: -one.distinct)[:_MOST_VECTORS]
    made = {
        "vector": _vector,
        "date": _date,
        "category": _category,
        "tags": _tags,
        "words": _words,
    }
    apart = [
        made[one.kind](names[one.name], one)
        for one in single
        if one.kind != "category" or one in vectors
    ]
    return (
        *_numbers([one for one in table.columns if one.kind == "number"]),
        *(one for one in apart if one.is_scaled),
        *_gaps(table),
        *(one for one in apart if not one.is_scaled),
        *_categories([one for one in categories if one not in vectors]),
    )


def _numbers(columns: Sequence[Column]) -> Iterator[FedInput]:
    for at, some in enumerate(_pieces(columns)):
        name = f"numbers_{at + 1}" if at else "numbers"
        has_gaps = any(one.gaps for one in some)
        begin, end = ("standardize(impute(", ', "median"))') if has_gaps else ("standardize(", ")")
        lines = (
            f"{begin}stack([",
            *(f"  {_number(one)}," for one in some),
            f"], axis=-1){end}",
        )
        width = len(some)
        yield FedInput(name, f"[batch, {width}]", lines, name, is_scaled=True, width=width)


def _number(one: Column) -> str:
    """A column of numbers, evened out where most are small beside a few."""
    text = column(one.name)
    if one.bounds is not None:
        low, high = one.bounds
        text = f"clip({text}, {low!r}, {high!r})"
    return f"log1p(maximum({text}, 0))" if one.is_skewed else text


def _pieces(columns: Iterable[Column]) -> Iterator[list[Column]]:
    """As many columns at a time as one formula holds."""
    some: list[Column] = []
    length = 0
    for one in columns:
        more = len(_number(one)) + 4
        if some and (length + more > _LONGEST or len(some) == _MOST_IN_STACK):
            yield some
            some, length = [], 0
        some.append(one)
        length += more
    if some:
        yield some


def _gaps(table: JudgedTable) -> Iterator[FedInput]:
    """Where values are missing, if that is often enough to learn from."""
    least = max(_LEAST_GAPS, _LEAST_SHARE * table.rows)
    with_gaps = [
        one for one in table.columns if one.gaps >= least and one.kind in ("number", "date")
    ]
    for at, some in enumerate(_pieces(with_gaps)):
        name = f"gaps_{at + 1}" if at else "gaps"
        lines = (
            "cast(stack([",
            *(f"  {_is_missing(one)}," for one in some),
            '], axis=-1), "float32")',
        )
        yield FedInput(name, f"[batch, {len(some)}]", lines, name)


def _is_missing(one: Column) -> str:
    text = column(one.name)
    return f"isnan({text})" if one.kind == "number" else f'{text} == ""'


def _vector(name: str, one: Column) -> FedInput:
    text = column(one.name)
    filled = f'impute({text}, "median")' if one.gaps else text
    pattern, formula = f"[batch, {one.width}]", scalar(f"=standardize({filled})")
    return FedInput(name, pattern, (formula,), name, is_scaled=True, width=one.width)


def _date(name: str, one: Column) -> FedInput:
    numbers = f'date({column(one.name)}, "{one.parts}")'
    matrix = numbers if one.width > 1 else f"expand_dims({numbers}, -1)"
    filled = f'impute({matrix}, "median")' if one.gaps else matrix
    pattern, formula = f"[batch, {one.width}]", scalar(f"=standardize({filled})")
    return FedInput(name, pattern, (formula,), name, is_scaled=True, width=one.width)


def _category(name: str, one: Column) -> FedInput:
    size = min(24, max(2, round(1.6 * one.distinct**0.56)))
    classes = scalar(f"=classes({argument(one.name)})")
    layer = f"{name}_vector: {{Embedding: {{input_dim: {classes}, output_dim: {size}}}}}"
    formula = scalar(f"=lookup({column(one.name)})")
    pattern = "{shape: [batch], dtype: int32}"
    return FedInput(name, pattern, (formula,), f"{name}_vector({name})", (layer,))


def _tags(name: str, one: Column) -> FedInput:
    separator = "" if one.separator == "|" else f', "{one.separator}"'
    formula = scalar(f"=many_hot({column(one.name)}{separator})")
    return FedInput(name, f"[batch, {name}_size]", (formula,), name)


def _words(name: str, one: Column) -> FedInput:
    layer = (
        f"{name}_vector: {{Embedding: {{input_dim: "
        f"{scalar(f'=classes({argument(one.name)})')}, output_dim: 16}}}}"
    )
    formula = scalar(f"=words({column(one.name)}, {_MOST_WORDS}, {one.width})")
    pattern = f"{{shape: [batch, {one.width}], dtype: int32}}"
    return FedInput(
        name, pattern, (formula,), f"mean_of_words({name}_vector({name}), {name})", (layer,)
    )


def _categories(columns: Sequence[Column]) -> Iterator[FedInput]:
    for at, some in enumerate(_pieces(columns)):
        name = f"categories_{at + 1}" if at else "categories"
        lines = (
            "concatenate([",
            *(f"  one_hot({column(one.name)})," for one in some),
            "], axis=-1)",
        )
        yield FedInput(name, f"[batch, {name}_size]", lines, name)
