"""What the passes over one file share: its tree, its report, and the names of the whole program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeGuard, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from wtspec.catalog import Component
from wtspec.document import Locate, Node, Scalar, Sequence, Step, locator
from wtspec.errors import Report, Span, SpecError
from wtspec.language import (
    Body,
    Expression,
    evaluate,
    parse_atom,
    parse_body,
    parse_expression,
    parse_pattern_entry,
)
from wtspec.language import tree as t
from wtspec.program.declared import Layer, Pattern, Use, Value
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import DRAWING, UNKNOWN, Allowed, Names, Scope, Symbol
from wtspec.resolve.gaps import WHOLE, Gaps
from wtspec.spec import FileSpec, Spec

Parsed = TypeVar("Parsed")


class Context(Struct, frozen=True):
    """One file of a program, or a part of it.

    Attributes:
        spec: The file.
        report: Takes the faults.
        names: The layers and functions of the program.
        gaps: What the file lacks because of faults that have been told.
        part: The steps to the part.
        incomplete: Whether names may be missing in this part of the file.
        missing: Names that are known to be missing in it.
        lost: Its keys under which something is missing.
    """

    spec: Spec
    report: Report
    names: Names
    gaps: Gaps = WHOLE
    part: tuple[Step, ...] = ()
    incomplete: bool = False
    missing: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()

    @property
    def file(self) -> FileSpec:
        """The file's sections."""
        return self.spec.file

    def within(self, *part: Step) -> Context:
        """This context for a part of the file, in which names may be missing for a fault."""
        return replace(
            self,
            part=part,
            incomplete=self.gaps.is_incomplete(part),
            missing=self.gaps.missing(part),
            lost=self.gaps.incomplete.get(part, frozenset()),
        )

    def scope(
        self, place: str, symbols: dict[str, Symbol], allows: frozenset[Allowed] = DRAWING
    ) -> Scope:
        """A scope in which the file's functions can be called."""
        if self.incomplete:
            symbols = {**dict.fromkeys(sorted(self.missing), UNKNOWN), **symbols}
        return Scope(place, symbols, self.names, allows, incomplete=self.incomplete)

    def class_of(self, value: Value) -> Component | Layer | None:
        """The class of Keras, or the declared layer, that a value uses, if it is known."""
        component = value.component if isinstance(value, Use) else None
        return self.names.layer(component) if isinstance(component, str) else component

    def expression(self, node: Node | None) -> Expression | None:
        """Parses a formula, with or without its `=`; faults go to the report."""
        if not isinstance(node, Scalar):
            return None
        return _atom(node) or self._parsed(parse_expression, node)

    def body(self, node: Node | None) -> Body | None:
        """Parses a body; faults go to the report."""
        return self._parsed(parse_body, node) if isinstance(node, Scalar) else None

    def folder(self, place: Span) -> Path:
        """The folder that relative paths at a place count from: that of the file it came from."""
        named = Path(place.source.name)
        return named.resolve().parent if named.is_file() else self.spec.document.path.parent

    def pattern(self, node: Node) -> Pattern:
        """Parses a shape pattern; faults go to the report, and `_` takes their place."""
        items = node.items if isinstance(node, Sequence) else ()
        scalars = [item for item in items if isinstance(item, Scalar)]
        entries = [self._entry(item) or t.Name("_", span=item.span) for item in scalars]
        return Pattern(tuple(entries), node.span)

    def static(self, node: Node, scope: Scope, what: str) -> Expression | None:
        """Parses and binds a formula that must be static."""
        parsed = self.expression(node)
        return new_binder(scope, self.report).static(parsed, what) if parsed is not None else None

    def value(
        self, parsed: Expression, scope: Scope, what: str, values: Mapping[str, object]
    ) -> object:
        """What a static formula comes to; None where it is at fault, which is reported."""
        before = self.report.count
        new_binder(scope, self.report).static(parsed, what)
        return self.evaluated(parsed, values) if self.report.count == before else None

    def evaluated(self, parsed: Expression, values: Mapping[str, object]) -> object:
        """What a formula that is bound comes to; faults go to the report."""
        try:
            return evaluate(parsed, values)
        except SpecError as error:
            self.report.add_all(error.diagnostics)
            return None

    def _entry(self, item: Scalar) -> Expression | None:
        return _atom(item) or self._parsed(parse_pattern_entry, item)

    def _parsed(self, parse: Callable[[str, Locate], Parsed], node: Scalar) -> Parsed | None:
        text, skipped = formula_text(node)
        try:
            return parse(text, locator(node, skipped))
        except SpecError as error:
            self.report.add_all(error.diagnostics)
            return None


def _atom(node: Scalar) -> Expression | None:
    """What a plain scalar says that is a name or a whole number, as most are."""
    if node.style != "plain" or type(node.value) not in (str, int):
        return None
    return parse_atom(node.text, node.span)


def formula_text(node: Scalar) -> tuple[str, int]:
    """A formula's text without its `=`, and how many characters that left out."""
    text = node.text
    if node.value is None or isinstance(node.value, bool):
        text = {None: "none", True: "true", False: "false"}[node.value]
    if not text.startswith("="):
        return text, 0
    stripped = text[1:].lstrip(" ")
    return stripped, len(text) - len(stripped)


def is_formula(node: Node | None) -> TypeGuard[Scalar]:
    """Whether a value is a formula where a plain value is usual."""
    return isinstance(node, Scalar) and isinstance(node.value, str) and node.value.startswith("=")


def literal(node: Scalar) -> t.Value:
    """A plain value as an expression."""
    return t.Value(node.value, span=node.span)


def measured_outputs(context: Context, outputs: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the model's outputs that have targets."""
    targets = context.file.data.targets if context.file.data is not None else None
    return tuple(one for one in outputs if not isinstance(targets, dict) or one in targets)


def all_layers(context: Context, model: Layer | None) -> tuple[Layer, ...]:
    """The layers of the program, and the model."""
    layers = (*map(context.names.layer, context.names.layer_names), model)
    return tuple(one for one in layers if one is not None)
