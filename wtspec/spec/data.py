"""`data`: where rows come from and what they become."""

from typing import Annotated, Literal

from pydantic import Field

from wtspec.spec.base import Section
from wtspec.spec.kinds import BY_KIND
from wtspec.spec.values import COLUMN_DTYPES, Bound, Flag, Formula, Positive, Size, Text

ColumnType = Literal["int", "float", "bool", "str"]
Fraction = Annotated[float, Field(gt=0, lt=1)]
Targets = Annotated[Formula | Annotated[dict[str, Formula], Field(min_length=1)], BY_KIND]


class TableSpec(Section):
    """A CSV file, or several, in the long form."""

    path: Text
    separator: Annotated[str, Field(min_length=1, max_length=1)] = ","
    types: dict[str, ColumnType] = {}
    null_values: list[str] | None = None


class ImagesSpec(Section):
    """A folder of images, one folder a label."""

    path: Text
    size: Annotated[list[Size], Field(min_length=2, max_length=2)] | None = None


class SyntheticColumnSpec(Section):
    """A column of random numbers: normal, uniform within `low` and `high`, or classes."""

    shape: list[Positive] = []
    dtype: COLUMN_DTYPES | None = None
    classes: Positive | None = None
    low: Bound | None = None
    high: Bound | None = None


class SyntheticSpec(Section):
    """Random rows from the split's seed."""

    rows: Positive
    columns: Annotated[dict[str, SyntheticColumnSpec], Field(min_length=1)]


class SourceSpec(Section):
    """Exactly one of the sources."""

    sklearn: Literal["digits", "iris", "wine", "breast_cancer", "diabetes"] | None = None
    csv: Annotated[Text | TableSpec, BY_KIND] | None = None
    parquet: Text | None = None
    npz: Text | None = None
    npy: Annotated[dict[str, Text], Field(min_length=1)] | None = None
    images: Annotated[Text | ImagesSpec, BY_KIND] | None = None
    synthetic: SyntheticSpec | None = None


class SplitSpec(Section):
    """Which rows train, validate and test."""

    validation: Fraction | None = None
    test: Fraction | None = None
    seed: Annotated[int, Field(ge=0)] = 0
    shuffle: bool = True
    stratify: Text | None = None


class DataSpec(Section):
    """Rows, and the formulas that make them inputs and targets."""

    source: SourceSpec
    validation: SourceSpec | None = None
    test: SourceSpec | None = None
    inputs: Annotated[dict[str, Formula], Field(min_length=1)]
    targets: Targets | None = None
    weights: Formula | None = None
    split: SplitSpec | None = None
    batch_size: Positive = 32
    shuffle: Flag = True
    drop_remainder: Flag = False
