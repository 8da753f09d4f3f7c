"""Prints bodies, statement by statement."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from wtspec.codegen.displays import call, dict_of, list_of
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.formulas.shape_sums import of_shape
from wtspec.codegen.formulas.tensors import as_tensors, bound_as_tensors, needed_names
from wtspec.codegen.lines import Lines, indented, placed
from wtspec.codegen.naming import input_argument, unique, variable
from wtspec.errors import Source
from wtspec.language import Body, assigned_names
from wtspec.language import tree as t
from wtspec.language.print import Precedence, quote, render_result
from wtspec.program.bound import LayerCall, Reference
from wtspec.program.walk import in_blocks, in_statements


class BodyPrinter(Struct, frozen=True):
    """Prints the statements of one body.

    Attributes:
        states: Of a recurrent cell, which returns an output and then states: the argument that
            takes these.
        casts_states: Whether these states are cast to the compute dtype.
        taken: Names that a loop's variable must not have.
        needed: Locals that must be tensors, not weights.
        unread: Locals that nothing reads.
        wrap: What is put round each value that is returned, from the expression and its text.
    """

    printer: Printer
    main: Source
    states: str | None = None
    casts_states: bool = False
    taken: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    wrap: Callable[[t.Expression, str], str] | None = None

    def body(self, body: Body) -> Lines:
        """The lines of a body."""
        needed = needed_names(body.statements, self.printer.module.taken)
        printer = dataclasses.replace(self.printer, tuples=_tuples(body.statements))
        unread = _unread(body)
        return replace(self, needed=needed, unread=unread, printer=printer).block(body.statements)

    def block(self, block: tuple[t.Statement, ...]) -> Lines:
        """The lines of a block in a body."""
        return [line for statement in block for line in self._statement(statement)]

    def _statement(self, statement: t.Statement) -> Lines:
        match statement:
            case t.Assign((target,), LayerCall(chain=True) as call):
                return self._chain(target, call, statement)
            case t.Assign(targets, value):
                names = ", ".join(map(self._target, targets))
                value = bound_as_tensors(targets, value, self.needed)
                return [self._placed(f"{names} = {self._result(value)}", statement)]
            case t.Return(value):
                text = self._returned(as_tensors(value))
                return [self._placed(f"return {text}", statement)]
            case t.If():
                return self._if(statement)
            case t.Loop(clause, body):
                names = ", ".join(variable(target) for target in clause.targets)
                iterable = bound_as_tensors(clause.targets, clause.iterable, self.needed)
                head = f"for {names} in {self.printer.print(iterable)}:"
                return [self._placed(head, clause), *indented(self.block(body))]
            case t.Do(call):
                return [self._placed(self._do(call), statement)]

    def _target(self, name: str) -> str:
        """A local that is given a value; an underscore tells that nothing reads it."""
        return f"_{variable(name)}" if name in self.unread else variable(name)

    def _placed(self, text: str, node: t.Located) -> str:
        return placed(text, node.span, self.main)

    def _result(self, value: t.Expression) -> str:
        def child(node: t.Expression, least: int = Precedence.CONDITIONAL, /) -> str:
            del least
            return self.printer.print(node)

        return render_result(value, child)

    def _returned(self, value: t.Expression) -> str:
        if self.wrap is not None:
            return self._wrapped(value, self.wrap)
        if self.states is None or not isinstance(value, t.Tuple):
            return self._result(value)
        output, *states = (self.printer.print(item) for item in value.items)
        if self.casts_states:
            states = [self.printer.call("ops.cast", one, "self.compute_dtype") for one in states]
        if len(states) == 1:  # a list where it came as one, as Keras's cells have it
            return (
                f"{output}, [{states[0]}] if keras.tree.is_nested({self.states}) else {states[0]}"
            )
        return f"{output}, {list_of(states)}"

    def _wrapped(self, value: t.Expression, wrap: Callable[[t.Expression, str], str]) -> str:
        match value:
            case t.Tuple(items):
                return ", ".join(wrap(item, self.printer.print(item)) for item in items)
            case t.Dict(items):
                return dict_of((key, wrap(item, self.printer.print(item))) for key, item in items)
            case _:
                return wrap(value, self.printer.print(value))

    def _chain(self, target: str, node: LayerCall, statement: t.Assign) -> Lines:
        """`x = blocks(x)` as the loop that it is."""
        name = self._target(target)
        first, *rest = node.arguments
        later = [*rest, *(keyword.value for keyword in node.keywords)]
        if not isinstance(node.layer, Reference) or any(_reads(one, target) for one in later):
            return [self._placed(f"{name} = {self.printer.print(node)}", statement)]
        start = self.printer.print(first)
        singular = node.layer.name.removesuffix("s") or "layer"
        one = unique(variable(singular), {*self.taken, name, node.layer.name})
        extra = [self.printer.print(argument) for argument in rest]
        extra += [f"{input_argument(k.name)}={self.printer.print(k.value)}" for k in node.keywords]
        step = f"{name} = {call(one, name, *extra)}"
        before = [] if start == name else [self._placed(f"{name} = {start}", statement)]
        head = f"for {one} in {self.printer.print(node.layer)}:"
        return [*before, self._placed(head, statement), f"    {self._placed(step, statement)}"]

    def _if(self, statement: t.If) -> Lines:
        lines: Lines = []
        for position, branch in enumerate(statement.branches):
            word = "elif" if position else "if"
            head = f"{word} {self.printer.print(branch.test)}:"
            lines += [self._placed(head, branch), *indented(self.block(branch.body))]
        if statement.orelse:
            lines += ["else:", *indented(self.block(statement.orelse))]
        return lines

    def _do(self, call: t.Call) -> str:
        name = call.function.id if isinstance(call.function, t.Name) else ""
        if name == "assign":
            target, value = call.arguments
            uncast = dataclasses.replace(self.printer, casts=None)
            return f"{uncast.print(target)}.assign({self.printer.print(value)})"
        if name == "add_loss":
            return f"self.add_loss({self.printer.print(as_tensors(call.arguments[0]))})"
        metric = call.arguments[0]
        key = quote(metric.value) if isinstance(metric, t.Value) else ""  # pyright: ignore[reportArgumentType]
        return f"self.reported[{key}].assign({self.printer.print(call.arguments[1])})"


def _reads(node: t.Expression, name: str) -> bool:
    from wtspec.program.walk import expressions

    return any(isinstance(one, Reference) and one.name == name for one in expressions(node))


def _tuples(statements: tuple[t.Statement, ...]) -> frozenset[str]:
    """The locals that may be a shape or a part of one."""
    found: set[str] = set()
    for statement in in_blocks(statements):
        match statement:
            case t.Assign((target,), value) if of_shape(value, found):
                found.add(target)
            case _:
                pass
    return frozenset(found)


def _unread(body: Body) -> frozenset[str]:
    """The locals of a body that are given values and that nothing reads."""
    read = {one.name for one in in_statements(body.statements) if isinstance(one, Reference)}
    return frozenset(one for one in assigned_names(body) - read if not one.startswith("_"))
