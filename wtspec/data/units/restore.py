"""Takes a target's formula back, so that predictions have the units of the target's column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wtspec.codegen.training.data import name_learned
from wtspec.data.arrays import columns
from wtspec.data.learned import Learned
from wtspec.data.units.inverses import (
    INVERSES,
    KEEPING,
    OPERATORS,
    without_left,
    without_right,
)
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.tree import BinaryOperator
from wtspec.program.answers.constants import constant
from wtspec.program.bound import Operation, Reference
from wtspec.program.program import Program


@dataclass(frozen=True, slots=True)
class Restored:
    """Values in the units of the columns that they stand for.

    Attributes:
        names: Of the column, or of one for each entry of the last axis.
    """

    names: tuple[str, ...]
    values: np.ndarray


@dataclass(frozen=True, slots=True)
class Restorer:
    """What takes formulas back.

    Attributes:
        program: Has the params that they read.
        learned: What their calls have learned.
        types: Of the training's columns, by name.
    """

    program: Program
    learned: Learned
    types: Mapping[str, str]

    def restore(self, formula: Expression, values: np.ndarray) -> Restored | None:
        """What the columns would be of which a formula makes such values.

        Args:
            formula: Of a target.
            values: A model's output, on the formula's scale.

        Returns:
            None where several columns, or none that can be told, would give them.
        """
        match formula:
            case Reference(name, "column"):
                return Restored((name,), values)
            case t.Subscript(Reference(name, "column"), index) if self._is_one_row(index):
                return Restored((name,), values)
            case t.Negative(operand):
                return self.restore(operand, -values)
            case t.Binary(operator, left, right):
                return self._operand(operator, left, right, values)
            case Operation():
                return self._argument(formula, values)
            case _:
                return None

    def _is_one_row(self, index: Expression) -> bool:
        """Whether an index takes one row of each window, as in `y[:, 24]`."""
        source = self.program.sources.get("source")
        if source is None or source.of is None or not isinstance(index, t.Tuple):
            return False
        every, *others = index.items
        return (
            isinstance(every, t.Slice) and len(others) == 1 and not isinstance(others[0], t.Slice)
        )

    def _argument(self, call: Operation, values: np.ndarray) -> Restored | None:
        name, arguments = call.function.name, call.arguments
        if not arguments:
            return None
        if name in ("stack", "columns"):
            return self._several(call, values)
        if name in OPERATORS and len(arguments) == 2:
            return self._operand(OPERATORS[name], *arguments, values)
        if name in KEEPING:
            return self.restore(arguments[0], values)
        if name in ("standardize", "minmax"):
            scaled = self._scaled_back(call, np.asarray(values, "float64"))
            return None if scaled is None else self.restore(arguments[0], scaled)
        if name in INVERSES:
            with np.errstate(all="ignore"):
                return self.restore(arguments[0], INVERSES[name](np.asarray(values, "float64")))
        return None

    def _operand(
        self, operator: BinaryOperator, left: Expression, right: Expression, values: np.ndarray
    ) -> Restored | None:
        before, after = constant(left, self.program.params), constant(right, self.program.params)
        wide = np.asarray(values, "float64")
        with np.errstate(all="ignore"):
            if after is not None:
                found, operand = without_right(operator, wide, after), left
            elif before is not None:
                found, operand = without_left(operator, wide, before), right
            else:
                return None
        return None if found is None else self.restore(operand, found)

    def _scaled_back(self, call: Operation, values: np.ndarray) -> np.ndarray | None:
        kept = self.learned.state.get(name_learned(call, self.program), {})
        if call.function.name == "standardize" and "std" in kept:
            scale, start = np.array(kept["std"]), np.array(kept["mean"])
        elif "max" in kept:
            start, high = np.array(kept["min"]), np.array(kept["max"])
            scale = np.where(high > start, high - start, 1.0)
        else:
            return None
        if scale.size == 1:
            scale, start = scale.reshape(()), start.reshape(())
        elif values.shape[1:] != scale.shape:
            return None
        return values * scale + start

    def _several(self, call: Operation, values: np.ndarray) -> Restored | None:
        """Of a matrix, each column by itself."""
        if call.function.name == "columns":
            names = self._matching(call.arguments[0])
            return Restored(names, values) if values.shape[1:] == (len(names),) else None
        items = call.arguments[0].items if isinstance(call.arguments[0], t.List) else ()
        if values.shape[1:] != (len(items),) or not self._is_last(call):
            return None
        parts = [self.restore(item, values[:, at]) for at, item in enumerate(items)]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        names = tuple(name for part in known for name in part.names)
        return Restored(names, np.stack([part.values for part in known], axis=-1))

    def _is_last(self, call: Operation) -> bool:
        """Whether a `stack` of columns makes a matrix with a row for each row."""
        given = {one.name: one.value for one in call.keywords}
        axis = call.arguments[1] if len(call.arguments) > 1 else given.get("axis")
        return axis is not None and constant(axis, self.program.params) in (1, -1)

    def _matching(self, pattern: Expression) -> tuple[str, ...]:
        """The columns that a pattern stands for, in the order in which `columns` gives them."""
        places = {name: np.array([at]) for at, name in enumerate(self.types)}
        if not isinstance(pattern, t.Value) or not places:
            return ()
        try:
            order = columns(places, str(pattern.value))[0]
        except ValueError:
            return ()
        return tuple(list(self.types)[at] for at in order)
