"""Training sections: what is drawn either trains, or is refused at a place of the file."""

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

from scripts.fuzz.chance import Chance
from scripts.fuzz.folder import folder
from scripts.fuzz.learn import learn
from scripts.fuzz.oracle import demand
from wtspec.catalog import Component, Kind, Parameter, asks, component, component_names
from wtspec.document.from_python import to_yaml

T = TypeVar("T")

OUTPUTS = {
    "row": "one(x)[:, 0]",
    "unit": "one(x)",
    "units": "three(x)",
    "positions": "steps(x)",
    "positions of one": "expand_dims(steps(x), -1)",
    "positions of three": "reshape(wide(x), (-1, 4, 3))",
    "grid": "reshape(wide(x), (-1, 2, 2, 3))",
    "probability": "sigmoid(one(x))",
    "probabilities": "softmax(three(x))",
    "two": '{"a": one(x), "b": three(x)}',
    "two of one kind": '{"a": three(x), "b": softmax(three(x))}',
    "pair": "one(x), three(x)",
}
COLUMNS = {
    "x": {"shape": [5]},
    "n": {},
    "k": {"classes": 3},
    "many": {"classes": 9},
    "bit": {"classes": 2},
    "wide": {"shape": [3]},
    "line": {"shape": [4]},
    "lines": {"shape": [4, 3]},
    "flags": {"shape": [3], "classes": 2},
    "ids": {"shape": [4], "classes": 3},
    "w": {"low": 0, "high": 1},
    "w4": {"shape": [4], "low": 0, "high": 1},
}
TARGETS = (
    "=n", "=k", "=bit", "=many", "=wide", "=line", "=lines", "=flags", "=ids", "=k + 1",
    "=bit * 2 - 1", "=expand_dims(n, -1)", "=expand_dims(bit, -1)", "=one_hot(k)[:, 1:]",
    "=one_hot(k)", "=expand_dims(k, -1)", "=w", "=-w", "=k == 1", "=expand_dims(line, -1)",
)  # fmt: skip
FITTING: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "row": (("=n", "=bit", "=w", "=bit * 2 - 1"), ()),
    "unit": (("=n", "=bit", "=expand_dims(n, -1)", "=w", "=bit * 2 - 1"), ()),
    "units": (("=wide", "=flags", "=one_hot(k)[:, 1:]"), ("=k", "=expand_dims(k, -1)", "=bit")),
    "positions": (("=line", "=expand_dims(line, -1)"), ("=k", "=bit")),
    "positions of one": (("=line", "=expand_dims(line, -1)"), ("=0 * ids",)),
    "positions of three": (("=lines",), ("=ids",)),
    "probability": (("=bit", "=w", "=expand_dims(bit, -1)"), ()),
    "probabilities": (("=flags", "=one_hot(k)[:, 1:]"), ("=k", "=expand_dims(k, -1)")),
}
"""Targets of the outputs' shape, and labels for them."""

WEIGHTS = ("=w", "=w4", "=wide", "=expand_dims(w, -1)", "=where(n > 0, 1, 0)", "=0 * n", "=n", "=k")
FORMULAS = (
    "=mean(abs(y_true - y_pred), axis=-1)", "=square(y_true - y_pred)", "=mean(y_pred)", "=y_true",
    "=sum(y_true * y_pred, axis=-1)", "=abs(y_true - y_pred)", "=matmul(y_true, y_pred)",
    "=one_hot(cast(y_true, 'int32'), 3) * y_pred", "=0", "=y_pred > y_true", "=log(y_pred)", "own",
)  # fmt: skip
UNWRAPPED = tuple(name for name in component_names("optimizer") if name != "LossScaleOptimizer")
NUMBERS = (0.1, 0.5, 1, 0, 3, -1, 1e-3, 2, 1.0, 1e9)
WORDS = ("loss", "val_loss", "accuracy", "val_mae", "auto", "min", "macro", "sum", "none", "PR")
RARELY = 8


def section(data: bytes) -> str:
    """Draws a training section as the bytes say, with the model and data that it is for."""
    path = folder() / "section.yaml"
    path.write_text(to_yaml_file(draw(Chance(data))), encoding="utf-8")
    return learn(path)


def to_yaml_file(spec: object) -> str:
    """A spec as a file, in flow style."""
    return to_yaml(spec) + "\n"


