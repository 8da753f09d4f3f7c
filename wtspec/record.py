"""Records with slots, frozen for the type checker, made in a fraction of a dataclass's time.

A dataclass compiles methods of its own, about a millisecond's work. The trees and the program have
some eighty classes, and checking a whole file takes less than making these as dataclasses would.
So the methods here are shared, and look up the fields when they run. Only `__init__`, which runs a
thousand times a file, is a class's own: its code is that of every class with as many fields, in
which the arguments and fields get other names. Nothing refuses a later assignment when it runs, as
that would double the time to make a record; the type checker does, in all of the source.
"""

# ruff: noqa: ANN401 - these stand in for methods of any class

from __future__ import annotations

from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import Any, TypeVar, cast, dataclass_transform

T = TypeVar("T")


class _Aside:
    """Marks a field that is given by name and takes no part in comparisons."""


def aside(*, kw_only: bool = True, repr: bool = False) -> Any:
    """A field that is given by name alone, and neither compared nor shown."""
    del kw_only, repr
    return _Aside()


@dataclass_transform(frozen_default=True, field_specifiers=(aside,))
def record(cls: type[T]) -> type[T]:
    """Makes a class a frozen record: equal to another with equal fields."""
    return _made(cls, {"__eq__": _equal, "__hash__": _hash})


@dataclass_transform(eq_default=False, frozen_default=True, field_specifiers=(aside,))
def entity(cls: type[T]) -> type[T]:
    """Makes a class a frozen record that is equal to itself alone."""
    return _made(cls, {})


def as_dict(one: object) -> dict[str, Any]:
    """The fields of a record with their values."""
    return {name: getattr(one, name) for name in cast("Any", one).__fields__}


def replace(one: T, **changes: object) -> T:
    """A copy of a record with other values in some fields."""
    made = object.__new__(type(one))
    for name in cast("Any", one).__fields__:
        setattr(made, name, getattr(one, name))
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def _made(cls: type[T], methods: dict[str, object]) -> type[T]:
    namespace = dict(vars(cls))
    own = cast("dict[str, object]", namespace.get("__annotations__", {}))
    given = {name: namespace.pop(name) for name in own if name in namespace}
    base = next((one for one in cls.__mro__[1:] if hasattr(one, "__record__")), None)
    compared, asides, defaults = getattr(base, "__record__", ((), (), {}))
    compared = (*compared, *(name for name in own if not isinstance(given.get(name), _Aside)))
    asides = (*asides, *(name for name in own if isinstance(given.get(name), _Aside)))
    defaults = {**defaults, **{n: v for n, v in given.items() if not isinstance(v, _Aside)}}
    for left in ("__dict__", "__weakref__"):
        namespace.pop(left, None)
    namespace |= {
        "__slots__": tuple(own),
        "__match_args__": compared,
        "__record__": (compared, asides, defaults),
        "__fields__": (*compared, *asides),
        "__values__": attrgetter(*compared) if compared else staticmethod(_no_values),
        "__repr__": _repr,
        "__reduce__": _reduce,
        **methods,
    }
    made = type(cls)(cls.__name__, cls.__bases__, namespace)
    cast("Any", made).__init__ = _initializer(made.__qualname__, compared, asides, defaults)
    return made


def _initializer(
    owner: str, compared: tuple[str, ...], asides: tuple[str, ...], defaults: dict[str, object]
) -> FunctionType:
    """`def __init__(self, a, b=…, *, c)`, which sets each slot."""
    names = (*compared, *asides)
    code = _code(len(compared), len(asides)).replace(
        co_varnames=("self", *names), co_names=names, co_qualname=f"{owner}.__init__"
    )
    by_place = tuple(defaults[name] for name in compared if name in defaults)
    if not defaults.keys() >= set(compared[len(compared) - len(by_place) :]):
        raise TypeError(f"{owner}: a field with a default stands before one without")
    function = FunctionType(code, {}, "__init__", by_place)
    function.__kwdefaults__ = {name: defaults[name] for name in asides if name in defaults}
    return function


@cache
def _code(compared: int, asides: int) -> CodeType:
    """The code for so many fields, some of them given by name alone."""
    names = [f"field_{place}" for place in range(compared + asides)]
    parameters = ["self", *names[:compared], *(["*"] if asides else []), *names[compared:]]
    lines = [f"    self.{name} = {name}" for name in names]
    text = f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines or ["    pass"])
    module = compile(text, __file__, "exec")
    return next(part for part in module.co_consts if isinstance(part, CodeType))


def _no_values(_: Any) -> None:
    """What `attrgetter` gives for no fields."""


def _equal(self: Any, other: Any) -> bool:
    if self is other:
        return True
    return type(other) is type(self) and self.__values__(self) == self.__values__(other)


def _hash(self: Any) -> int:
    return hash((type(self), self.__values__(self)))


def _repr(self: Any) -> str:
    shown = [f"{name}={getattr(self, name)!r}" for name in self.__match_args__]
    return f"{type(self).__name__}({', '.join(shown)})"


def _reduce(self: Any) -> tuple[Any, tuple[type, dict[str, object]]]:
    return _rebuilt, (type(self), as_dict(self))


def _rebuilt(cls: type[T], values: dict[str, object]) -> T:
    return cls(**values)
