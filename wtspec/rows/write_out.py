"""Writes out comprehensions in which a function learns, so that each of its calls has a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from wtspec.errors import Report
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.limits import MAX_NODES
from wtspec.language.rebuild import rebuilt
from wtspec.language.static.arithmetic import as_list, truth
from wtspec.program.bound import Operation, Reference
from wtspec.program.literals import as_expression
from wtspec.program.walk import expressions
from wtspec.rows.follow import Follower
from wtspec.rows.form import Form, Mark

Names = Mapping[str, Expression]


def write_out(formula: Expression, follower: Follower, report: Report) -> Expression:
    """A formula in which every call that learns stands for one thing alone.

    `[standardize(c) for c in [a, b]]` becomes `[standardize(a), standardize(b)]`: what was learned
    is kept by the call's own text.

    Args:
        formula: Bound.
        follower: Tells what static values come to.
        report: Takes `learned-in-loop`: what a loop goes over can't be known.
    """
    if not any(isinstance(one, t.Comprehension) and _learns(one) for one in expressions(formula)):
        return formula
    return _Writer(follower, report).rewrite(formula, {})


def _learns(node: Expression) -> str | None:
    """The function in an expression that learns, or None."""
    called = (one.function for one in expressions(node) if isinstance(one, Operation))
    return next((one.name for one in called if one.python.startswith("learned.")), None)


class _Writer:
    """Rewrites a formula; counts what it writes."""

    def __init__(self, follower: Follower, report: Report) -> None:
        self._follower = follower
        self._report = report
        self._written = 0

    def rewrite(self, node: Expression, names: Names) -> Expression:
        """The node with names replaced by what they stand for."""
        match node:
            case Reference(name, "local") if name in names:
                return names[name]
            case t.Comprehension() if (learning := _learns(node)) is not None:
                return self._listed(node, learning, names)
            case t.Comprehension(clauses=clauses):
                own = {target for clause in clauses for target in clause.targets}
                names = {name: one for name, one in names.items() if name not in own}
            case _:
                pass
        return rebuilt(node, lambda one: self.rewrite(one, names))

    def _listed(self, node: t.Comprehension, learning: str, names: Names) -> Expression:
        items = self._items(node.element, node.clauses, names)
        if items is not None:
            return t.List(tuple(items), span=node.span)
        self._report.error(
            "learned-in-loop",
            f"`{learning}` learns for each item of this loop, and the items can't be told here",
            node.span,
            expected="a list that is written out, or a `range` of known numbers",
            help=f"`{learning}` of a matrix learns for each of its columns",
        )
        return node

    def _items(
        self, element: Expression, clauses: Sequence[t.For], names: Names
    ) -> list[Expression] | None:
        if not clauses:
            self._written += len(expressions(element))
            return [self.rewrite(element, names)] if self._written <= 10 * MAX_NODES else None
        clause = clauses[0]
        items = self._looped_over(clause.iterable, names)
        written: list[Expression] = []
        for item in items or ():
            parts = (item,) if len(clause.targets) == 1 else _parts(item, len(clause.targets))
            if parts is None:
                return None
            named = {**names, **dict(zip(clause.targets, parts, strict=True))}
            inner = self._items(element, clauses[1:], named)
            if inner is None:
                return None
            written += inner
        return None if items is None else written

    def _looped_over(self, node: Expression, names: Names) -> Sequence[Expression] | None:
        """The items of a list as expressions, or None where they can't be known."""
        match node:
            case Reference(name, "local") if name in names:
                return self._looped_over(names[name], {})
            case t.List(items) | t.Tuple(items):
                return [self.rewrite(item, names) for item in items]
            case t.Comprehension(element, clauses):
                return self._items(element, clauses, names)
            case t.Binary("+", left, right):
                sides = self._looped_over(left, names), self._looped_over(right, names)
                return None if sides[0] is None or sides[1] is None else [*sides[0], *sides[1]]
            case t.Conditional(test, body, orelse):
                condition = self._follower.value(self.rewrite(test, names), {})
                if isinstance(condition, Form | Mark):
                    return None
                return self._looped_over(body if truth(condition) else orelse, names)
            case t.Subscript(value, t.Slice()):
                items = self._looped_over(value, names)
                places = as_expression(list(range(len(items or ()))), node.span)
                chosen = replace(node, value=places, index=self.rewrite(node.index, names))
                kept = as_list(self._follower.value(chosen, {}))
                return None if items is None or kept is None else [items[at] for at in _whole(kept)]
            case _:
                value = as_list(self._follower.value(self.rewrite(node, names), {}))
                if value is None or not _is_plain(value):
                    return None
                return [as_expression(item, node.span) for item in value]


def _parts(item: Expression, count: int) -> Sequence[Expression] | None:
    parts = item.items if isinstance(item, t.List | t.Tuple) else ()
    return parts if len(parts) == count else None


def _whole(places: Sequence[object]) -> list[int]:
    return [place for place in places if isinstance(place, int)]


def _is_plain(items: Sequence[object]) -> bool:
    """Whether a list holds what can be written: numbers, texts and lists of these."""
    return all(
        _is_plain(inner) if (inner := as_list(item)) is not None else _is_value(item)
        for item in items
    )


def _is_value(item: object) -> bool:
    return item is None or isinstance(item, int | float | str)
