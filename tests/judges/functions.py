"""Walks every function of the vocabulary beside the installed Keras.

Each is called, in a layer of its own, as `scripts.catalog_snapshot.calls` writes it: once with
inputs for its tensors, once with weights. What the layer traces to is compared with what Keras's
function traces to by itself: where the two programs are one, so are all values and gradients;
elsewhere both are computed. The shapes that `validate` infers and that Keras's symbolic tensors
have are compared with the real ones.
"""

import re
import sys
import tempfile
import types
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jax
import jax.numpy as jnp
import keras
import numpy as np

from scripts.catalog_snapshot.calls import FUNCTIONS, TENSORS, sample_call
from scripts.catalog_snapshot.functions import public_functions
from scripts.catalog_snapshot.reference import SEED, named, reference, values
from tests.judges.verdict import Verdict
from wtspec.catalog import function, function_names
from wtspec.codegen import generate
from wtspec.shapes.algebra.polynomial import number
from wtspec.shapes.algebra.shape import Rest
from wtspec.shapes.infer import infer_shapes
from wtspec.stages import check, load

LEFT_OUT = {
    ("empty", "values"): "its values are whatever the memory holds",
    ("empty_like", "values"): "its values are whatever the memory holds",
}
"""What of a function can't be judged, and why."""

NOT_WALKED = {"dtype": "it gives a text, and formulas decide nothing by what a tensor is"}
"""Functions that can't be called in a formula to any use, and why."""

GROUPS = [function_names()[start::12] for start in range(12)]
"""The functions in as many parts as may be walked at once."""


@dataclass(frozen=True)
class Walked:
    """A function on its way.

    Attributes:
        by_input: The layer that is given its tensors.
        by_weight: The class of the layer of which they are weights.
        inferred: The shape that `validate` knows, None for open sizes; None where it knows none.
    """

    name: str
    formula: str
    by_input: type
    by_weight: type
    inferred: tuple[int | None, ...] | None

    @cached_property
    def names(self):
        return named(self.formula)

    @cached_property
    def given(self):
        return {name: jnp.asarray(_VALUES[name]) for name in self.names}

    def expected(self, given):
        """What Keras's function gives by itself."""
        return jax.tree.map(jnp.asarray, reference(self.formula, _PYTHON)(given))

    def called(self, layer, given):
        """What the layer gives for inputs."""
        return _seeded(layer)(*given.values()) if given else _seeded(layer)(_NOTHING)

    def weighted(self, layer, given):
        """What the layer gives if its weights have these values."""
        own = {weight.name: weight for weight in layer.weights}
        pairs = [(own[name], value) for name, value in given.items()]
        with keras.StatelessScope(state_mapping=pairs):
            return _seeded(layer)(_NOTHING)


_NOTHING = jnp.zeros(2)
_VALUES = values()
_PYTHON = {name: python for name, (python, _) in public_functions().items()}


def walk(names=None):
    """The verdicts on functions, all if none are named: subject, check, fault, why left out."""
    found = []
    asked = [name for name in names or function_names() if name not in NOT_WALKED]
    for one in prepare(tuple(asked)):
        for title, question in CHECKS.items():
            left_out = LEFT_OUT.get((one.name, title), "")
            fault = "" if left_out else _fault(question, one)
            found.append((one.name, title, fault, left_out))
    return found


def judge_functions(names):
    """The verdicts on some functions."""
    left_out = [(name, "all", "", NOT_WALKED[name]) for name in names if name in NOT_WALKED]
    return [Verdict("functions", *one) for one in (*left_out, *walk(names))]


def counts(found):
    """How many checks hold, and of how many; what is left out is not counted."""
    asked = [one for one in found if not one[3]]
    return sum(not fault for _, _, fault, _ in asked), len(asked)


def prepare(names):
    """The functions' layers, all out of one file."""
    text = ["wtspec: 1", "functions:" + FUNCTIONS.rstrip(), "layers:"]
    for index, name in enumerate(names):
        text += _declared(index, _formula(name))
    program, module = _compiled("\n".join(text) + "\n")
    layers = {layer.name: layer for layer in program.layers}
    functions = {one.name: one for one in program.functions}
    for index, name in enumerate(names):
        inferred = infer_shapes(layers[f"Given{index}"], layers, functions)
        own, weighted = getattr(module, f"Given{index}"), getattr(module, f"Held{index}")
        yield Walked(name, _formula(name), own, weighted, _numbers(inferred.output))


def _formula(name):
    parameters = function(name).parameters
    return sample_call(name, tuple(one.name for one in parameters if one.required))


def _declared(index, formula):
    names = named(formula)
    shapes = {name: list(TENSORS[name].shape) for name in names}
    inputs = {name: f"{{shape: {shapes[name]}, dtype: {TENSORS[name].dtype}}}" for name in names}
    inputs = {
        name: f"{shapes[name]}" if TENSORS[name].dtype == "float32" else text
        for name, text in inputs.items()
    }
    weights = {
        name: f"{{shape: {shapes[name]}, initializer: zeros"
        + ("" if TENSORS[name].dtype == "float32" else f", dtype: {TENSORS[name].dtype}")
        + "}"
        for name in names
    }
    given = inputs or {"nothing": "[_]"}
    body = f"    call: |\n      {formula}"
    held = [f"    weights: {_mapping(weights)}"] if weights else []
    return [
        *(f"  Given{index}:", f"    inputs: {_mapping(given)}", body),
        *(f"  Held{index}:", "    inputs: {nothing: [_]}", *held, body),
    ]


