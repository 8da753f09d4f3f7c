"""Specs changed at random into ones that nobody would write."""

import copy
import re
from pathlib import Path

import yaml

HERE = Path(__file__).parent
CONFIGS = HERE.parents[1] / "configs"
FILES = sorted(
    [*CONFIGS.glob("*.yaml"), *CONFIGS.glob("layers/*.yaml"), *HERE.glob("specs/*.yaml")]
)

INJECTION = 'a"""\'\'\'\\\n"\r\nimport os\nCANARY()\n'
SCALARS = [
    None, True, False, 0, 1, -1, 3, 10**6, 2**70, -0.5, 1e308, float("inf"), float("nan"),
    "", " ", "=", "==", "=1/0", "=2**2000", "=[1, 2]", "=(1, 2)", "=none", "=true", "='a'",
    "=batch", "=width", "=units", "=dim", "=index", "=training", "=shape(x)", "=range(3)",
    "=random.normal(shape)", "=zeros(shape)", "=x @ x", "=len([1])", "=min(1, 2)", "=tensor('a')",
    "=mean(y_true)", "=column('x')", "=classes(x)", "=lookup(x)", "=one_hot(x)", "=total_steps",
    "=standardize(data)", "relu", "adam", "zeros", "Dense", "mse", "accuracy", "huber", "float32",
    "int32", "{index}", "{CANARY}", "%s", "...", "_", "batch", "x", "mean", "CANARY\u2028CANARY",
    INJECTION, f"#{INJECTION}", f"='{INJECTION}'", "{" + INJECTION, "'CANARY()#", '"CANARY()#',
    "x = 1\nreturn x", "if training:\n  return x\nelse:\n  return 2 * x", "return x, x",
    "for i in range(3):\n  x = x + i\nreturn x", 'return {"CANARY\\"": x, "b": x}', "return none",
    "a, b = split(x, 2)\nreturn a", "assign(w, w)\nreturn x", "add_loss(sum(x))\nreturn x",
    "add_metric('CANARY\"{}', sum(x))\nreturn x", "x.mean()", "[a for a in x]", "scan(step, x, x)",
    "concatenate([x, x])", "x[:, None, ...]", "-x ** -2", "x == x", "x < x < x", "x is none",
]  # fmt: skip
NODES = [
    [], {}, [[]], {"a": 1}, {"Dense": 10}, {"Dense": {"units": 3}}, {"L2": 1}, {"Adam": {}},
    ["relu"], [1, 2], ["batch", 4], ["...", "d"], ["batch", "..."], {"type": "int"},
    {"layer": {"Dense": 3}, "repeat": 2}, {"layer": "relu", "when": "=true"}, {"type": "layer"},
    {"type": "list", "default": [1]}, {"type": "str", "choices": [INJECTION, "{CANARY}"]},
    {"type": "initializer", "default": {"RandomNormal": {"stddev": 2}}},
    {"shape": ["batch", 3], "optional": True}, {"shape": [2, 3], "initializer": "=zeros(shape)"},
    {"shape": [3], "initializer": "ones", "when": "=true", "doc": INJECTION},
    {"RNN": {"cell": [{"LSTMCell": 3}, {"GRUCell": 2}]}}, {"TimeDistributed": {"layer": "relu"}},
    {"csv": INJECTION}, {"csv": {"path": "a.csv", "null_values": [INJECTION]}}, {"npz": INJECTION},
    {"npy": {INJECTION: "a.npy"}}, {"synthetic": {"rows": 3, "columns": {INJECTION: {}}}},
    {"CosineDecay": {"initial_learning_rate": 1e-3, "decay_steps": "=total_steps"}},
]  # fmt: skip
NAMES = [
    "self", "ops", "keras", "np", "super", "training", "kwargs", "name", "call", "build", "l",
    "print", "type", "len", "range", "__class__", "__init__", "_x", "class", "lambda", "None",
    "true", "pi", "inf", "x", "y", "Dense", "relu", "mean", "shape", "index", "input_shape",
    "dtype", "seed", "states", "table", "learned", "layer", "path", "losses", "config", "cls",
    "dict", "getattr", "ValueError", "model", "main", "batch", "units", "dim", "w", "random",
    "y_true", "y_pred", "total_steps", "é", "a b", "{index}", "", "classes", "column", "tensor",
    INJECTION, "CANARY\n", "reported", "trackers", "seed_generator", "case", "O",
]  # fmt: skip
PIECES = [
    "(", ")", "[", "]", ".", ",", "=", "-", " not ", "*", "**", "@", " if x else y", "x", "0",
    '"', "'", "\\", "\n", "none", ":", "training", "[0]", "(x)", " is none", "shape(x)",
]  # fmt: skip


