"""Writes the file's functions out where formulas over columns call them.

They are declared for tensors; over columns the same text means NumPy's functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from typing import NoReturn, cast

from msgspec.structs import replace

from wtspec.catalog import Parameter
from wtspec.errors import Related, Report, SpecError
from wtspec.language import MAX_NODES, MAX_STEPS, Body, Expression, Signature, count_nodes, evaluate
from wtspec.language import tree as t
from wtspec.language.rebuild import rebuilt
from wtspec.program.literals import as_expression
from wtspec.resolve.bind.arguments import check_arguments

Find = Callable[[str], tuple[Signature, Body] | None]
"""Gives a function of the file as it is written; None where there is none, or none that is read."""
Names = Mapping[str, Expression]


def expand(
    formula: Expression, find: Find, settings: Mapping[str, object], report: Report
) -> Expression:
    """The formula with the bodies of the file's functions in the place of their calls.

    Args:
        settings: The file's params, by which conditions may be decided.
    """
    expander = _Expander(find, settings, report)
    try:
        return expander.write(formula, {})
    except _StoppedError:
        return t.Value(None, span=formula.span)


class _StoppedError(Exception):
    """A call can't be written out, which has been told."""


class _Expander:
    """Keeps count of the variables of comprehensions, which get names of their own.

    Attributes:
        steps: The statements that were written out.
        calls: Those that are being written out, the outermost first.
    """

    def __init__(self, find: Find, settings: Mapping[str, object], report: Report) -> None:
        self.find = find
        self.settings = settings
        self.report = report
        self.numbers = count(1)
        self.calls: list[t.Call] = []
        self.steps = 0

    def write(self, node: Expression, names: Names) -> Expression:
        """An expression with values for some names, its calls written out."""
        match node:
            case t.Name(name):
                return names.get(name, node)
            case t.Call(t.Name(name)) if (found := self.find(name)) is not None:
                return self._call(node, *found, names)
            case t.Call(function, arguments, keywords):
                given = tuple(self.write(one, names) for one in arguments)
                named = tuple(replace(one, value=self.write(one.value, names)) for one in keywords)
                return t.Call(function, given, named, span=node.span)
            case t.Comprehension():
                return self._comprehension(node, names)
            case _:
                return rebuilt(node, lambda one: self.write(one, names))

    def _call(self, node: t.Call, signature: Signature, body: Body, names: Names) -> Expression:
        parameters = tuple(
            Parameter(one.name, required=one.default is None) for one in signature.parameters
        )
        before = self.report.count
        check_arguments(self.report, node, parameters, f"`{signature.name}`")
        if self.report.count > before:
            raise _StoppedError
        given = {one.name: one.default for one in signature.parameters if one.default is not None}
        order = [one.name for one in signature.parameters]
        given |= dict(zip(order, (self.write(one, names) for one in node.arguments), strict=False))
        given |= {one.name: self.write(one.value, names) for one in node.keywords}
        self.calls.append(node)
        found = self._block(body.statements, dict(given))
        self.calls.pop()
        if found is None:
            self._refuse(node, "it returns nothing")
        if count_nodes(found) > MAX_NODES:
            self._refuse(node, f"its value is a formula of more than {MAX_NODES:,} nodes")
        return found

    def _block(
        self, block: tuple[t.Statement, ...], names: dict[str, Expression]
    ) -> Expression | None:
        """What a block returns; its locals are put into `names`."""
        for statement in block:
            match statement:
                case t.Return(value):
                    return self.write(value, names)
                case t.Assign(targets, value):
                    self._assign(targets, self.write(value, names), names)
                case t.If():
                    found = self._block(self._branch(statement, names), names)
                    if found is not None:
                        return found
                case t.Loop(clause, inner):
                    self._loop(clause, inner, names)
                case _:
                    self._refuse(statement, "it does more than to compute a value")
            self.steps += 1
            if self.steps > MAX_STEPS:
                self._refuse(statement, f"it takes more than {MAX_STEPS:,} steps")
        return None

    def _loop(
        self, clause: t.For, block: tuple[t.Statement, ...], names: dict[str, Expression]
    ) -> None:
        try:
            items = evaluate(self.write(clause.iterable, names), self.settings)
        except SpecError:
            items = None
        if not isinstance(items, list | range) or len(clause.targets) != 1:
            self._refuse(clause, "it has a loop over what the data decide")
        for item in cast("list[object]", items):
            names[clause.targets[0]] = as_expression(item, clause.span)
            self._block(block, names)

    def _assign(
        self, targets: tuple[str, ...], value: Expression, names: dict[str, Expression]
    ) -> None:
        if count_nodes(value) > MAX_NODES:
            self._refuse(value, f"`{targets[0]}` is a formula of more than {MAX_NODES:,} nodes")
        if len(targets) == 1:
            names[targets[0]] = value
        elif isinstance(value, t.Tuple | t.List) and len(value.items) == len(targets):
            names.update(zip(targets, value.items, strict=True))
        else:
            self._refuse(value, "it takes a value apart")

    def _branch(self, statement: t.If, names: Names) -> tuple[t.Statement, ...]:
        for branch in statement.branches:
            try:
                holds = evaluate(self.write(branch.test, names), self.settings)
            except SpecError:
                self._refuse(branch.test, "it has a condition that the data decide")
            if holds:
                return branch.body
        return statement.orelse

    def _comprehension(self, node: t.Comprehension, names: Names) -> Expression:
        inner = dict(names)
        clauses: list[t.For] = []
        for clause in node.clauses:
            iterable = self.write(clause.iterable, inner)
            targets = tuple(self._own(one) for one in clause.targets)
            for target, own in zip(clause.targets, targets, strict=True):
                inner[target] = t.Name(own, span=clause.span)
            clauses.append(replace(clause, targets=targets, iterable=iterable))
        return replace(node, element=self.write(node.element, inner), clauses=tuple(clauses))

    def _own(self, target: str) -> str:
        """A loop's variable; within a function it may not be one of the data's names."""
        return f"{target}_{next(self.numbers)}" if self.calls else target

    def _refuse(self, node: t.Located, reason: str) -> NoReturn:
        outer = self.calls[0] if self.calls else node
        called = outer.function if isinstance(outer, t.Call) else None
        name = called.id if isinstance(called, t.Name) else ""
        self.report.error(
            "unsupported-syntax",
            f"`{name}` can't serve over columns: {reason}",
            outer.span,
            help="write the formula itself, or a function that is one expression",
            related=(Related("here", node.span),) if node is not outer else (),
        )
        raise _StoppedError
