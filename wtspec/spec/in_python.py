"""Models that Python code makes and writes down, beside those that are read from a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import cleandoc
from typing import Any, ClassVar, NoReturn, cast

from pydantic import BaseModel, ValidationError

from wtspec.document.from_python import UnfitError, as_plain
from wtspec.spec.prose import prose_keys

_BODIES = ("call", "functions")


class InPython(BaseModel):
    """A model that is made from Python's values, and says what is wrong with them.

    Attributes:
        refuse: Raises what is wrong with a model's values. `wtspec.spec` hands it down: it has to
            know all sections.
    """

    refuse: ClassVar[Callable[[InPython, dict[str, Any], ValidationError | UnfitError], NoReturn]]

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - checked against the annotations
        """Takes keys and their values: tuples are lists, numbers may be NumPy's.

        Bodies and docs may be in triple quotes and begin on the line after these; they are then
        indented as Python's docstrings are.

        Raises:
            SpecError: All that is wrong with what is given, by key path.
        """
        try:
            plain = as_plain(given, short=True)
            texts = prose_keys(type(self)).union(_BODIES)
            super().__init__(
                **{key: _unindent(one) if key in texts else one for key, one in plain.items()}
            )
        except (ValidationError, UnfitError) as error:
            InPython.refuse(self, given, error)

    # pydantic makes by itself what it reads from a file
    __init__.__pydantic_base_init__ = True  # pyright: ignore[reportFunctionMemberAccess]

    def to_yaml(self) -> str:
        """What was set, as YAML that reads as the same.

        Raises:
            SpecError: A copy was given what no file can hold.
        """
        from wtspec.document.layout import write  # most sections are read, and never written

        try:
            return write(self)
        except UnfitError as error:
            InPython.refuse(self, {}, error)

    def _repr_html_(self) -> str:
        """What a notebook shows of it: what was set, as YAML."""
        from wtspec.errors.render.html import never_raising  # few specs are shown

        return never_raising(_as_html)(self)

    def __repr_name__(self) -> str:
        return type(self).__name__.removesuffix("Spec")

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        given = self.model_fields_set
        return ((key, getattr(self, key)) for key in type(self).model_fields if key in given)


def _as_html(given: InPython) -> str:
    from wtspec.document.yaml_html import yaml_as_html
    from wtspec.errors.render.html import heading

    return heading(given.__repr_name__(), "") + yaml_as_html(given.to_yaml())


def _unindent(value: Any) -> Any:  # noqa: ANN401 - as `as_plain`
    if isinstance(value, dict):
        return {name: _unindent(text) for name, text in cast("dict[str, Any]", value).items()}
    in_quotes = isinstance(value, str) and value.startswith("\n")
    return cleandoc(value) + "\n" if in_quotes else value
