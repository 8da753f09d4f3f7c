import pytest

from wtspec.document import plain, read_text
from wtspec.document.merge import merge


def merged(base, over):
    return plain(merge(read_text(base, "base.yaml"), read_text(over, "over.yaml")))


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        ("{a: {b: 1, c: 2}}", "{a: {c: 3}, d: 4}", {"a": {"b": 1, "c": 3}, "d": 4}),
        ("{a: [1, 2]}", "{a: [3]}", {"a": [3]}),
        ("{a: {b: 1}}", "{a: 2}", {"a": 2}),
        ("{a: 2}", "{a: {b: 1}}", {"a": {"b": 1}}),
        ("{a: 1, b: 2}", "{a: null}", {"b": 2}),
        ("{a: 1, b: 2}", "{a: }", {"b": 2}),
        ("{b: 2}", "{a: null}", {"b": 2, "a": None}),
        ("{a: {1: b, 2: c}}", "{a: {0x1: null, 02: d}}", {"a": {2: "d"}}),
    ],
)
def test_mappings_merge_and_null_removes(base, over, expected):
    assert merged(base, over) == expected


def test_the_base_s_order_is_kept():
    assert list(merged("{z: 1, a: {y: 1, b: 2}}", "{b: 3, a: {b: 4, c: 5}, z: 6}")) == [
        "z",
        "a",
        "b",
    ]


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        (
            "{train: {optimizer: {Adam: {learning_rate: 1, beta_1: 2}}}}",
            "{train: {optimizer: {Adam: {learning_rate: 3}}}}",
            {"train": {"optimizer": {"Adam": {"learning_rate": 3, "beta_1": 2}}}},
        ),
        (
            "{train: {optimizer: {Adam: {beta_1: 2}}}}",
            "{train: {optimizer: {SGD: {momentum: 3}}}}",
            {"train": {"optimizer": {"SGD": {"momentum": 3}}}},
        ),
        (
            "{optimizer: {adam: {a: 1}}}",
            "{optimizer: {sgd: {b: 1}}}",
            {"optimizer": {"sgd": {"b": 1}}},
        ),
        (
            "{data: {source: {sklearn: digits}, batch_size: 2}}",
            "{data: {source: {csv: x.csv}}}",
            {"data": {"source": {"csv": "x.csv"}, "batch_size": 2}},
        ),
        (
            "{Adam: {learning_rate: {CosineDecay: {decay_steps: 1}}}}",
            "{Adam: {learning_rate: {ExponentialDecay: {decay_rate: 2}}}}",
            {"Adam": {"learning_rate": {"ExponentialDecay": {"decay_rate": 2}}}},
        ),
        (
            "{kernel_initializer: {mine: {a: 1}}}",
            "{kernel_initializer: {other: {b: 1}}}",
            {"kernel_initializer": {"other": {"b": 1}}},
        ),
        (
            "{layers: {drop: {Dropout: 0.1}}}",
            "{layers: {drop: {SpatialDropout1D: 0.2}}}",
            {"layers": {"drop": {"SpatialDropout1D": 0.2}}},
        ),
        (
            "{layers: {a: {layer: {Dense: 10}, name: x}}}",
            "{layers: {a: {layer: {Conv1D: 3}}}}",
            {"layers": {"a": {"layer": {"Conv1D": 3}, "name": "x"}}},
        ),
        (
            "{layers: {a: {layer: {Dense: 10}, name: x}}}",
            "{layers: {a: {Conv1D: 3}}}",
            {"layers": {"a": {"Conv1D": 3}}},
        ),
        (
            "{layers: {a: {Conv1D: 3}}}",
            "{layers: {a: {layer: {Dense: 10}, repeat: 2}}}",
            {"layers": {"a": {"layer": {"Dense": 10}, "repeat": 2}}},
        ),
    ],
)
def test_a_component_of_another_name_replaces(base, over, expected):
    assert merged(base, over) == expected


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        (
            "{layers: {Linear: {doc: a}}}",
            "{layers: {Other: {doc: b}}}",
            {"layers": {"Linear": {"doc": "a"}, "Other": {"doc": "b"}}},
        ),
        ("{params: {A: 1}}", "{params: {B: 2}}", {"params": {"A": 1, "B": 2}}),
        (
            "{params: {source: {type: int}}}",
            "{params: {source: {min: 1}}}",
            {"params": {"source": {"type": "int", "min": 1}}},
        ),
        (
            "{weights: {layer: {shape: []}}}",
            "{weights: {layer: {trainable: false}}}",
            {"weights": {"layer": {"shape": [], "trainable": False}}},
        ),
        (
            "{train: {epochs: 1}}",
            "{train: {optimizer: x}}",
            {"train": {"epochs": 1, "optimizer": "x"}},
        ),
        ("{loss: {a: mse}}", "{loss: {b: mae}}", {"loss": {"a": "mse", "b": "mae"}}),
        ("{split: {test: 0.1}}", "{split: {seed: 1}}", {"split": {"test": 0.1, "seed": 1}}),
        (
            "{A: {inputs: {X: [a]}}}",
            "{A: {inputs: {Y: [a]}}}",
            {"A": {"inputs": {"X": ["a"], "Y": ["a"]}}},
        ),
    ],
)
def test_names_that_a_file_gives_are_no_choices(base, over, expected):
    assert merged(base, over) == expected


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        (
            "{train: {epochs: 1, loss: x}}",
            "{train: {steps: 2}}",
            {"train": {"loss": "x", "steps": 2}},
        ),
        ("{train: {steps: 1}}", "{train: {epochs: 2}}", {"train": {"epochs": 2}}),
        (
            "{model: {layers: {a: relu}, call: a(x), inputs: {x: [b]}}}",
            "{model: {sequential: [relu]}}",
            {"model": {"inputs": {"x": ["b"]}, "sequential": ["relu"]}},
        ),
        (
            "{model: {sequential: [relu]}}",
            "{model: {call: relu(x)}}",
            {"model": {"call": "relu(x)"}},
        ),
        (
            "{layers: {A: {sequential: [relu]}}}",
            "{layers: {A: {layers: {b: relu}, call: b(x)}}}",
            {"layers": {"A": {"layers": {"b": "relu"}, "call": "b(x)"}}},
        ),
        ("{params: {steps: 1}}", "{params: {epochs: 2}}", {"params": {"steps": 1, "epochs": 2}}),
        (
            "{model: {sequential: [relu], call: x}}",
            "{model: {sequential: null}}",
            {"model": {"call": "x"}},
        ),
    ],
)
def test_rival_keys_replace_each_other(base, over, expected):
    assert merged(base, over) == expected


def test_every_node_keeps_the_place_where_it_was_written():
    tree = merge(read_text("a: {b: 1, c: 2}", "base.yaml"), read_text("\na: {c: 3}", "over.yaml"))
    inner = tree.get("a")
    assert str(inner.get("b").span) == "base.yaml:1:8"
    assert str(inner.get("c").span) == "over.yaml:2:8"
    assert str(inner.entries["c"].key.span) == "over.yaml:2:5"
