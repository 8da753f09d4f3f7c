"""Random formulas beside Python and NumPy: as static values, and as bodies over tensors.

The language is a part of Python's, so that Python itself is asked what a text means: with numbers
for static values, with NumPy's arrays for tensors. Each formula is a function of one file, which is
compiled once; static ones are evaluated as `validate` does besides.
"""

import math
import random
import sys
import tempfile
import types
import warnings
from pathlib import Path

import numpy as np

from wtspec.codegen import generate
from wtspec.errors import Source, Span, SpecError
from wtspec.language import evaluate, parse_expression
from wtspec.stages import check, load

NUMBERS = {"a": 3, "b": 2, "c": -2, "r": 0.5, "s": 1.75, "n": [4, 1, 3]}
SHAPES = {"x": (3, 4), "y": (4,), "z": (2, 3, 4), "u": (3, 1), "i": (3, 4), "j": (4,)}
BOUNDS = {"number-too-large", "range-too-long", "formula-too-long"}
"""What the language refuses, and Python does not."""
WRITTEN = {"division-by-zero", "static-type", "index-out-of-range", "invalid-argument"}
"""Faults of numbers that are written out, told in branches too that are never taken."""


class Static:
    """Draws formulas of numbers, lists and truth values, with few parentheses."""

    def __init__(self, seed):
        self.rng = random.Random(seed)  # noqa: S311 - no secret

    def number(self, depth, names=("a", "b", "c", "r", "s")):
        pick = self.rng.random()
        if depth <= 0 or pick < 0.18:
            return self.rng.choice([*names, str(self.rng.randint(0, 9)), "0.5", "2.25", "1e2"])
        if pick < 0.62:
            sign = self.rng.choice(["+", "-", "*", "/", "//", "%", "**", "+", "-", "*"])
            left, right = self.number(depth - 1, names), self.number(depth - 1, names)
            return self.maybe(f"{left} {sign} {right}")
        if pick < 0.72:
            return f"-{self.maybe(self.number(depth - 1, names))}"
        if pick < 0.80:
            one, other = self.number(depth - 1, names), self.number(depth - 1, names)
            return self.maybe(f"{one} if {self.truth(depth - 1, names)} else {other}")
        if pick < 0.88:
            several = [self.number(depth - 2, names) for _ in range(self.rng.randint(2, 3))]
            return f"{self.rng.choice(['min', 'max'])}({', '.join(several)})"
        if pick < 0.94:
            return f"{self.list(depth - 1, names)}[{self.rng.choice(['0', '-1', '1'])}]"
        function = self.rng.choice(["int", "float", "len"])
        inner = self.list if function == "len" else self.number
        return f"{function}({inner(depth - 1, names)})"

    def truth(self, depth, names):
        pick = self.rng.random()
        if depth <= 0 or pick < 0.5:
            signs = self.rng.choices(["<", "<=", ">", ">=", "==", "!="], k=self.rng.randint(1, 2))
            parts = [self.number(depth - 1, names) for _ in range(len(signs) + 1)]
            if any(" if " in part for part in parts):
                parts = [f"({part})" for part in parts]
            return parts[0] + "".join(f" {s} {p}" for s, p in zip(signs, parts[1:], strict=True))
        if pick < 0.6:
            return f"not {self.truth(depth - 1, names)}"
        word = self.rng.choice(["and", "or"])
        return f"{self.truth(depth - 1, names)} {word} {self.truth(depth - 1, names)}"

    def list(self, depth, names):
        pick = self.rng.random()
        if depth <= 0 or pick < 0.4:
            bounds = self.rng.choice(["", "[1:]", "[:-1]", "[::-1]", "[::2]"])
            return self.rng.choice([f"n{bounds}", f"[{', '.join(self.three(names))}]{bounds}"])
        own = self.rng.choice(["k", "a", "r"])  # may hide a name from without
        inside = (*(name for name in names if name != own), own)
        source = self.rng.choice(["range(3)", "n", f"[{', '.join(self.three(names))}]"])
        return f"[{self.number(depth - 1, inside)} for {own} in {source}]"

    def three(self, names):
        return [self.number(0, names) for _ in range(3)]

    def maybe(self, text):
        return f"({text})" if self.rng.random() < 0.35 else text


