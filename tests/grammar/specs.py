"""Whole specs, valid by how they are made."""

from tests.grammar.bodies import body
from tests.grammar.layers import adapter, cell, declare, function, layer
from tests.grammar.scope import BATCH, Declared, Scope

LAYERS = ["Mix", "Norm", "Head", "Block"]
FUNCTIONS = ["squash", "center", "mean2"]
OPTIMIZERS = [
    "adam", "SGD", {"AdamW": {"learning_rate": 1e-3, "weight_decay": 0.01}},
    {"Adam": {"learning_rate": {"CosineDecay": {
        "initial_learning_rate": "=rate0", "decay_steps": "=total_steps",
    }}}},
]  # fmt: skip


def spec(chance):
    """A whole file as plain data."""
    made = {"wtspec": 1, "name": chance.choice(["thing", "list", "keras"])}
    made["params"] = {"width": 3 + chance.randrange(3), "rate0": 1e-3}
    functions = _functions(chance, made)
    layers = _layers(chance, made, functions)
    _model(chance, made, layers, functions)
    return made


def _functions(chance, made):
    names = FUNCTIONS[: chance.randrange(len(FUNCTIONS) + 1)]
    found = [function(chance, name, names[:place]) for place, name in enumerate(names)]
    if found:
        made["functions"] = dict(found)
    return names


def _layers(chance, made, functions):
    known = []
    for name, make in (("Cell", cell), ("Adapt", adapter)):
        if chance.randrange(2):
            made.setdefault("layers", {})[name] = make(chance, functions)
            known.append(Declared(name, 0, rest=False, sized=False))
    for name in LAYERS[: 1 + chance.randrange(len(LAYERS))]:
        one, declared = layer(chance, name, list(known), functions)
        made.setdefault("layers", {})[name] = one
        known.append(declared)
    return known


def _model(chance, made, layers, functions):
    """A model with data and training, that tells classes apart or draws near to a number each."""
    shape = (BATCH, *chance.choice([(4,), (3, 4), (2, 3, 4)]))
    classes = 2 + chance.randrange(3)
    scope = Scope(
        chance, {"x": shape}, [*shape[1:], "width"], floats=["rate0"],
        layers=layers, functions=functions, names=["target"], is_model=True,
    )  # fmt: skip
    model = {"inputs": {"x": list(shape)}}
    model["call"] = body(scope, (BATCH, classes))
    declare(scope, model)
    model["returns"] = [BATCH, classes]
    told = chance.randrange(2)
    made["model"] = model
    made["data"] = {
        "source": {"synthetic": {"rows": 8, "columns": {
            "a": {"shape": list(shape[1:])},
            "b": {"classes": classes} if told else {"shape": [classes]},
        }}},
        "inputs": {"x": chance.choice(["=a", "=a / 2", "=standardize(a)"])},
        "targets": "=b",
        "batch_size": 4,
    }  # fmt: skip
    loss = {"SparseCategoricalCrossentropy": {"from_logits": True}} if told else "mse"
    made["train"] = {"epochs": 1, "optimizer": chance.choice(OPTIMIZERS), "loss": loss}
    if chance.randrange(2):
        made["train"]["metrics"] = (
            ["accuracy"] if told else ["mae", {"near": "=mean(abs(y_true - y_pred), axis=-1)"}]
        )
    if chance.randrange(3) == 2:
        made["runtime"] = {"seed": 1}