def _mapping(entries):
    return "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"


def _compiled(text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "walk.yaml"
        path.write_text(text, encoding="utf-8")
        checked = check(load(path))
        source = generate(checked.program, checked.spec.document.source, "0")
    module = types.ModuleType("walked_functions")
    sys.modules[module.__name__] = module
    exec(compile(source, module.__name__, "exec"), module.__dict__)  # noqa: S102 - our own source
    return checked.program, module


def _numbers(shape):
    """A shape's sizes, None for those that are open."""
    if shape is None or any(isinstance(size, Rest) for size in shape):
        return None
    return tuple(number(size) for size in shape)


def _seeded(layer):
    """Every random function draws from one seed here, as the reference does."""
    if hasattr(layer, "seed_generator"):
        layer.seed_generator.state.assign([SEED, 0])
    return layer


def _fault(asked, one):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            asked(one)
    except Exception as error:  # noqa: BLE001 - whatever it is, the check does not hold
        return f"{one.formula}: {type(error).__name__}: {str(error)[:400]}"
    return ""


def check_values(one):
    layer = one.by_input()
    _check_alike(lambda given: one.called(layer, given), one.expected, one.given)


def check_weights(one):
    layer = _built(one.by_weight())
    _check_alike(lambda given: one.weighted(layer, given), one.expected, one.given)


def check_mixed_inputs(one):
    layer = one.by_input(dtype="mixed_bfloat16")
    _check_mixed(lambda given: one.called(layer, given), one)


def check_mixed_weights(one):
    layer = _built(one.by_weight(dtype="mixed_bfloat16"))
    _check_mixed(lambda given: one.weighted(layer, given), one)


def check_inferred(one):
    real = jax.tree.leaves(jax.eval_shape(one.expected, one.given))
    if one.inferred is not None and len(real) == 1:
        (found,) = real
        alike = len(one.inferred) == len(found.shape) and all(
            size in (None, known) for size, known in zip(one.inferred, found.shape, strict=True)
        )
        assert alike, f"inferred {one.inferred}, real {found.shape}"


def check_symbolic(one):
    layer = one.by_input()
    tensors = [keras.KerasTensor(value.shape, str(value.dtype)) for value in one.given.values()]
    symbolic = layer.compute_output_spec(*(tensors or [keras.KerasTensor((2,))]))
    real = jax.eval_shape(lambda given: one.called(layer, given), one.given)
    assert _kinds(symbolic) == _kinds(real)


CHECKS = {
    "values": check_values,
    "weights": check_weights,
    "mixed inputs": check_mixed_inputs,
    "mixed weights": check_mixed_weights,
    "inferred shape": check_inferred,
    "symbolic shape": check_symbolic,
}


def _built(layer):
    layer.build((2,))
    return layer


def _kinds(outputs):
    outputs = jax.tree.map(lambda one: jnp.asarray(one) if isinstance(one, int) else one, outputs)
    leaves = jax.tree.leaves(outputs, is_leaf=lambda one: hasattr(one, "shape"))
    return [(tuple(one.shape), str(jnp.dtype(one.dtype))) for one in leaves]


def _check_alike(found, expected, given):
    """Compares values and gradients: by their programs, else by numbers."""
    if _program(found, given) == _program(expected, given):
        return
    _check_close(found(given), expected(given), 1e-5)
    floats = {name: value for name, value in given.items() if value.dtype == jnp.float32}
    others = {name: value for name, value in given.items() if name not in floats}
    if floats and _differentiable(expected, given):
        pair = [
            jax.grad(lambda some, f=function: _total(f({**some, **others})))(floats)
            for function in (found, expected)
        ]
        _check_close(*pair, 1e-4)


def _check_mixed(found, one):
    """Under mixed precision the function is given its tensors in 16 bits, if it takes them."""

    def expected_of(given):
        small = {
            name: value.astype("bfloat16") if value.dtype == jnp.float32 else value
            for name, value in given.items()
        }
        return one.expected(small)

    try:
        if _program(found, one.given) == _program(expected_of, one.given):
            return
        expected = expected_of(one.given)
    except Exception:
        if _refuses(expected_of, one.given):
            return
        raise
    real = found(one.given)
    assert _kinds(real) == _kinds(expected), f"{_kinds(real)}, but Keras {_kinds(expected)}"
    _check_close(real, expected, 0.05)


def _refuses(function, given):
    try:
        jax.block_until_ready(function(given))
    except Exception:  # noqa: BLE001 - whatever the reason
        return True
    return False


def _program(function, given):
    text = str(jax.make_jaxpr(function)(given))
    return re.sub(r"0x[0-9a-f]+", "", text)


def _total(outputs):
    floats = [one for one in jax.tree.leaves(outputs) if jnp.issubdtype(one.dtype, jnp.floating)]
    return sum(jnp.sum(jnp.cos(one) * one) for one in floats)


def _differentiable(function, given):
    outputs = jax.tree.leaves(jax.eval_shape(function, given))
    return any(jnp.issubdtype(one.dtype, jnp.floating) for one in outputs)


def _check_close(found, expected, tolerance):
    ours, theirs = jax.tree.leaves(found), jax.tree.leaves(expected)
    assert len(ours) == len(theirs), f"{len(ours)} outputs, but Keras {len(theirs)}"
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(
            _plain(one), _plain(other), rtol=tolerance, atol=tolerance, equal_nan=True
        )


def _plain(array):
    found = np.asarray(array)
    return found.astype("float32") if found.dtype == jnp.bfloat16 else found
