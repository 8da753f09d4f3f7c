"""Rules between the keys of a section."""

import pytest

CASES = [
    # layers
    ("  sequential:\n", "  call: pixels\n  sequential:\n", "two-bodies", "sequential"),
    ("    pixels: [batch, 64]", "    pixels: [batch]\n    b: [batch]", "input-count", "inputs"),
    ("- Dense: 10", "- relu\n  layers: {a: relu}", "unused-declaration", "layers"),
    ("when: use_bias", "dtype: int32, trainable: true", "trainable-integer", "true"),
    (
        "when: use_bias",
        "trainable: false, regularizer: L2",
        "untrained-regularizer",
        "regularizer",
    ),
    ("when: use_bias", "dtype: int32, constraint: NonNeg", "untrained-constraint", "constraint"),
    ("when: use_bias", "trainable: false, lr_scale: 2", "untrained-scale", "lr_scale"),
    ("when: use_bias", "sharding: [a, null]", "sharding-rank", "[a, null]"),
    ("seed: 0", "mesh: {data: auto, model: auto}", "several-autos", "mesh"),
    ("seed: 0", "mesh: {}", "empty-value", "{}"),
    ("seed: 0", "mesh: {a-b: 2}", "invalid-name", "a-b"),
    (
        "epochs: 10",
        "epochs: 10\n  groups: [{match: a, sharding: [data, null, data]}]",
        "duplicate-axis",
        "data",
    ),
    ("- relu\n", "- {layer: relu, name: a}\n    - {layer: relu, name: a}\n", "duplicate-name", "a"),
    # params
    ("{type: int, min: 1}", "{type: int, min: 1, default: 0}", "out-of-range", "0"),
    ("{type: int, min: 1}", "{type: int, default: true}", "wrong-type", "true"),
    ("{type: int, min: 1}", "{type: str, choices: [a, b], default: c}", "invalid-choice", "c"),
    ("{type: int, min: 1}", "{type: str, min: 1}", "unused-bound", "min"),
    ("{type: int, min: 1}", "{type: int, min: 2, max: 1}", "empty-range", "2"),
    ("{type: int, min: 1}", "{min: 1}", "missing-key", "units"),
    ("{type: int, min: 1}", "{type: null}", "missing-key", "units"),
    ("{type: int, min: 1}", "null", "missing-type", "units"),
    ("width: 64", "width: {RandomNormal: {}}", "missing-type", "{RandomNormal: {}}"),
    # data
    ("{sklearn: digits}", "{csv: a.csv, npz: b.npz}", "source-count", "source"),
    ("{sklearn: digits}", "{}", "source-count", "source"),
    ("batch_size: 32", "test: {csv: a.csv}", "split-twice", "test"),
    (
        "{sklearn: digits}",
        "{csv: {path: a.csv, separator: '\"'}}",
        "invalid-separator",
        "'\"'",
    ),
    ("{sklearn: digits}", "{csv: {path: a.csv, separator: é}}", "invalid-separator", "é"),
    ("test: 0.1", "test: 0.9", "out-of-range", "{validation: 0.1, test: 0.9}"),
    ("test: 0.1", "stratify: target, shuffle: false", "ordered-stratify", "target"),
    (
        "{sklearn: digits}",
        "{synthetic: {rows: 3, columns: {data: {low: 2, high: 1}}}}",
        "empty-range",
        "2",
    ),
    (
        "{sklearn: digits}",
        "{synthetic: {rows: 3, columns: {data: {classes: 2, low: 1}}}}",
        "contradictory-column",
        "low",
    ),
    # train
    ("epochs: 10", "epochs: 10\n  steps: 100", "two-lengths", "steps"),
    ("epochs: 10", "epochs: 10\n  groups: [{match: a}]", "empty-group", "{match: a}"),
    (
        "epochs: 10",
        "epochs: 10\n  checkpoint: {every: 3 hours}",
        "invalid-interval",
        "3 hours",
    ),
    # functions
    ("layers:\n", "functions: {f: x}\nlayers:\n", "invalid-signature", "f"),
    ("layers:\n", "functions: {if(x): x}\nlayers:\n", "invalid-name", "if(x)"),
    ("layers:\n", "functions: {f(x): x, f(y): y}\nlayers:\n", "duplicate-name", "f(y)"),
]


@pytest.mark.parametrize(("old", "new", "code", "place"), CASES)
def test_a_broken_rule_is_one_fault_in_its_place(mutated, old, new, code, place):
    fault, text = mutated(old, new)
    assert (fault.code, text) == (code, place)


def test_a_layer_needs_a_body(faults):
    (fault,) = faults("wtspec: 1\nlayers: {A: {inputs: {x: [batch]}}}\n")
    assert fault.code == "missing-key"
    assert "neither `call` nor `sequential`" in fault.message


def test_a_state_beside_a_stack_is_never_used(faults):
    layer = "{inputs: {x: [b]}, state: {h: [b]}, sequential: [relu]}"
    (fault,) = faults(f"wtspec: 1\nlayers: {{A: {layer}}}\n")
    assert fault.code == "unused-declaration"


def test_a_clash_of_names_shows_both_places(mutated):
    fault, _ = mutated("use_bias: true", "kernel: true")
    (related,) = fault.related
    assert related.span.line < fault.span.line


def test_a_file_param_and_a_name_of_the_model_clash(mutated):
    fault, _ = mutated("    pixels: [batch, 64]", "    width: [batch, 64]")
    assert fault.code == "duplicate-name"


def test_two_layers_may_use_the_same_names(spec, good):
    more = "layers:\n  Other: {inputs: {x: [batch]}, call: x}\n"
    assert set(spec(good.replace("layers:\n", more, 1)).file.layers) == {"Other", "Linear"}
