"""Checks that a body ends in what it returns, and that no line's value is lost."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from wtspec.errors import Related, Report
from wtspec.language.places import Places

STATEMENT_NAMES = ("assign", "add_loss", "add_metric")
"""Calls that stand alone, as a line of a body."""

_RETURN = "end the body with `return value`"


def is_statement(node: ast.expr) -> bool:
    """Whether an expression is a call of `assign`, `add_loss` or `add_metric`."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in STATEMENT_NAMES
        case _:
            return False


def branches(node: ast.If) -> tuple[list[ast.If], list[ast.stmt]]:
    """An `if` and its `elif`s, and the block of its `else`."""
    chain = [node]
    while len(chain[-1].orelse) == 1 and isinstance(chained := chain[-1].orelse[0], ast.If):
        chain.append(chained)
    return chain, chain[-1].orelse


def head(node: ast.stmt, places: Places) -> tuple[int, int]:
    """Where a statement begins, and where it or its first line ends."""
    start, end = places.offsets(node)
    return start, min(end, start + len(places.text[start:].split("\n")[0].rstrip()))


def _returns(node: ast.stmt) -> bool:
    return any(isinstance(inner, ast.Return) for inner in ast.walk(node))


def check_flow(nodes: Sequence[ast.stmt], places: Places, report: Report) -> None:
    """Reports what has no value, no effect or no way out.

    `return` comes last, or last in each branch of a last `if … else`; never in a loop.
    """
    _Flow(places, report).block(nodes, last=True, loop=False)


class _Flow:
    def __init__(self, places: Places, report: Report) -> None:
        self._places = places
        self._report = report

    def block(self, nodes: Sequence[ast.stmt], *, last: bool, loop: bool) -> None:
        for position, node in enumerate(nodes):
            after = nodes[position + 1] if position + 1 < len(nodes) else None
            final = last and after is None
            match node:
                case ast.Return():
                    self._return(node, after, last=last, loop=loop)
                    return
                case ast.If():
                    self._if(node, final=final, loop=loop)
                case ast.For():
                    self.block(node.body, last=False, loop=True)
                    self._no_return(node, final=final and not _returns(node))
                case ast.Expr() if not is_statement(node.value):
                    self._bare(node, final=final)
                case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.Expr():
                    self._no_return(node, final=final)
                case _:
                    pass

    def _return(self, node: ast.Return, after: ast.stmt | None, *, last: bool, loop: bool) -> None:
        if loop:
            repair = "give the value a name in the loop, and return it after"
            self._fault("misplaced-return", "`return` stands inside a loop", node, repair)
        elif not last:
            repair = "put the lines that follow under `else:`"
            self._fault(
                "misplaced-return", "`return` stands before the end of the body", node, repair
            )
        elif after is not None:
            message = "nothing after `return` is ever reached"
            repair = "delete it, or move the `return`"
            related = (Related("this ends the body", self._places.of(node)),)
            self._fault("unreachable-code", message, after, repair, related)

    def _if(self, node: ast.If, *, final: bool, loop: bool) -> None:
        chain, orelse = branches(node)
        if final and not _returns(node):
            self._last_if(node, chain, orelse)
            return
        for block in (*(branch.body for branch in chain), orelse):
            self.block(block, last=final, loop=loop)
        if final and not orelse:
            repair = "add `else:` with a `return`"
            self._fault("missing-return", "the body may end without `return`", node, repair)

    def _last_if(self, node: ast.If, chain: list[ast.If], orelse: list[ast.stmt]) -> None:
        self._no_return(node, final=True)
        for block in (*(branch.body for branch in chain), orelse):
            ending = block[-1:] if block and isinstance(block[-1], ast.Expr) else []
            self.block(block[: len(block) - len(ending)], last=False, loop=False)

    def _bare(self, node: ast.Expr, *, final: bool) -> None:
        if self._faulty(node):
            return
        if final:
            message = "the value of the last line is lost"
            text = self._places.source(node)
            shown = text if len(text) <= 40 and "\n" not in text else "…"
            self._fault("missing-return", message, node, f"write `return {shown}`")
        elif isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            self._fault("lost-value", "a string alone does nothing", node, "comments begin with #")
        else:
            repair = self._named(node.value) or "give it a name, `y = …`, or delete the line"
            self._fault("lost-value", "the value of this line is lost", node, repair)

    def _named(self, value: ast.expr) -> str | None:
        match value:
            case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[other]):
                text = self._places.source(other)
                return f"one `=` gives a name: write `{name} = {text}`" if len(text) < 40 else None
            case ast.Call(func=ast.Name(id="print")):
                return 'a spec prints nothing; `add_metric("name", value)` reports a value'
            case _:
                return None

    def _faulty(self, node: ast.stmt) -> bool:
        """Whether a fault was found in a statement: one mistake, one error."""
        start, end = self._places.offsets(node)
        inside = self._places.span(start, end)
        stop = (inside.end_line, inside.end_column)
        spans = (known.span for known in self._report.diagnostics if known.span)
        return any(inside.start <= span.start < stop for span in spans)

    def _no_return(self, node: ast.stmt, *, final: bool) -> None:
        if final:
            self._fault("missing-return", "the body returns nothing", node, _RETURN)

    def _fault(
        self,
        code: str,
        message: str,
        node: ast.stmt,
        repair: str,
        related: tuple[Related, ...] = (),
    ) -> None:
        span = self._places.span(*head(node, self._places))
        self._report.error(code, message, span, help=repair, related=related)