def read_specs():
    """The specs to start from, as plain data."""
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES]


def mutate(specs, chance):
    """One of the specs with a few of its parts changed.

    Args:
        chance: A `random.Random`, or whatever else has its `choice` and `randrange`.
    """
    tree = copy.deepcopy(chance.choice(specs))
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        places = [place for place in _places(tree) if place]
        change = chance.choice(CHANGES)
        tree = change(tree, chance.choice(places), chance, specs) if places else tree
    return tree


def write(tree):
    """The YAML of a changed spec."""
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=10**6)


def _places(node, place=()):
    yield place
    parts = node.items() if isinstance(node, dict) else ()
    parts = enumerate(node) if isinstance(node, list) else parts
    for key, value in parts:
        yield from _places(value, (*place, key))


def _get(tree, place):
    for step in place:
        tree = tree[step]
    return tree


def _put(tree, place, value):
    _get(tree, place[:-1])[place[-1]] = copy.deepcopy(value)
    return tree


def _to_scalar(tree, place, chance, specs):
    return _put(tree, place, chance.choice(SCALARS))


def _to_node(tree, place, chance, specs):
    return _put(tree, place, chance.choice(NODES))


def _to_part_of_another(tree, place, chance, specs):
    other = chance.choice(specs)
    return _put(tree, place, _get(other, chance.choice([p for p in _places(other) if p])))


def _without(tree, place, chance, specs):
    del _get(tree, place[:-1])[place[-1]]
    return tree


def _renamed(tree, place, chance, specs):
    parent, name = _get(tree, place[:-1]), chance.choice(NAMES)
    if isinstance(parent, dict):
        items = [(name if key == place[-1] else key, value) for key, value in parent.items()]
        parent.clear()
        parent.update(items)
    return tree


def _renamed_everywhere(tree, place, chance, specs):
    old, new = str(place[-1]), chance.choice(NAMES)
    if not (old.isidentifier() and new.isidentifier()):
        return tree
    return yaml.safe_load(re.sub(rf"\b{old}\b", new, write(tree)))


def _doubled(tree, place, chance, specs):
    parent = _get(tree, place[:-1])
    if isinstance(parent, list):
        parent.insert(place[-1], copy.deepcopy(parent[place[-1]]))
        return tree
    return _put(tree, (*place[:-1], chance.choice(NAMES)), parent[place[-1]])


def _swapped(tree, place, chance, specs):
    other = chance.choice([one for one in _places(tree) if one])
    if other[: len(place)] == place or place[: len(other)] == other:
        return tree
    one, two = _get(tree, place), _get(tree, other)
    return _put(_put(tree, place, two), other, one)


def _with_another_word(tree, place, chance, specs):
    text = _get(tree, place)
    words = re.findall(r"\w+", text) if isinstance(text, str) else []
    if not words:
        return tree
    name = chance.choice(NAMES)
    return _put(tree, place, re.sub(rf"\b{chance.choice(words)}\b", lambda _: name, text))


def _with_another_piece(tree, place, chance, specs):
    text = _get(tree, place)
    if not isinstance(text, str):
        return tree
    at = chance.randrange(len(text) + 1)
    piece = chance.choice(PIECES)
    return _put(tree, place, text[:at] + piece + text[at + chance.randrange(3) :])


CHANGES = [
    _to_scalar, _to_node, _to_part_of_another, _without, _renamed, _renamed_everywhere, _doubled,
    _swapped, _with_another_word, _with_another_piece,
]  # fmt: skip
