"""The functions that data formulas may call. Free of NumPy.

Each has the name, parameters and meaning of its counterpart in `keras.ops`, or of the language's
own where Keras has none. They stand in `functions.txt`, a line for each.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, cast

from msgspec import Struct

from wtspec.catalog.table import FactTable

Home = Literal["numpy", "arrays", "learned", "table", "files"]


class DataParameter(Struct, frozen=True):
    """A parameter of a data function.

    Generated source gives those that are required by position, in order, and the others by
    keyword: then NumPy's names for the required ones do not matter.

    Attributes:
        name: Its keyword.
        required: Whether it must be given.
        default: The axis that is meant where none is given; None for all, or where it is no axis.
    """

    name: str
    required: bool
    default: int | None = None


class DataFunction(Struct, frozen=True):
    """A function that data formulas may call.

    Attributes:
        name: As a formula says it.
        python: As source says it: `np.mean`; the bare name for `arrays` and `table`;
            `learned.lookup`, whose first argument is the call's own name.
        home: `numpy`; `arrays`, a function of `wtspec/data/arrays.py`, or of a file beside it;
            `learned`, a method of `Learned`; `table`, which source says with the dict of
            columns: `column(name)` as `table[name]`, `columns(pattern)` as
            `columns(table, pattern)` of `arrays.py`; or `files`, whose first argument is what
            finds the files that cells name.
        parameters: In order.
        variadic: Whether more positional arguments may follow.
        takes_list: The parameters that are lists of arrays.
        rows: The rule that says what it makes of the rows.
        of: What that rule is told: the parameters that it is about.
        instead: What learns from the training rows what this one would say of all.
        by_place: Whether it depends on where a row stands among the others.
    """

    name: str
    python: str
    home: Home
    parameters: tuple[DataParameter, ...]
    variadic: bool = False
    takes_list: tuple[str, ...] = ()
    rows: str = ""
    of: tuple[str, ...] = ()
    instead: str | None = None
    by_place: bool = False

    def parameter(self, name: str) -> DataParameter | None:
        """The parameter of that name, or None."""
        return next((known for known in self.parameters if known.name == name), None)


_WORDS = frozenset(("home=", "rows=", "takes=", "python=", "instead=", "by_place"))
FUNCTIONS = FactTable(Path(__file__).parent / "functions.txt", _WORDS)
"""`takes` is what a function is called with: `?` marks what need not be given, `=` the axis that
is then meant, brackets a list of arrays, `*` any number. `rows` names the rule that says what it
makes of the rows (`wtspec/rows/rules.py`), with what that is told. `python` is what source says
where that does not follow from `home`; `instead`, what learns of the training rows what the
function would of all. `by_place` marks what depends on where a row stands among the others.
"""


def data_function_names() -> tuple[str, ...]:
    """The names of all these functions."""
    return FUNCTIONS.names


@cache
def data_function(name: str) -> DataFunction:
    """The function of that name.

    Raises:
        KeyError: There is none.
    """
    row = FUNCTIONS.row(name)
    if row is None:
        raise KeyError(name)
    values, takes = row.values, row.values["takes"].split(",")
    home = cast("Home", values["home"])
    rule, _, of = values["rows"].partition(":")
    said = {"numpy": f"np.{name}", "learned": f"learned.{name}"}.get(home, name)
    named = [word for word in takes if not word.startswith("*")]
    return DataFunction(
        name=name,
        python=values.get("python", said),
        home=home,
        parameters=tuple(map(_parameter, named)),
        variadic=len(named) < len(takes),
        takes_list=tuple(_parameter(word).name for word in named if word.startswith("[")),
        rows=rule,
        of=tuple(of.split(",")) if of else (),
        instead=values.get("instead"),
        by_place="by_place" in row.traits,
    )


def _parameter(word: str) -> DataParameter:
    name, _, axis = word.strip("[]?").partition("=")
    optional = word.endswith("?") or bool(axis)
    return DataParameter(name, not optional, int(axis) if axis else None)
