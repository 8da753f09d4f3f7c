"""Powers of static numbers, which Python would compute to the last digit, or make complex."""

from __future__ import annotations

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference, StaticCall


def may_run_away(base: Expression, exponent: Expression) -> bool:
    """Whether a power of static numbers may be endless or complex, whatever its names are."""
    if not (_is_static(base) and _is_static(exponent)):
        return False
    written = _written(exponent)
    if written is None:
        return _written(base) not in (0, 1)
    return not (isinstance(written, int) or is_positive(base))


def is_positive(node: Expression) -> bool:
    """Whether a static value is certainly above zero."""
    match node:
        case t.Value(value):
            return isinstance(value, int | float) and value > 0
        case Reference(_, "dim" | "local"):  # locals come from sizes, as a rule
            return True
        case t.Binary("+" | "*" | "/" | "**", left, right):
            return is_positive(left) and is_positive(right)
        case _:
            return False


def _written(node: Expression) -> float | None:
    if isinstance(node, t.Negative):
        written = _written(node.operand)
        return None if written is None else -written
    value = node.value if isinstance(node, t.Value) else None
    return value if isinstance(value, int | float) else None


def _is_static(node: Expression) -> bool:
    """Whether an expression is certainly computed by Python, not by JAX."""
    match node:
        case t.Value() | t.Constant():
            return True
        case Reference(_, role):
            return role in ("param", "dim", "index", "setting", "classes")
        case StaticCall(function):
            return function not in ("shape", "range")
        case t.Binary(_, left, right):
            return _is_static(left) and _is_static(right)
        case t.Negative(operand):
            return _is_static(operand)
        case t.Conditional(_, body, orelse):
            return _is_static(body) and _is_static(orelse)
        case _:
            return False
