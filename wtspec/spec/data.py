"""`data`: where rows come from and what they become."""

from dataclasses import field
from typing import Annotated, Literal

from wtspec.spec.section import Section
from wtspec.spec.values import COLUMN_DTYPES, Flag, Formula, Limits, Positive, Size, Text

ColumnType = Literal["int", "float", "bool", "str"]
Fraction = Annotated[float, Limits(gt=0, lt=1)]


class TableSpec(Section):
    """A CSV file, or several, in the long form."""

    path: Text
    separator: Annotated[str, Limits(min_length=1, max_length=1)] = ","
    types: dict[str, ColumnType] = field(default_factory=dict)
    null_values: list[str] | None = None


class ImagesSpec(Section):
    """A folder of images, one folder a label."""

    path: Text
    size: Annotated[list[Size], Limits(min_length=2, max_length=2)] | None = None


class SyntheticColumnSpec(Section):
    """A column of random numbers: normal, uniform within `low` and `high`, or classes."""

    shape: list[Positive] = field(default_factory=list)
    dtype: COLUMN_DTYPES | None = None
    classes: Positive | None = None
    low: int | float | None = None
    high: int | float | None = None


class SyntheticSpec(Section):
    """Random rows from the split's seed."""

    rows: Positive
    columns: Annotated[dict[str, SyntheticColumnSpec], Limits(min_length=1)]


class SourceSpec(Section):
    """Exactly one of the sources."""

    sklearn: Literal["digits", "iris", "wine", "breast_cancer", "diabetes"] | None = None
    csv: Text | TableSpec | None = None
    parquet: Text | None = None
    npz: Text | None = None
    npy: Annotated[dict[str, Text], Limits(min_length=1)] | None = None
    images: Text | ImagesSpec | None = None
    synthetic: SyntheticSpec | None = None


class SplitSpec(Section):
    """Which rows train, validate and test."""

    validation: Fraction | None = None
    test: Fraction | None = None
    seed: Annotated[int, Limits(ge=0)] = 0
    shuffle: bool = True
    stratify: Text | None = None


class DataSpec(Section):
    """Rows, and the formulas that make them inputs and targets."""

    source: SourceSpec
    validation: SourceSpec | None = None
    test: SourceSpec | None = None
    inputs: Annotated[dict[str, Formula], Limits(min_length=1)]
    targets: Formula | Annotated[dict[str, Formula], Limits(min_length=1)] | None = None
    weights: Formula | None = None
    split: SplitSpec | None = None
    batch_size: Positive = 32
    shuffle: Flag = True
    drop_remainder: Flag = False
