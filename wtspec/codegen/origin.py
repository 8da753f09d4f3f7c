"""Finds what the spec says at a place: the span that a statement of generated source came from."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.frames import Step
from wtspec.codegen.naming import attributes, module_names
from wtspec.errors import Source, Span
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.declared import Function, Layer
from wtspec.program.program import Program
from wtspec.program.walk import expressions

_BUILT = re.compile(r"self\.(\w+)\.build\(")


@dataclass(frozen=True, slots=True)
class Owner:
    """The layer or function of the file that a part of generated source was printed from."""

    part: Layer | Function
    attributes: dict[str, str]

    @property
    def span(self) -> Span:
        """Where it is declared."""
        return self.part.span

    def declared(self, attribute: str) -> str:
        """The name that the spec has for an attribute of the class."""
        return next((n for n, found in self.attributes.items() if found == attribute), attribute)

    def is_conditional(self, name: str) -> bool:
        """Whether a weight or sublayer exists only where its `when` holds."""
        if isinstance(self.part, Function):
            return False
        parts = (*self.part.weights, *self.part.sublayers)
        return any(part.name == name and part.when is not None for part in parts)


def find_owner(program: Program, scope: str) -> Owner | None:
    """The part that a class or function of the module was printed from.

    Args:
        scope: A qualified name, `Linear.call` or `rms`.
    """
    names, first = module_names(program), scope.partition(".")[0]
    for layer in program.with_model:
        if names.classes[layer.name] == first:
            return Owner(layer, attributes(layer).names)
    for function in program.functions:
        if names.functions[function.name] == first:
            return Owner(function, {})
    return None


def find_span(program: Program, owner: Owner | None, step: Step) -> Span | None:
    """The expression that a statement was computing, else what is declared on its line."""
    located = [node for node in _located(owner.part) if _is_at(node, step)] if owner else []
    nodes = [node for node in located if isinstance(node, t.Expression)]
    exact = _same_expression(_printer(program, owner), nodes, step) if owner else None
    if exact is not None:
        return exact.span
    spans = [node.span for node in located if node.span.end_line == node.span.line]
    if spans:
        return max(spans, key=lambda span: span.end_column - span.column)
    source = _source(program, step.file)
    return _whole_line(source, step.line) if source is not None and step.line else None


def find_formula(program: Program, formulas: Iterable[Expression], step: Step) -> Expression | None:
    """The data formula, one of several, that a statement was computing."""
    here = [one for one in formulas if any(_is_at(node, step) for node in expressions(one))]
    printer = Printer("data", module_names(program), settings=program.params)
    exact = (one for one in here if _same_expression(printer, expressions(one), step) is not None)
    return next(exact, here[0] if here else None)


def find_sublayer(owner: Owner | None, step: Step) -> Span | None:
    """The sublayer that is built: the one that a statement names, or a loop has come to."""
    if owner is None or isinstance(owner.part, Function):
        return None
    named = _BUILT.match(step.text)
    looped = str(getattr(step.locals.get("layer"), "name", "")).strip("()").partition(".")[0]
    if not named:
        return next((one.span for one in owner.part.sublayers if one.path_name == looped), None)
    name = owner.declared(named[1])
    return next((one.span for one in owner.part.sublayers if one.name == name), None)


@dataclass(frozen=True, slots=True)
class _NamedPart:
    """A named part of a layer, which stands at its key."""

    span: Span


def _located(part: object) -> Iterator[t.Located | _NamedPart]:
    """Everything below a part of the program that stands at a place."""
    if isinstance(part, t.Located):
        yield part
    elif isinstance(getattr(part, "span", None), Span):
        yield _NamedPart(getattr(part, "span"))  # noqa: B009 - parts share no base class
    if isinstance(part, tuple):
        for item in cast("tuple[object, ...]", part):
            yield from _located(item)
    elif not isinstance(part, Span):
        for name in getattr(type(part), "__match_args__", ()):
            yield from _located(getattr(part, name))


def _is_at(node: t.Located | _NamedPart, step: Step) -> bool:
    source = node.span.source
    return node.span.line == step.line and (step.file is None or _is_named(source, step.file))


def _is_named(source: Source, name: str) -> bool:
    return source.name.replace("\\", "/").rpartition("/")[2] == name


def _printer(program: Program, owner: Owner) -> Printer:
    if isinstance(owner.part, Layer):
        return Printer("call", module_names(program), attributes(owner.part))
    return Printer("function", module_names(program))


def _same_expression(printer: Printer, nodes: list[Expression], step: Step) -> Expression | None:
    """The expression that a statement was computing, as the source has it."""
    wanted = _parsed(step.text)
    if wanted is None:
        return None
    return next((node for node in nodes if _printed(printer, node) == wanted), None)


def _printed(printer: Printer, node: Expression) -> str | None:
    if isinstance(node, t.Dots | t.Slice | t.Dict):
        return None
    return _parsed(printer.print(node))


def _parsed(text: str) -> str | None:
    """An expression whatever its layout."""
    try:
        return ast.dump(ast.parse(text.strip(), mode="eval"))
    except SyntaxError:
        return None


def _source(program: Program, file: str | None) -> Source | None:
    """The text of that name; the program's own for None."""
    for node in _located(program):
        source = node.span.source
        if source.name == program.origin if file is None else _is_named(source, file):
            return source
    return None


def _whole_line(source: Source, line: int) -> Span:
    text = source.lines[line - 1] if line <= len(source.lines) else ""
    start = len(text) - len(text.lstrip())
    return Span(source, line, start + 1, line, max(len(text.rstrip()), start + 1) + 1)
