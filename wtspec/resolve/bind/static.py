"""Binds calls of functions of static values, and of `shape` and `ndim`."""

from __future__ import annotations

from collections.abc import Sequence

from wtspec.language import MAX_RANGE, STATIC_FUNCTIONS, Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference, StaticCall
from wtspec.program.kinds import Kind, join
from wtspec.resolve.bind.arguments import bind_arguments
from wtspec.resolve.bind.binder import Binder
from wtspec.resolve.bind.written import known_length

OF_TENSORS = {"shape", "ndim"}
ELEMENTWISE = {"min": "minimum", "max": "maximum"}
OF_LISTS = ("sum", "all", "any")
"""Those that are Keras's, but of what is certainly a static list."""


def bind_static_call(binder: Binder, node: t.Call, name: str) -> tuple[Expression, Kind] | None:
    """A call of a function of static values, or None where Keras's of that name is meant."""
    outer, binder.sizing = binder.sizing, name in OF_TENSORS
    positional, keywords = bind_arguments(binder, node)
    binder.sizing = outer
    kinds = [kind for _, kind in positional]
    if name in OF_TENSORS:
        return _of_tensor(binder, node, name, positional)
    if name in OF_LISTS and not _takes_static_list(binder, positional, keywords):
        return None
    if Kind.TENSOR in kinds or Kind.TENSORS in kinds:
        return _tensor_misuse(binder, node, name, kinds)
    if name in ELEMENTWISE and Kind.EITHER in kinds and (keywords or len(kinds) == 1):
        return None
    least, most = STATIC_FUNCTIONS[name].least, STATIC_FUNCTIONS[name].most
    if keywords or len(kinds) < least or (most is not None and len(kinds) > most):
        count = f"{least}" if least == most else f"{least} or more"
        binder.report.error(
            "wrong-arguments",
            f"`{name}` takes {count} static value{'' if least == most == 1 else 's'}",
            node.span,
            received=f"{len(kinds)} by position, {len(keywords)} by name",
        )
    if name == "range":
        _check_range(binder, node, [value for value, _ in positional])
    dynamic = Kind.DYNAMIC in kinds
    if dynamic:
        for argument in node.arguments:
            binder.static(argument, f"`{name}`")
    kind = join(kinds)
    if kind is Kind.EITHER and name in ("range", "len"):
        for value, _ in positional:
            binder.need(value)
    if kind is Kind.EITHER and name == "sqrt":
        return None
    bound = StaticCall(name, tuple(value for value, _ in positional), span=node.span)
    return bound, Kind.UNKNOWN if kind is Kind.DYNAMIC else _static_kind(kinds)


def _takes_static_list(
    binder: Binder, positional: list[tuple[Expression, Kind]], keywords: Sequence[object]
) -> bool:
    """Whether a call means Python's function; where no tensor exists, nothing else is meant."""
    if len(positional) != 1 or keywords or binder.scope.library is not None:
        return False
    value, kind = positional[0]
    if kind is not Kind.STATIC:
        return False
    return _is_list(value) or ("tensors" not in binder.scope.allows and not _is_one(binder, value))


def _is_one(binder: Binder, value: Expression) -> bool:
    """Whether a static value is certainly no list."""
    if isinstance(value, Reference):
        symbol = binder.scope.symbols.get(value.name)
        scalar = symbol is not None and isinstance(symbol.value, int | float | str)
        typed = symbol is not None and symbol.type in ("int", "float", "bool", "str")
        return scalar or typed or value.role == "dim"
    return isinstance(value, t.Value | t.Negative | t.Constant | t.Compare | t.Not | t.Logical)


def _is_list(value: Expression) -> bool:
    if isinstance(value, t.Binary) and value.operator == "+":
        return _is_list(value.left) or _is_list(value.right)
    listed = isinstance(value, t.List | t.Tuple | t.Comprehension)
    return listed or (isinstance(value, StaticCall) and value.function == "range")


def _check_range(binder: Binder, node: t.Call, bounds: list[Expression]) -> None:
    """Notes a range that is too long, where its bounds are known."""
    count = known_length(tuple(bounds), binder.scope, binder.report) or 0
    if count > MAX_RANGE:
        binder.report.error(
            "range-too-long",
            f"a range of {count:,} is too long",
            node.span,
            expected=f"at most {MAX_RANGE:,}",
        )


def _static_kind(kinds: list[Kind]) -> Kind:
    """`len` of a list of sublayers is static, like every other result of a static function."""
    static = [k for k in kinds if k not in (Kind.LAYERS, Kind.TENSORS)]
    return join(static) if static else Kind.STATIC


def _of_tensor(
    binder: Binder, node: t.Call, name: str, positional: list[tuple[Expression, Kind]]
) -> tuple[Expression, Kind]:
    if len(positional) != 1 or node.keywords:
        binder.report.error("wrong-arguments", f"`{name}` takes one tensor", node.span)
        return node, Kind.STATIC
    value, kind = positional[0]
    if kind in (Kind.LAYER, Kind.LAYERS, Kind.TENSORS):
        binder.report.error(
            "wrong-arguments", f"`{name}` takes one tensor, but this is {kind.value}", value.span
        )
    if kind in (Kind.STATIC, Kind.EITHER):
        return _of_static(binder, node, name, positional[0])
    return StaticCall(name, (value,), span=node.span), Kind.STATIC


def _of_static(
    binder: Binder, node: t.Call, name: str, positional: tuple[Expression, Kind]
) -> tuple[Expression, Kind]:
    """`ndim` of what may be a list tells a list from a number; it has no shape."""
    value, kind = positional
    if name == "ndim":
        return StaticCall("nesting", (value,), span=node.span), Kind.STATIC
    if kind is Kind.STATIC:
        binder.report.error(
            "wrong-arguments",
            f"`{name}` takes one tensor, but this is {kind.value}",
            value.span,
            help="write `len(x)` for how many items a list has",
        )
    return StaticCall(name, (value,), span=node.span), Kind.STATIC


def _tensor_misuse(
    binder: Binder, node: t.Call, name: str, kinds: list[Kind]
) -> tuple[Expression, Kind] | None:
    """Faults of static functions given tensors; None where Keras has one for tensors."""
    if name in ELEMENTWISE and len(kinds) > 1:
        other = ELEMENTWISE[name]
        axis = " or, if an axis is meant, `axis=` by name" if kinds[1].is_static else ""
        binder.report.error(
            "min-of-tensors",
            f"`{name}` reduces one tensor; several are compared by `{other}`",
            node.span,
            help=f"write `{other}(a, b)`{axis}",
        )
        return node, Kind.TENSOR
    if name in ("min", "max", "sqrt"):
        return None
    if name == "len" and (Kind.TENSORS in kinds or binder.scope.library is not None):
        bound = tuple(binder.bind(argument)[0] for argument in node.arguments)
        return StaticCall(name, bound, span=node.span), Kind.STATIC
    instead = {"len": "shape(x)[0]", "int": 'cast(x, "int32")', "float": 'cast(x, "float32")'}
    binder.report.error(
        "tensor-condition",
        f"`{name}` needs a static value, but this is a tensor",
        node.span,
        help=f"write `{instead.get(name, 'arange(n)')}`",
    )
    return node, Kind.UNKNOWN