def draw(chance: Chance) -> dict[str, object]:
    """A spec whose training may be anything; the model and the rows are small."""
    output = chance.choice(list(OUTPUTS))
    targets, wanted = TARGETS, None
    if output in FITTING and not _is(chance, 4):
        alike = FITTING[output]
        wanted = "labels" if alike[1] and _is(chance, 3) else "same"
        targets = alike[wanted == "labels"]
    layers = {"one": {"Dense": 1}, "three": {"Dense": 3}, "steps": {"Dense": 4}}
    layers["wide"] = {"Dense": 12}
    used = {name: one for name, one in layers.items() if f"{name}(" in OUTPUTS[output]}
    model = {"inputs": {"x": ["batch", 5]}, "layers": used, "call": OUTPUTS[output]}
    names = ("a", "b") if output.startswith("two") else ()
    data: dict[str, object] = {
        "source": {"synthetic": {"rows": chance.choice((24, 24, 24, 7, 1)), "columns": COLUMNS}},
        "inputs": {"x": "=x"},
        "targets": _by_output(chance, names, lambda: chance.choice(targets)),
        "batch_size": chance.choice((8, 1, 32, 5)),
    }
    if _is(chance, 3):
        data["weights"] = chance.choice(WEIGHTS)
    if not _is(chance, 3):
        data["split"] = {"validation": 0.25}
    if _is(chance, RARELY):
        data["drop_remainder"] = True
    return {
        "wtspec": 1,
        "functions": {"own(y_true, y_pred)": "mean(square(y_true - y_pred), axis=-1)"},
        "model": model,
        "data": data,
        "train": _train(chance, names, wanted),
    }


def _train(chance: Chance, names: Sequence[str], wanted: str | None) -> dict[str, object]:
    train: dict[str, object] = {"epochs": chance.choice((1, 2))}
    train["optimizer"] = _component(chance, "optimizer")
    train["loss"] = _by_output(chance, names, lambda: _measure(chance, "loss", wanted))
    if _is(chance, 2):
        several = [_measure(chance, "metric", wanted) for _ in range(1 + chance.randrange(3))]
        train["metrics"] = _by_output(chance, names, lambda: several)
    if names and _is(chance, 3):
        train["loss_weights"] = {chance.choice(names): chance.choice(NUMBERS)}
    if _is(chance, 20 if names or wanted == "same" else 6):
        train["class_weight"] = {chance.randrange(4): chance.choice(NUMBERS)}
    if _is(chance, RARELY):
        train["clip_norm"] = chance.choice(NUMBERS)
    if _is(chance, RARELY):
        train["accumulate"] = 2
    if _is(chance, RARELY):
        train["early_stopping"] = _arguments(chance, component("callback", "EarlyStopping"))
    if _is(chance, 4):
        train["callbacks"] = [_component(chance, "callback")]
    return train


def _is(chance: Chance, of: int) -> bool:
    return chance.randrange(of) == of - 1


def _by_output(chance: Chance, names: Sequence[str], make: Callable[[], T]) -> T | dict[str, T]:
    """One, or one for each output; seldom the other of the two."""
    if bool(names) == _is(chance, 20):
        return make()
    return {name: make() for name in names or ("a",)}


def _measure(chance: Chance, kind: Literal["loss", "metric"], wanted: str | None) -> object:
    if _is(chance, 5):
        formula = chance.choice(FORMULAS)
        return {"own_metric": formula} if kind == "metric" else formula
    names = [name for name in component_names(kind) if wanted and _asks(kind, name) == wanted]
    return _component(chance, kind, names or component_names(kind))


def _asks(kind: Literal["loss", "metric"], name: str) -> str | None:
    found = asks(kind, name)
    return found.targets.replace("exact", "same") if found is not None else None


def _component(chance: Chance, kind: Kind, names: Sequence[str] = ()) -> object:
    names = names or component_names(kind)
    name = names[chance.randrange(len(names))]
    found = component(kind, name)
    demand(found is not None, f"no {kind} `{name}`")
    arguments = _arguments(chance, found)
    return {name: arguments} if arguments else name


def _arguments(chance: Chance, found: Component | None) -> dict[str, object]:
    """What is required, and seldom more."""
    return {
        one.name: _argument(chance, one)
        for one in (found.parameters if found is not None else ())
        if (one.required or _is(chance, 12)) and one.name not in ("name", "dtype")
    }


def _argument(chance: Chance, one: Parameter) -> object:
    kinds = one.accepts or ("float",)
    accepted = kinds[chance.randrange(len(kinds))]
    match accepted:
        case "bool":
            return bool(chance.randrange(2))
        case "int":
            return chance.choice((1, 2, 3, 0, 5, -1, 200))
        case "float":
            return chance.choice(NUMBERS)
        case "str":
            return chance.choice(WORDS)
        case "list":
            return chance.choice(([0, 1], [0.25, 0.5], [1], [], [0.1, 0.2, 0.7]))
        case "schedule":
            return _component(chance, accepted)
        case "optimizer":
            return _component(chance, accepted, UNWRAPPED)
        case _:
            return None
