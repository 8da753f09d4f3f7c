"""Ten real tables as packages ship them, or as other people would have saved them.

They were chosen before any was tried: of numbers, of categories, of both; with missing cells and
missing targets, dates, tags, groups, identifiers and constants; parted by commas, semicolons and
tabs, with decimal commas.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import palmerpenguins
import pandas as pd
import statsmodels.datasets
import vega_datasets
from sklearn.datasets import load_breast_cancer

_PENGUINS = Path(palmerpenguins.__file__).parent / "data"
_STATSMODELS = Path(statsmodels.datasets.__file__).parent
_VEGA = Path(vega_datasets.__file__).parent / "_data"


@dataclass(frozen=True)
class Found:
    """A table.

    Attributes:
        read: The columns as pandas has them, dates as such.
        text: The file, byte for byte.
        is_class: Whether the target tells classes.
        tags: The column of tags, parted by `|`, if there is one.
    """

    name: str
    target: str
    is_class: bool
    read: Callable[[], pd.DataFrame]
    text: Callable[[], bytes]
    tags: str | None = None


def _file(path: Path, **options: object) -> dict[str, Callable]:
    return {"read": lambda: pd.read_csv(path, **options), "text": path.read_bytes}


def _european(read: Callable[[], pd.DataFrame]) -> dict[str, Callable]:
    """As a spreadsheet in German saves it."""

    def text() -> bytes:
        saved = read().to_csv(index=False, sep=";", decimal=",", date_format="%d.%m.%Y")
        return saved.replace("\n", "\r\n").encode("latin-1")

    return {"read": read, "text": text}


def _cars() -> pd.DataFrame:
    table = pd.DataFrame(json.loads((_VEGA / "cars.json").read_text("utf-8")))
    table["Year"] = pd.to_datetime(table["Year"])
    return table.rename(columns={"Name": "Modèle"})


def _weather() -> pd.DataFrame:
    return pd.read_csv(_VEGA / "seattle-weather.csv", parse_dates=["date"])


def _visits() -> pd.DataFrame:
    """The flags of a person's health and insurance as one column of tags."""
    table = pd.read_csv(_STATSMODELS / "randhie/randhie.csv")
    flags = {"hlthg": "good", "hlthf": "fair", "hlthp": "poor", "idp": "deductible"}
    marked = [table[flag].eq(1).map({True: tag, False: ""}) for flag, tag in flags.items()]
    tags = ["|".join(filter(None, row)) for row in zip(*marked, strict=True)]
    return table.drop(columns=[*flags]).assign(tags=tags)


def _cells() -> pd.DataFrame:
    bunch = load_breast_cancer(as_frame=True)
    names = bunch.target.map(dict(enumerate(bunch.target_names)))
    return bunch.data.assign(diagnosis=names)


def _plain(read: Callable[[], pd.DataFrame]) -> dict[str, Callable]:
    return {"read": read, "text": lambda: read().to_csv(index=False).encode()}


FOUND = (
    Found("penguins", "sex", is_class=True, **_file(_PENGUINS / "penguins.csv")),
    Found(
        "penguins-raw",
        "Body Mass (g)",
        is_class=False,
        **_file(_PENGUINS / "penguins-raw.csv", parse_dates=["Date Egg"]),
    ),
    Found("fair", "affairs", is_class=False, **_file(_STATSMODELS / "fair/fair.csv")),
    Found(
        "anes96",
        "vote",
        is_class=True,
        **_file(_STATSMODELS / "anes96/anes96.csv", sep="\t", quotechar="'"),
    ),
    Found(
        "modechoice",
        "choice",
        is_class=True,
        **_file(_STATSMODELS / "modechoice/modechoice.csv", sep=";"),
    ),
    Found("visits", "mdvis", is_class=False, tags="tags", **_plain(_visits)),
    Found("weather", "weather", is_class=True, **_european(_weather)),
    Found(
        "seattle-temps",
        "temp",
        is_class=False,
        **_file(_VEGA / "seattle-temps.csv", parse_dates=["date"]),
    ),
    Found("cars", "Miles_per_Gallon", is_class=False, **_european(_cars)),
    Found("cells", "diagnosis", is_class=True, **_plain(_cells)),
)
