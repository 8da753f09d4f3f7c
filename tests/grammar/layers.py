"""Layers and functions that a file declares."""

from tests.grammar.bodies import body
from tests.grammar.scope import BATCH, REST, Declared, Scope
from tests.grammar.tensors import tensor

SHAPES = {
    "any": (REST, "dim"),
    "flat": (BATCH, "dim"),
    "sequence": (BATCH, "time", "dim"),
    "image": (BATCH, "rows", "columns", "dim"),
}
INITIALIZERS = [
    "glorot_uniform", "zeros", "ones", 0.5, {"RandomNormal": {"stddev": 0.02}}, "Orthogonal",
    "=random.normal(shape) * 0.1", "=zeros(shape)", "=0.1 * ones(shape)",
    {"VarianceScaling": {"scale": 2.0, "mode": "fan_avg", "distribution": "uniform"}},
]  # fmt: skip
REGULARIZERS = [{"L2": 1e-4}, "L1", "=1e-3 * sum(abs({}))"]
CONSTRAINTS = ["NonNeg", "=clip({}, -2, 2)", {"MaxNorm": {"max_value": 2.0}}]
ACTS = ["relu", "gelu", "tanh"]
DOCS = ["One line.", 'Two\nlines: with # signs, "quotes" and \\ slashes.', "é “x” → y"]


def function(chance, name, others):
    """A function of tensors of any shape, with a number as its second parameter."""
    scope = Scope(chance, {"t": (REST,)}, [], floats=["eps"], functions=list(others), pure=True)
    return f"{name}(t, eps=1e-6)", body(scope, (REST,))


def layer(chance, name, layers, functions):
    """A layer, and how others may use it."""
    kind = chance.choice(list(SHAPES))
    shape = SHAPES[kind]
    sized = chance.randrange(2) == 1
    dims = [size for size in shape if size not in (BATCH, REST)]
    spec = {"params": {}, "inputs": {"x": list(shape)}}
    scope = Scope(
        chance, {"x": shape}, [*dims, 2], layers=layers, functions=functions,
        names=["units", "rate", "flag", "act", "total"],
    )  # fmt: skip
    _params(scope, spec, sized)
    if scope.odds(4) and kind == "sequence":
        spec["inputs"]["extra"] = {"shape": [BATCH, "time"], "optional": True}
        scope.names.append("extra")
    output = (*shape[:-1], "units" if sized else "dim")
    spec["call"] = body(scope, output)
    declare(scope, spec)
    if scope.odds(2):
        spec["returns"] = list(output)
    return spec, Declared(name, len(shape) - (kind == "any"), kind == "any", sized)


def _params(scope, spec, sized):
    """Params, each known to the body from then on."""
    if sized:
        spec["params"]["units"] = scope.chance.choice(
            [{"type": "int", "min": 1}, {"type": "int"}, {"type": "int", "doc": "a size"}]
        )
        scope.sizes.append("units")
    if scope.odds(2):
        spec["params"]["rate"] = scope.chance.choice([0.1, {"type": "float", "default": 0.5}])
        scope.floats.append("rate")
    if scope.odds(3):
        spec["params"]["act"] = {"type": "activation", "default": scope.chance.choice(ACTS)}
        scope.activations.append("act")
    if scope.odds(2):
        spec["params"]["flag"] = True
        scope.flags.append("flag")


def declare(scope, spec):
    """What a body came to need becomes weights and sublayers; then docs and what else may be."""
    if scope.weights:
        spec["weights"] = {
            name: _weight(scope, name, shape) for name, shape in scope.weights.items()
        }
    for name in scope.kept:
        kept = {"shape": [], "initializer": "zeros", "trainable": False}
        spec.setdefault("weights", {})[name] = kept
    if scope.sublayers:
        spec["layers"] = {name: _sublayer(scope, one) for name, one in scope.sublayers.items()}
    if scope.odds(3):
        spec["doc"] = scope.chance.choice(DOCS)
    if not spec.get("params"):
        spec.pop("params", None)


def _weight(scope, name, shape):
    chance = scope.chance
    spec = {"shape": list(shape), "initializer": chance.choice(_fitting(shape))}
    if scope.odds(4):
        regularizer = chance.choice(REGULARIZERS)
        spec["regularizer"] = _named(regularizer, name)
    if scope.odds(4):
        spec["constraint"] = _named(chance.choice(CONSTRAINTS[: len(shape) + 1]), name)
    if scope.odds(6):
        spec["dtype"] = chance.choice(["float32", "bfloat16"])
    if scope.odds(6):
        spec["doc"] = chance.choice(DOCS)
    return spec


def _fitting(shape):
    """Initializers that make sense of a shape; some want two dims."""
    return [one for one in INITIALIZERS if len(shape) > 1 or one != "Orthogonal"]


def _named(text, name):
    return text.format(name) if isinstance(text, str) else text


def _sublayer(scope, component):
    """In its short form or the long one."""
    long = isinstance(component, dict) and "layer" in component
    return component if long or not scope.odds(3) else {"layer": component}


CELL = {
    "params": {"units": {"type": "int", "min": 1}},
    "inputs": {"x": [BATCH, "features"]},
    "state": {"h": [BATCH, "units"]},
    "weights": {
        "w": {"shape": ["features", "units"], "initializer": "glorot_uniform"},
        "u": {"shape": ["units", "units"], "initializer": "orthogonal"},
    },
}
ADAPT = {
    "params": {"rank": 4},
    "inputs": {"x": [REST, "features"]},
    "wraps": {"inner": [REST, "units"]},
    "weights": {
        "a": {"shape": ["features", "rank"], "initializer": "glorot_uniform"},
        "b": {"shape": ["rank", "units"], "initializer": "zeros"},
    },
    "returns": [REST, "units"],
}


def cell(chance, functions):
    """A recurrent cell whose new state is made from its old one in some way."""
    mixed = {"x": (BATCH, "features"), "h": (BATCH, "units"), "z": (BATCH, "units")}
    scope = Scope(chance, mixed, [], functions=functions, pure=True, names=["w", "u"])
    lines = ["z = x @ w + h @ u", f"new = tanh({tensor(scope, mixed['h'], 2)})"]
    return {**CELL, "call": "\n".join([*lines, "return new, new"])}


def adapter(chance, functions):
    """A wrapper that adds something of low rank to what it wraps."""
    low = {"x": (REST, "features"), "low": (REST, "units")}
    scope = Scope(chance, low, [], functions=functions, pure=True, names=["a", "b", "inner"])
    lines = ["low = x @ a @ b", f"return inner(x) + {tensor(scope, low['low'], 2)}"]
    return {**ADAPT, "call": "\n".join(lines)}
