"""Prints inferred shapes as Python, in terms of the inputs' shapes and the params."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wtspec.codegen.displays import tuple_of
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.naming import classes_name
from wtspec.language import Expression, Extension
from wtspec.language.print import Precedence, Render, render
from wtspec.shapes.algebra.expression import NOWHERE, size_expression
from wtspec.shapes.algebra.polynomial import Polynomial, SizeSymbol, number, symbols
from wtspec.shapes.algebra.shape import Entry, Rest, Shape


class ShapePrinter(Struct, frozen=True):
    """Prints shapes at one place of the source.

    Attributes:
        inputs: The inferred shape of each input.
        bound: The local that holds a dim, for the dims that have one.
        sizing: The dims that are surely known here, since weights have their size.
    """

    printer: Printer
    inputs: Mapping[str, Shape]
    bound: Mapping[str, str]
    sizing: frozenset[str]

    def print(self, shape: Shape, needed: frozenset[int] | None = None) -> str | None:
        """The shape, or None where it can't be said.

        A size that is not needed and not surely known is printed as None, as Keras does. That of
        the batch is never computed with, since it is not known while layers are built.

        Args:
            shape: An inferred shape.
            needed: The axes that are looked at; all but the batch if not given.
        """
        whole = self._whole(shape)
        if whole is not None:
            return whole
        count, start = self._shared(shape)
        entries = [start] if start else []
        for index, entry in enumerate(shape[count:], count):
            wanted = index in needed if needed is not None else index > 0
            text = self._entry(entry, needed=wanted, strict=needed is None)
            if text is None:
                return None
            entries.append(text)
        return tuple_of(entries)

    def _whole(self, shape: Shape) -> str | None:
        """The input that has this shape, and not just by chance where there are several."""
        several = len(self.printer.shapes) > 1
        for name in self.printer.shapes:
            known = self.inputs[name]
            plain = any(number(entry) is not None for entry in known)
            if known is shape or (known == shape and not (plain and several)):
                return self.printer.shape(name)
        return None

    def _shared(self, shape: Shape) -> tuple[int, str]:
        """How many entries an input's shape begins with too, and how to take them from there."""
        best = 0, ""
        several = len(self.printer.shapes) > 1
        for name in self.printer.shapes:
            known = self.inputs[name]
            count = _common(known, shape, named=several)
            left = len(known) - count
            all_but_last = left == 1 and len(known) == len(shape) and not several
            open_ = any(isinstance(entry, Rest) for entry in known[:count])
            if count <= best[0] or not (count > 1 or open_ or all_but_last):
                continue
            stop = f"-{left}" if open_ or left == 1 else f"{count}"
            expression = self.printer.shape(name)
            best = count, f"*{expression}" if not left else f"*{expression}[:{stop}]"
        return best

    def _entry(self, entry: Entry, *, needed: bool, strict: bool) -> str | None:
        if isinstance(entry, Rest):
            return None
        text = self._size(entry, anything=needed and not strict) if entry is not None else None
        if text is None and not needed:
            return "None"
        return text

    def _size(self, size: Polynomial, *, anything: bool) -> str | None:
        """A size; None where it is computed from dims that may not be known."""
        alone = len(size.terms) == 1 and size.terms[0][1] == 1 and len(size.terms[0][0]) == 1
        dims = {one.name for one in symbols(size) if one.source in ("dim", "axis")}
        plain = alone and isinstance(size.terms[0][0][0], SizeSymbol)
        if not plain and not anything and not dims <= self.sizing:
            return None
        expression = size_expression(size, self._name)
        return None if expression is None else render(expression, _as_named)

    def _name(self, name: SizeSymbol) -> Expression | None:
        text = self._symbol(name)
        return None if text is None else _Named(text, span=NOWHERE)

    def _symbol(self, name: SizeSymbol) -> str | None:
        if name.source == "param":
            return self.printer.attributes[name.name]
        if name.source == "classes":
            return self.printer.attributes[classes_name(name.name)]
        if name.name in self.bound:
            return self.bound[name.name]
        for one in self.printer.shapes:
            axis = _axis(self.inputs[one], name)
            if axis is not None:
                return f"{self.printer.shape(one)}[{axis}]"
        return None


class _Named(Extension, frozen=True):
    """What source calls a size."""

    text: str


def _as_named(node: Expression, child: Render) -> tuple[str, int] | None:
    del child
    return (node.text, Precedence.POSTFIX) if isinstance(node, _Named) else None


def _axis(shape: Shape, name: SizeSymbol) -> int | None:
    """Where a name stands alone in a shape; from the end for the last, and behind a `...`."""
    for index, entry in enumerate(shape):
        if isinstance(entry, Polynomial) and entry.terms == (((name,), 1),):
            behind = any(isinstance(one, Rest) for one in shape[:index])
            last = 0 < index == len(shape) - 1
            return index - len(shape) if behind or last else index
    return None


def _common(known: Shape, shape: Shape, *, named: bool) -> int:
    """How many entries two shapes begin with alike; only those with names where asked."""
    count = 0
    for one, other in zip(known, shape, strict=False):
        if one is None or one != other or (named and number(one) is not None):
            break
        count += 1
    return count
