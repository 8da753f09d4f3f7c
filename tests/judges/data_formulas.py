"""Random formulas over columns, judged by Python and NumPy themselves.

A formula is Python's own text, so Python computes it on the same columns with NumPy's functions.
What the language gives must be that, to the last bit and in the same dtype. A formula may also mix
rows: whether it does is seen by computing it for some of the rows alone, and the language must
refuse just those.
"""

import math
import random
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from wtspec.codegen import generate_all
from wtspec.data.learned import Learned
from wtspec.errors import SpecError
from wtspec.model import execute
from wtspec.stages import check, load

ROWS = 23
PARAMS = {"k": 2, "wide": True, "scale": 0.5}
COLUMNS = {"a": (), "b": (), "i": (), "m": (4,), "n": (4,), "t": (3, 4)}
NAMES = """
    abs maximum minimum where mean sum max min std exp sqrt square stack concatenate reshape clip
    floor sign sort argsort cumsum flip roll transpose expand_dims median tanh arange
"""
NUMPY = {name: getattr(np, name) for name in NAMES.split()}
PYTHON = {**NUMPY, **PARAMS, "shape": np.shape, "ndim": np.ndim, "pi": math.pi}
PYTHON |= {"range": range, "len": len, "__builtins__": {}}


@dataclass
class Verdict:
    """How formulas compare: those that agree, and each that does not, with the reason."""

    formulas: int = 0
    refused: int = 0
    differences: list[str] = field(default_factory=list)


def judge(count, seed=0):
    """Compares so many random formulas."""
    draw, verdict = random.Random(seed), Verdict()  # noqa: S311 - chooses test cases
    table, some = columns(seed), np.random.default_rng(seed).permutation(ROWS)[:9]
    for _ in range(count):
        compare(Writer(draw).formula(), table, some, verdict)
    return verdict


def columns(seed):
    """A table: numbers, small integers, matrices and stacks of them."""
    draw = np.random.default_rng(seed)
    found = {name: draw.normal(size=(ROWS, *shape)) for name, shape in COLUMNS.items()}
    return {**found, "i": draw.integers(-3, 4, ROWS)}


def compare(text, table, some, verdict):
    """Adds one formula to the verdict."""
    verdict.formulas += 1
    expected = reference(text, table)
    others = np.setdiff1d(np.arange(ROWS), some)  # in which the greatest of all is, if not in some
    kept = has_rows(expected) and all(
        same(expected[rows], reference(text, {name: one[rows] for name, one in table.items()}))
        for rows in (some, some[:0:-1], some[5:7], others)
    )
    try:
        found = computed(text, table)
    except SpecError as error:
        codes = {one.code for one in error.diagnostics}
        verdict.refused += 1
        if kept or not codes <= {"mixed-rows", "row-count"}:
            verdict.differences.append(f"{text}: refused, {codes}")
        return
    if not kept:
        verdict.differences.append(f"{text}: its rows mix, and it was taken")
    elif not same(expected, found, exact=True):
        verdict.differences.append(f"{text}: {expected.dtype} {expected} and {found}")


def reference(text, table):
    """What Python and NumPy make of the text."""
    with np.errstate(all="ignore"):
        value = eval(text, dict(PYTHON), dict(table))  # noqa: S307 - text of this file's own making
    return np.asarray(value)


def computed(text, table):
    """What the language makes of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spec.yaml"
        path.write_text(SPEC.replace("FORMULA", text))
        checked = check(load(path))
    source = generate_all(checked.program, checked.spec.document.source, "0")
    with np.errstate(all="ignore"):
        return np.asarray(execute(source, "spec").make_inputs(table, Learned())["x"])


def has_rows(array):
    """Whether an array has as many entries as there are rows."""
    return array.ndim > 0 and len(array) == ROWS


def same(one, other, *, exact=False):
    """Whether two arrays are equal: to the last bit, or but for the order of sums."""
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    if exact or one.dtype.kind in "ib":
        return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    return np.allclose(one, other, rtol=1e-9, atol=1e-9, equal_nan=True)


SHAPES = "".join(f"        {name}: {{shape: {list(shape)}}}\n" for name, shape in COLUMNS.items())
SPEC = f"""
wtspec: 1
params: {{k: 2, wide: true, scale: 0.5}}
model:
  inputs: {{x: [batch, ...]}}
  sequential: [{{Dense: 1}}]
data:
  source:
    synthetic:
      rows: {ROWS}
      columns:
{SHAPES.replace("i: {shape: []}", "i: {classes: 5}")}
  inputs:
    x: |-
      FORMULA
  targets: =a