class Tensors:
    """Draws bodies over tensors; numbers are quarters, so that few roundings differ."""

    def __init__(self, seed):
        self.rng = random.Random(seed)  # noqa: S311 - no secret

    def body(self):
        lines, names = [], list(SHAPES)
        for _ in range(self.rng.randint(0, 2)):
            name = self.rng.choice(["t", "x", "y"])  # may take over an argument's name
            lines.append(f"{name} = {self.exact(2, names)}")
            names += [name] if name not in names else []
        return "\n".join([*lines, f"return {self.real(3, names)}"])

    def real(self, depth, names):
        pick = self.rng.random()
        if pick < 0.45:
            return self.exact(depth, names)
        if pick < 0.65:
            return f"{self.factor(depth, names)} / {self.rng.choice(['4', '2.5', 'u', 'j'])}"
        if pick < 0.75:
            return f"{self.rng.choice(['x', 'y', 'u'])} ** {self.rng.choice(['2', '3'])}"
        if pick < 0.85:
            return f"-{self.factor(depth, names)} ** 2"
        return f"{self.reduced(depth, names)} * 0.5"

    def factor(self, depth, names):
        text = self.exact(depth - 1, names)
        return text if text.isidentifier() else f"({text})"

    def exact(self, depth, names):
        pick = self.rng.random()
        if depth <= 0 or pick < 0.15:
            return self.rng.choice([*names, "2", "0.5", "3"])
        if pick < 0.55:
            sign = self.rng.choice(["+", "-", "*"])
            return self.maybe(
                f"{self.exact(depth - 1, names)} {sign} {self.exact(depth - 1, names)}"
            )
        if pick < 0.65:
            sign = self.rng.choice(["//", "%"])
            return self.maybe(
                f"{self.factor(depth, names)} {sign} {self.rng.choice(['2', '3', 'j'])}"
            )
        if pick < 0.72:
            return f"-{self.factor(depth, names)}"
        if pick < 0.82:
            sign = self.rng.choice(["<", "<=", ">", ">=", "==", "!="])
            one, other = self.exact(depth - 1, names), self.exact(depth - 1, names)
            test = f"({self.leaf(names)}) {sign} ({self.rng.choice(['0.5', '1', 'y', 'j'])})"
            return f"where({test}, {one}, {other})"
        if pick < 0.88:
            name = self.rng.choice(["maximum", "minimum"])
            return f"{name}({self.exact(depth - 1, names)}, {self.exact(depth - 1, names)})"
        if pick < 0.94:
            owner = self.rng.choice([name for name in ("x", "z") if name in names])
            return f"{SUBJECT[owner]}[{self.rng.choice(SLICES[owner])}]"
        return self.comprehension(depth, names)

    def comprehension(self, depth, names):
        own = self.rng.choice(["k", "y"])  # may hide an argument within
        inside = [*(name for name in names if name != own), own]
        element = self.exact(depth - 1, inside)
        return f"[{element} for {own} in [1, 2, 3]][{self.rng.choice(['0', '-1', '1'])}]"

    def reduced(self, depth, names):
        name = self.rng.choice(["sum", "max", "min", "mean"])
        inner = f"({self.exact(depth - 1, names)}) + z"
        axis = self.rng.choice(["axis=-1", "axis=0", "axis=1, keepdims=True", "axis=(0, 2)"])
        return f"{name}({inner}, {axis})"

    def leaf(self, names):
        return self.rng.choice(names)

    def maybe(self, text):
        return f"({text})" if self.rng.random() < 0.5 else text


SUBJECT = {"x": "i", "z": "z"}
SLICES = {
    "x": [":, 1:2", "0", "-1", "1, 2", "::2, -1:", "..., 0", ":, None, 0", "::-1"],
    "z": ["0", ":, -1", "1, :, 1:2", "..., -1:", "-1, 1", "0, ::2, 0:1"],
}
FUNCTIONS = {
    name: getattr(np, name) for name in ("where", "maximum", "minimum", "sum", "mean", "max", "min")
}


UNITS = [*(("static", seed) for seed in range(14)), *(("tensors", seed) for seed in range(14))]
"""What `make judge` asks: some 10,000 formulas."""


def judge(unit):
    """How many formulas of a unit were compared, and those that differ with what both say."""
    kind, seed = unit
    return judge_static(500, seed) if kind == "static" else judge_tensors(250, seed)


def judge_static(count, seed=0):
    """Compares static formulas: how many, and texts with what both say where they differ."""
    draw = Static(seed)
    texts = [draw.number(4) for _ in range(count)]
    found, kept = [], []
    for text in texts:
        real = _evaluated(text)
        if isinstance(real, SpecError) and _is_bound(real.diagnostics[0]):
            continue  # where Python would go on, perhaps for ever
        expected = _python(text)
        if not _same(expected, real):
            found.append((text, f"static value {real}, but Python {expected}"))
        elif isinstance(real, bool | int | float):
            kept.append((text, expected))
    return count, found + _judge_source(kept)


def judge_tensors(count, seed=0):
    """Compares formulas over tensors for which NumPy has a value, likewise."""
    draw = Tensors(seed)
    bodies = [draw.body() for _ in range(count)]
    given = arrays(seed)
    expected = [_numpy(body, given) for body in bodies]
    pairs = [one for one in zip(bodies, expected, strict=True) if one[1] is not None]
    module, left, found = _module([body for body, _ in pairs], tuple(SHAPES))
    functions = [getattr(module, f"f{index}") for index in left]
    faults = _differences(functions, given, [pairs[index][1] for index in left])
    for index, fault in zip(left, faults, strict=True):
        found += [(pairs[index][0], fault)] if fault else []
    return len(pairs), found


def arrays(seed):
    """The tensors: quarters between -2 and 2 but zero; two of them are whole numbers."""
    rng = np.random.default_rng(seed)
    quarters = np.array([q / 4 for q in range(-8, 9) if q], "float32")
    found = {name: rng.choice(quarters, shape) for name, shape in SHAPES.items()}
    for name in ("i", "j"):
        found[name] = rng.integers(1, 5, SHAPES[name]).astype("int32")
    return found


