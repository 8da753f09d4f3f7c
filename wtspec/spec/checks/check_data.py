"""Rules of `data` that its keys' types do not say."""

from __future__ import annotations

from wtspec.errors import one_of
from wtspec.spec.checks.check_table import check_table
from wtspec.spec.data import DataSpec, SourceSpec, SplitSpec, SyntheticColumnSpec
from wtspec.spec.faults.place import Place


def check_data(data: DataSpec, place: Place) -> None:
    """Notes what is wrong with data whose keys all have the right type.

    Codes: `source-count`, `split-twice`, `out-of-range`, `ordered-stratify`,
    `split-clash`, `contradictory-column`, `invalid-separator`, `same-mark`.
    """
    for key in ("source", "validation", "test"):
        source = getattr(data, key)
        if source is not None:
            _check_source(source, place.at(key))
    if data.split is not None:
        _check_split(data, data.split, place)


def _check_source(source: SourceSpec, place: Place) -> None:
    given = [key for key in SourceSpec.model_fields if getattr(source, key) is not None]
    if len(given) != 1:
        had = " and ".join(f"`{key}`" for key in given) or "none"
        related = tuple(place.at(key).related(f"`{key}` is here") for key in given[1:])
        message = f"{place.path} is exactly one source, and here are {had}"
        expected = one_of(SourceSpec.model_fields)
        place.error("source-count", message, on_key=True, expected=expected, related=related)
    if source.windows is not None:
        _check_source(source.windows.of, place.at("windows", "of"))
    if source.csv is not None:
        check_table(source.csv, place.at("csv"))
    if source.synthetic is not None:
        for name, column in source.synthetic.columns.items():
            _check_column(column, place.at("synthetic", "columns", name))


def _check_column(column: SyntheticColumnSpec, place: Place) -> None:
    bounds = [key for key in ("low", "high") if getattr(column, key) is not None]
    if column.classes is not None and bounds:
        message = f"`{bounds[0]}` is for numbers, and {place.label} has `classes`"
        related = (place.at("classes").related("`classes` is here"),)
        help = f"remove `{bounds[0]}`, or `classes`"
        place.at(bounds[0]).error(
            "contradictory-column", message, on_key=True, help=help, related=related
        )
    elif len(bounds) == 1:
        other = "high" if bounds == ["low"] else "low"
        message = f"{place.label} has `{bounds[0]}` without `{other}`"
        place.error("missing-key", message, on_key=True)
    elif column.low is not None and column.high is not None and column.low >= column.high:
        related = (place.at("high").related("`high` is here"),)
        message, help = "`low` must be below `high`", "swap the two, or correct one"
        place.at("low").error("empty-range", message, help=help, related=related)


def _check_split(data: DataSpec, split: SplitSpec, place: Place) -> None:
    for key in ("validation", "test"):
        if getattr(split, key) is not None and getattr(data, key) is not None:
            message = f"`{key}` is both a share of the rows and a source of its own"
            related = (place.at(key).related("the source is here"),)
            place.at("split", key).error(
                "split-twice", message, on_key=True, help="remove one of them", related=related
            )
    if (split.validation or 0) + (split.test or 0) >= 1:
        message = "`validation` and `test` together leave no rows to train on"
        place.at("split").error("out-of-range", message, expected="a sum below 1")
    _check_ways(split, place.at("split"))


_CLASHES = (
    ("stratify", "group", "`group` keeps rows together that `stratify` would share out"),
    ("stratify", "order", "`order` says where each row goes, which `stratify` draws"),
    ("group", "order", "`order` cuts groups, which `group` keeps together"),
)


def _check_ways(split: SplitSpec, place: Place) -> None:
    """Notes the first two keys that ask for different ways to divide rows."""
    for one, other, message in _CLASHES:
        if getattr(split, one) is not None and getattr(split, other) is not None:
            _clash(place, other, one, message)
            return
    shuffles = split.shuffle if "shuffle" in split.model_fields_set else None
    if shuffles is False and split.stratify is not None:
        message = "`stratify` mixes the rows, which `shuffle: false` forbids"
        related = (place.at("shuffle").related("`shuffle` is off here"),)
        help = "remove `stratify`, or `shuffle: false`"
        place.at("stratify").error("ordered-stratify", message, help=help, related=related)
    elif shuffles is False and split.group is not None:
        _clash(place, "shuffle", "group", "`group` draws groups, which `shuffle: false` forbids")
    elif shuffles and split.order is not None:
        _clash(place, "shuffle", "order", "`order` says where each row goes, and nothing is drawn")


def _clash(place: Place, key: str, other: str, message: str) -> None:
    related = (place.at(other).related(f"`{other}` is here"),)
    help = f"remove `{key}`, or `{other}`"
    place.at(key).error("split-clash", message, on_key=True, help=help, related=related)
