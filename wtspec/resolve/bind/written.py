"""What formulas come to in which no name stands: numbers, and what is computed from numbers."""

from __future__ import annotations

from wtspec.errors import Report, SpecError
from wtspec.language import Expression, evaluate
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.resolve.bind.scope import Scope


def written_value(node: Expression, report: Report) -> object:
    """The value; None where there is a name in it, or a fault, which is noted.

    The generated source would compute it again, whatever it takes: so its limits hold here.
    """
    if not _is_written(node):
        return None
    try:
        return evaluate(node, {})
    except SpecError as error:
        report.add_all(error.diagnostics)
        return None


def known_length(bounds: tuple[Expression, ...], scope: Scope, report: Report) -> int | None:
    """How many numbers a `range` of these bounds gives; None where one of them is not known."""
    numbers = [_known_number(bound, scope, report) for bound in bounds]
    known = [number for number in numbers if number is not None]
    if not known or len(known) < len(numbers) or known[2:] == [0]:
        return None
    return len(range(*known[:3]))


def _known_number(node: Expression, scope: Scope, report: Report) -> int | None:
    """A whole number that is written out, or that of one of the file's params."""
    value = written_value(node, report)
    if isinstance(node, Reference) and node.role == "param":
        symbol = scope.symbols.get(node.name)
        value = symbol.value if symbol is not None else None
    return value if isinstance(value, int) else None


def _is_written(node: Expression) -> bool:
    """Whether a formula is made of numbers alone."""
    match node:
        case t.Value(value):
            return isinstance(value, int | float)
        case t.Constant():
            return True
        case t.Negative(operand):
            return _is_written(operand)
        case t.Binary(operator, left, right):
            return operator != "@" and _is_written(left) and _is_written(right)
        case _:
            return False