def _python(text):
    """What Python says; the kind of fault where there is one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = eval(text, {"__builtins__": _BUILTINS, **NUMBERS})  # noqa: S307 - drawn above
    except (ArithmeticError, ValueError, TypeError, IndexError) as error:
        return error
    return value


_BUILTINS = {name: getattr(__import__("builtins"), name) for name in ("int", "float", "len")}
_BUILTINS |= {"min": min, "max": max, "range": range}


def _evaluated(text):
    try:
        return evaluate(parse_expression(text, _locate), dict(NUMBERS))
    except SpecError as error:
        return error


def _locate(start, end):
    return Span(Source("formula", "", is_file=False), 1, start + 1, 1, end + 1)


def _is_bound(fault):
    """Whether the language refuses what Python computes on with."""
    return fault.code in BOUNDS or fault.message.endswith("is not a real number")


def _same(expected, real):
    if isinstance(real, SpecError):
        return isinstance(expected, Exception | complex) or _beyond(expected)
    if isinstance(expected, Exception):
        return False
    return _equal(real, expected)


def _equal(one, other):
    nan = isinstance(one, float) and math.isnan(one)
    return type(one) is type(other) and (nan or one == other)


def _beyond(value):
    """Whether Python computed on with a complex number, or one without end."""
    return isinstance(value, float) and not math.isfinite(value)


def _judge_source(kept):
    """Static formulas as source computes them."""
    module, left, found = _module([f"return {text}" for text, _ in kept], tuple(NUMBERS))
    for index in left:
        text, expected = kept[index]
        real = getattr(module, f"f{index}")(**NUMBERS)
        if not _equal(real, expected):
            found.append((text, f"source gives {real}, but Python {expected}"))
    return found


def _numpy(body, given):
    """What NumPy says; None where it refuses, or where a size or number is out of hand."""
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    namespace = dict(FUNCTIONS)
    exec(f"def f({', '.join(SHAPES)}):\n{lines}", namespace)  # noqa: S102 - drawn above
    try:
        with np.errstate(all="ignore"):
            found = np.asarray(namespace["f"](**given))
    except (ValueError, IndexError, TypeError, ZeroDivisionError):
        return None
    return found if found.size < 5000 and np.abs(found).max(initial=0) < 1e6 else None


def _differences(functions, given, expected):
    """What differs from NumPy; all formulas are compiled as one program."""
    import jax
    import jax.numpy as jnp

    tensors = {name: jnp.asarray(array) for name, array in given.items()}
    faults = [_kind(*pair, tensors) for pair in zip(functions, expected, strict=True)]
    sound = [index for index, fault in enumerate(faults) if not fault]
    program = jax.jit(
        lambda tensors: [functions[index](**tensors) for index in sound],
        compiler_options={"xla_backend_optimization_level": 0},
    )
    for index, real in zip(sound, program(tensors), strict=True):
        wanted = expected[index]
        if not np.allclose(real, wanted, rtol=1e-4, atol=1e-4, equal_nan=True):
            shown = np.asarray(real).ravel()[:4]
            faults[index] = f"{shown}, but NumPy {wanted.ravel()[:4]}"
    return faults


def _kind(function, wanted, tensors):
    import jax

    try:
        real = jax.eval_shape(lambda given: jax.numpy.asarray(function(**given)), tensors)
    except Exception as error:  # noqa: BLE001 - whatever it is, NumPy has a value
        return f"{type(error).__name__}: {str(error)[:200]}"
    if real.shape != wanted.shape:
        return f"the shape {real.shape}, but NumPy {wanted.shape}"
    return "" if real.dtype.kind == wanted.dtype.kind else f"{real.dtype}, NumPy {wanted.dtype}"


def _module(bodies, parameters):
    """A file with a function for each body, compiled, without those that the language refuses.

    Returns:
        The module, the numbers of the bodies in it, and the refusals that are not of a fault that
        is written out in a branch which Python does not take.
    """
    left, found = list(range(len(bodies))), []
    while True:
        lines = ["wtspec: 1", "functions:"]
        owners = {}
        for index in left:
            lines.append(f"  f{index}({', '.join(parameters)}): |")
            for line in bodies[index].split("\n"):
                lines.append(f"    {line}")
                owners[len(lines)] = index
        try:
            return _compiled("\n".join(lines) + "\n"), left, found
        except SpecError as error:
            faulty = {owners[one.span.line]: one for one in error.diagnostics}
            left = [index for index in left if index not in faulty]
            found += [
                (bodies[index], one.message)
                for index, one in faulty.items()
                if one.code not in WRITTEN | BOUNDS
            ]


def _compiled(text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "formulas.yaml"
        path.write_text(text, encoding="utf-8")
        checked = check(load(path))
        source = generate(checked.program, checked.spec.document.source, "0")
    module = types.ModuleType("judged_formulas")
    sys.modules[module.__name__] = module
    exec(compile(source, module.__name__, "exec"), module.__dict__)  # noqa: S102 - our own source
    return module
