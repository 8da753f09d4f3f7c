"""Checks what Python code gives to the functions of the package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from os import PathLike, fspath
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from wtspec.document import Written
from wtspec.errors import SpecError
from wtspec.spec import FileSpec, Spec

Given = ParamSpec("Given")
Result = TypeVar("Result")


def tells_faults(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Raises a function's `SpecError` without the traces of what found it: they are no use."""

    @wraps(function)
    def telling(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except SpecError as error:
            raise error.with_traceback(None) from None

    return telling


def path(value: object, name: str) -> Path:
    """A path.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(value, str | PathLike):
        raise _wrong(name, "a path", value)
    text = fspath(value)  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(text, str):
        raise _wrong(name, "a path of text", text)
    if not text or "\0" in text:
        message = f"`{name}` names no file: {text!r}"
        raise ValueError(message)
    return Path(text)


def path_or_none(value: object, name: str) -> Path | None:
    """A path, if one is given."""
    return None if value is None else path(value, name)


def overrides(value: object) -> tuple[tuple[str, object], ...]:
    """The items of `set`.

    Raises:
        TypeError: It is no mapping from texts.
    """
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        raise _wrong("set", 'a mapping such as {"params.width": 128}', value)
    for key in value:
        if not isinstance(key, str):
            raise _wrong("set", "a mapping whose keys are texts, such as `params.width`", key)
    return tuple(value.items())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def columns(value: Any) -> dict[str, Any] | None:  # noqa: ANN401 - a table of any library's
    """The columns of `data`: of a mapping, or of a table that has columns by name.

    Raises:
        TypeError: It has no columns of names.
        ValueError: It has no column, or two of one name.
    """
    if value is None:
        return None
    names = _column_names(value)
    if names is None:
        raise _wrong("data", 'a mapping from columns to arrays, such as {"x": x}', value)
    for name in names:
        if not isinstance(name, str):
            raise _wrong("data", "columns whose names are texts", name)
    if not names:
        raise ValueError("`data` has no column")
    for name, count in Counter(names).items():
        if count > 1:
            raise ValueError(f"`data` has {count} columns `{name}`")
    return {name: value[name] for name in names}


def _column_names(value: Any) -> list[Any] | None:  # noqa: ANN401 - see `columns`
    """Those of a mapping, of pandas', Arrow's, polars' or NumPy's table; None of what has none."""
    if isinstance(value, type) or not hasattr(value, "__getitem__"):
        return None
    if callable(getattr(value, "keys", None)):
        return list(value.keys())
    names = getattr(value, "column_names", None) or getattr(
        getattr(value, "dtype", None), "names", None
    )
    if names is None and hasattr(value, "to_arrow"):  # polars' table; to ask a lazy one takes long
        names = getattr(value, "columns", None)
    return list(names) if isinstance(names, list | tuple) else None


def rows(value: object) -> Path | dict[str, Any]:
    """Rows for a run's model: the columns of `data`, or the path of a file that has them.

    Raises:
        TypeError: It is neither.
        ValueError: As `columns` and `path`.
    """
    if isinstance(value, str | PathLike):
        return path(value, "data")
    found = columns(value)
    if found is None:
        raise _wrong("data", "columns or the path of a file", value)
    return found


def rows_or_array(value: Any) -> Any:  # noqa: ANN401 - an array of any library's
    """Rows as `rows` takes them, or one array that has no names of columns."""
    if hasattr(value, "__array__") and _column_names(value) is None:
        return value
    return rows(value)


def bool_or_none(value: object, name: str) -> bool | None:
    """Yes, no, or neither.

    Raises:
        TypeError: It is none of these.
    """
    if value is not None and not isinstance(value, bool):
        raise _wrong(name, "True, False or None", value)
    return value


def names(value: object, name: str) -> tuple[str, ...]:
    """Names of columns: a list of texts, or one text.

    Raises:
        TypeError: It is none.
    """
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, Sequence):
        raise _wrong(name, "names of columns", value)
    return tuple(text(one, name) for one in value)  # pyright: ignore[reportUnknownVariableType]


def text(value: object, name: str) -> str:
    """A text.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(value, str):
        raise _wrong(name, "a text", value)
    return value


def file_or_path(value: object, name: str) -> Written | Path:
    """A file written in Python, or the path of one.

    Raises:
        TypeError: It is neither.
    """
    if isinstance(value, FileSpec):
        return Written(value.name or "spec", value.to_yaml())
    if not isinstance(value, str | PathLike):
        raise _wrong(name, "a path or a `wtspec.spec.File`", value)
    return path(value, name)


def spec_or_file(value: object) -> Spec | Written | Path:
    """A spec that is read already, or what `file_or_path` takes.

    Raises:
        TypeError: It is none of these.
    """
    return value if isinstance(value, Spec) else file_or_path(value, "spec")


def _wrong(name: str, expected: str, value: object) -> TypeError:
    kind = "None" if value is None else type(value).__name__
    shown = f" ({value!r})" if isinstance(value, str | bytes | int | float) else ""
    return TypeError(f"`{name}` takes {expected}, not {kind}{shown}")