"""


class Writer:
    """Writes formulas of a wanted rank: 1 is a number a row, 2 four numbers, 3 three times four."""

    def __init__(self, draw):
        self.draw = draw
        self.depth = 0

    def formula(self):
        """A formula that may be a row's own, or mix rows."""
        text = self.array(self.draw.choice((1, 1, 2, 2, 3)))
        return self.mixture() if self.draw.random() < 0.15 else text

    def mixture(self):
        """A formula of all rows, or of which some rows are gone."""
        a, m = self.leaf(1), self.leaf(2)
        return self.draw.choice(
            (
                f"{a} - mean({a})",
                f"{m} / sum({m}, axis=0)",
                f"sort({a})",
                f"{a} * cumsum({a})",
                f"roll({m}, 1, axis=0)",
                f"{a}[::-1]",
                f"flip({m}, axis=0) + {m}",
                f"{m}[argsort({m}[:, 0])]",
                f"transpose({m}) @ {m}",
                f"{m} @ transpose({m})",
                f"{a} + {a}[0]",
                f"expand_dims({a}, -1) - {a}",
                f"reshape({m}, [-1, 2])",
                f"concatenate([{a}, {a}])",
                f"stack([{a}, {a}])",
                f"{a} * arange(len({a}))",
                f"{a} / max({a} + {m}[:, 0])",
            )
        )

    def array(self, rank):
        """A formula of that rank."""
        self.depth += 1
        try:
            if self.depth > 5 or self.draw.random() < 0.15:
                return self.leaf(rank)
            return self.draw.choice(self.ways(rank))(rank)
        finally:
            self.depth -= 1

    def ways(self, rank):
        ways = [self.arithmetic] * 4 + [self.elementwise] * 2 + [self.chosen, self.wrapped]
        ways += [self.conditional, self.power]
        if rank < 3:
            ways += [self.reduced, self.part]
        return [*ways, self.along, self.joined] if rank > 1 else ways

    def leaf(self, rank):
        return self.draw.choice({1: ("a", "b", "i"), 2: ("m", "n"), 3: ("t",)}[rank])

    def number(self):
        return self.draw.choice(("1", "2", "0.5", "-1.5", "k", "scale", "k + 1", "pi", "-k ** 2"))

    def wrapped(self, rank):
        return f"({self.array(rank)})"

    def arithmetic(self, rank):
        sign = self.draw.choice(("+", "-", "*", "/", "//", "%", "+", "-", "*"))
        left, right = self.array(rank), self.array(rank)
        if self.draw.random() < 0.3:
            left, right = self.draw.choice(((left, self.number()), (self.number(), right)))
        return f"{self.draw.choice(('', '', '-'))}{left} {sign} {right}"

    def power(self, rank):
        return f"-{self.leaf(rank)} ** {self.draw.choice(('2', '3', 'k'))} {self.tail(rank)}"

    def tail(self, rank):
        return self.draw.choice(("", f"* {self.array(rank)}", f"- {self.number()}"))

    def elementwise(self, rank):
        name = self.draw.choice(("abs", "square", "tanh", "floor", "sign"))
        several = f"{self.draw.choice(('maximum', 'minimum'))}({self.array(rank)}, "
        several += f"{self.draw.choice((self.array(rank), self.number()))})"
        clipped = f"clip({self.array(rank)}, -1, {self.number()} + 20)"
        return self.draw.choice((f"{name}({self.array(rank)})", several, clipped))

    def condition(self, rank):
        sign = self.draw.choice(("<", "<=", ">", ">=", "==", "!="))
        return f"{self.array(rank)} {sign} {self.draw.choice((self.number(), self.array(rank)))}"

    def chosen(self, rank):
        return f"where({self.condition(rank)}, {self.array(rank)}, {self.array(rank)})"

    def conditional(self, rank):
        test = self.draw.choice(("wide", "k > 3", "not wide", "k == 2 and wide"))
        return f"({self.array(rank)} if {test} else {self.array(rank)})"

    def reduced(self, rank):
        name = self.draw.choice(("mean", "sum", "max", "min", "std", "median"))
        axis = -1 if rank == 1 else self.draw.choice((1, -2))
        return f"{name}({self.array(rank + 1)}, axis={axis})"

    def part(self, rank):
        whole = self.array(rank + 1)
        index = self.draw.choice((":, 0", ":, -1", ":, k - 1")) if rank == 1 else ":, 1"
        return f"({whole})[{index}]"

    def along(self, rank):
        whole, name = self.array(rank), self.draw.choice(("sort", "cumsum", "flip"))
        kept = f"{whole} - mean({whole}, axis=-1, keepdims=True)"
        turned = f"({whole})[..., ::-1]"
        return self.draw.choice((f"{name}({whole}, axis=-1)", kept, turned))

    def joined(self, rank):
        if rank == 3:
            return f"stack([{self.array(2)}, {self.array(2)}, {self.array(2)}], axis=1)"
        numbers = ", ".join(self.array(1) for _ in range(4))
        loop = f"stack([c * {self.number()} + j for c in [a, b] for j in range(2)], axis=-1)"
        halves = f"concatenate([({self.array(2)})[:, :2], ({self.array(2)})[:, 2:]], axis=-1)"
        column = f"{self.array(2)} * expand_dims({self.array(1)}, -1)"
        return self.draw.choice((f"stack([{numbers}], axis=-1)", loop, halves, column))
