"""`data`: where rows come from and what they become."""

from typing import Annotated, Literal

from pydantic import Field

from wtspec.spec.base import Section
from wtspec.spec.kinds import BY_KIND, Short
from wtspec.spec.values import COLUMN_DTYPES, Bound, Flag, Formula, Positive, Text

Character = Annotated[str, Field(min_length=1, max_length=1)]
Fraction = Annotated[float, Field(gt=0, lt=1)]
Targets = Annotated[Formula | Annotated[dict[str, Formula], Field(min_length=1)], BY_KIND]


class DateSpec(Section):
    """Dates in another form than ISO's."""

    date: Text
    """The form, such as `%d.%m.%Y`, of `%d`, `%m %b %B`, `%Y %y` and a time, `%H %I %p %M %S`."""


ColumnType = Annotated[Literal["int", "float", "bool", "str", "date"] | DateSpec, BY_KIND]


class TableSpec(Section):
    """A CSV file, or several, in the long form."""

    short = "path"

    path: Text
    """The file or glob."""
    separator: Character = ","
    """What stands between two columns."""
    decimal: Literal[".", ","] = "."
    """What stands before the fraction of a number."""
    thousands: Literal[",", ".", " ", "'", "\u2019", "_", "\u00a0", "\u202f"] | None = None
    """What may stand between the thousands of a number."""
    encoding: Literal["utf-8", "utf-16", "latin-1", "cp1252"] = "utf-8"
    """What the text is written in; a byte order mark may begin it."""
    quote: Literal['"', "'", "none"] = '"'
    """What a cell may be written between; `none` if quotes are as other letters."""
    types: dict[str, ColumnType] = {}
    """Types of some columns; the others' are read from the file. `bool` takes `yes` and `no`."""
    null_values: list[str] | None = None
    """Cells that mean a missing value; the empty cell always does."""


class ImagesSpec(Section):
    """A folder of images, one folder a label."""

    short = "path"

    path: Text
    """The folder."""
    size: Annotated[list[Positive], Field(min_length=2, max_length=2)] | None = None
    """Height and width that the images are resized to; needed where they differ in size."""
    channels: Literal[1, 3, 4] = 3
    """Of each pixel: 1 is grey, 3 red, green and blue, 4 with alpha."""
    resize: Literal["stretch", "crop", "pad"] = "stretch"
    """What becomes of an image of another shape: it is stretched, cropped or padded with black."""


class SyntheticColumnSpec(Section):
    """A column of random numbers: normal, uniform within `low` and `high`, or classes."""

    shape: list[Positive] = []
    """The shape of one row's value; none is a scalar."""
    dtype: COLUMN_DTYPES | None = None
    """The column's dtype."""
    classes: Positive | None = None
    """Makes whole numbers below this one."""
    low: Bound | None = None
    """The least value of uniform numbers."""
    high: Bound | None = None
    """The bound of uniform numbers."""


class SyntheticSpec(Section):
    """Random rows from the split's seed."""

    rows: Positive
    """How many rows."""
    columns: Annotated[dict[str, SyntheticColumnSpec], Field(min_length=1)]
    """The columns by name."""


class WindowsSpec(Section):
    """Stretches of rows that follow each other in another source."""

    of: "SourceSpec"
    """The source whose rows they are."""
    length: Positive
    """How many rows a window has."""
    stride: Positive = 1
    """How many rows after a window the next one begins."""
    by: Text | None = None
    """A column that tells series apart; no window has rows of two."""
    order: Text | None = None
    """A column of numbers or dates that a series' rows are in the order of; else the source's."""


class SourceSpec(Section):
    """Exactly one of the sources."""

    sklearn: Literal["digits", "iris", "wine", "breast_cancer", "diabetes"] | None = None
    """A data set that scikit-learn brings along."""
    csv: Annotated[TableSpec, Short(Text)] | None = None
    """A CSV file or glob; the long form tells separator, types and null values."""
    parquet: Text | None = None
    """A Parquet file or glob."""
    npz: Text | None = None
    """A file of NumPy arrays."""
    npy: Annotated[dict[str, Text], Field(min_length=1)] | None = None
    """Files of one NumPy array each, by the column's name."""
    images: Annotated[ImagesSpec, Short(Text)] | None = None
    """A folder of images, one folder a label."""
    synthetic: SyntheticSpec | None = None
    """Random rows, for a trial without data."""
    windows: WindowsSpec | None = None
    """Stretches of rows of another source, as a time series has them."""


class SplitSpec(Section):
    """Which rows train, validate and test."""

    validation: Fraction | None = None
    """The share of the rows that validates."""
    test: Fraction | None = None
    """The share of the rows that tests."""
    seed: Annotated[int, Field(ge=0)] = 0
    """What the drawing follows from; not the runtime's."""
    shuffle: bool = True
    """Whether rows are drawn; if not, the parts follow each other."""
    stratify: Text | None = None
    """A column whose labels each part has in the same proportions."""
    group: Text | None = None
    """A column whose equal labels stay in one part, such as a patient's or a user's rows."""
    order: Text | None = None
    """A column of numbers or dates: the earliest rows train, the latest test."""


class DataSpec(Section):
    """Rows, and the formulas that make them inputs and targets."""

    source: SourceSpec
    """Where the rows come from."""
    validation: SourceSpec | None = None
    """A source of its own for validation, in place of a share of the rows."""
    test: SourceSpec | None = None
    """A source of its own for testing, in place of a share of the rows."""
    rows: Formula | None = None
    """Which rows are used at all, a formula of a truth value a row; the others are left out."""
    inputs: Annotated[dict[str, Formula], Field(min_length=1)]
    """A formula over the columns for each input of the model."""
    targets: Targets | None = None
    """The labels, a formula; a mapping of them for several outputs."""
    weights: Formula | None = None
    """How much each row counts, a formula."""
    split: SplitSpec | None = None
    """Which rows validate and test."""
    batch_size: Positive = 32
    """Rows in one step."""
    shuffle: Flag = True
    """Whether training sees the rows in another order each epoch."""
    drop_remainder: Flag = False
    """Whether training leaves out the short last batch."""
