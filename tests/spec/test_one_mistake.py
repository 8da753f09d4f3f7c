"""One mistake in a good file: one fault, in the right place, with its repair."""

import pytest

MISTAKES = [
    # keys
    ("optimizer: adam", "optimiser: adam", "unknown-key", "optimiser", "`optimizer`"),
    ("epochs: 10", "epochs: 10\n  lr: 1e-3", "unknown-key", "lr", "Adam: {learning_rate"),
    ("  loss: {", "  loss_function: {", "unknown-key", "loss_function", "`loss`"),
    ("  batch_size: 32", "  batchsize: 32", "unknown-key", "batchsize", "`batch_size`"),
    ("shape: [units]", "units: [units]", "unknown-key", "units", "`shape`"),
    ("seed: 0", "seed: 0\n  epochs: 3", "unknown-key", "epochs", "belongs under `train`"),
    ("    call: |", "    forward: |", "unknown-key", "forward", "`call`"),
    ("seed: 0", "0: 0", "unknown-key", "0", None),
    ("  targets: =target", "  targets: =target\n  source_: 3", "unknown-key", "source_", None),
    ("  inputs: {pixels: =data / 16}\n", "", "missing-key", "data", None),
    ("  epochs: 10\n", "", "missing-key", "train", None),
    ("shape: [units], ", "", "missing-key", "bias", None),
    ("wtspec: 1\n", "", "missing-key", "name", "wtspec: 1"),
    ("wtspec: 1", "wtspec: 2", "unsupported-version", "2", None),
    ("runtime:", "tests:", "later-version", "tests", None),
    # kinds
    ("seed: 0", "- seed: 0", "wrong-type", "- seed: 0", "remove the `- `"),
    ("shape: [units]", "shape: units", "wrong-type", "units", "`[units]`"),
    ("x: [..., features]", "x: 3", "wrong-type", "3", "`[3]`"),
    ("x: [..., features]", "x: {shape: 3}", "wrong-type", "3", "`[3]`"),
    ("x: [..., features]", "x: {shap: [3]}", "unknown-key", "shap", "`shape`"),
    ("[batch, 64]", "[batch, 64.5]", "wrong-type", "64.5", None),
    ("epochs: 10", "epochs: 1e3", "wrong-type", "1e3", "`1000`"),
    ("  inputs: {pixels: =data / 16}", "  inputs:", "wrong-type", "inputs", "indented"),
    ("{sklearn: digits}", "rows.csv", "wrong-type", "rows.csv", "`{csv: rows.csv}`"),
    ("[accuracy]", "3", "wrong-type", "3", None),
    # formulas
    ("epochs: 10", "epochs: 4 * width", "bare-formula", "4 * width", "`=4 * width`"),
    ("epochs: 10", 'epochs: "10"', "wrong-type", '"10"', "quotes"),
    ("batch_size: 32", "shuffle: yes", "wrong-type", "yes", "`true`"),
    ("when: use_bias", 'when: ""', "empty-value", '""', None),
    # ranges and choices
    ("batch_size: 32", "batch_size: 0", "out-of-range", "0", None),
    ("validation: 0.1", "validation: 1.5", "out-of-range", "1.5", None),
    ("sklearn: digits", "sklearn: digit", "invalid-choice", "digit", "`digits`"),
    ("when: use_bias", "dtype: flaot32", "invalid-choice", "flaot32", "`float32`"),
    ("{sklearn: digits}", "{images: {path: a, channels: 2}}", "invalid-choice", "2", None),
    # names
    ("use_bias: true", "class: true", "invalid-name", "class", "`class_`"),
    ("  Linear:\n", "  9Linear:\n", "invalid-name", "9Linear", "`Linear`"),
    ("name: digits", "name: my model", "invalid-name", "my model", "`my_model`"),
    ("use_bias: true", "kernel: true", "duplicate-name", "kernel", None),
    # components
    ("- Dense: 10", "- {Dense: 10, repeat: 3}", "several-names", None, "`{layer: {Dense: …}"),
    ("adam", "{Adam: {}, lr: 1}", "several-names", None, "`{Adam: {…, lr: 1}}`"),
    ("- relu", "- {layer: relu, repeat: 0}", "out-of-range", "0", None),
    ("- relu", "- {layer: relu, nam: a}", "unknown-key", "nam", "`name`"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[1].strip())
def test_one_mistake_gives_one_fault_in_its_place(mutated, mistake):
    old, new, code, place, repair = mistake
    fault, text = mutated(old, new)
    assert fault.code == code
    assert place is None or text == place
    assert repair is None or repair in (fault.help or "")


def test_an_unknown_key_is_told_what_is_legal(mutated):
    fault, _ = mutated("batch_size: 32", "bach: 32")
    assert "`batch_size`" in fault.expected
    assert "`epochs`" not in fault.expected


def test_a_wrong_value_says_what_it_is_in_the_words_of_yaml(mutated):
    fault, _ = mutated("epochs: 10", "epochs: [1]")
    assert fault.expected == "a whole number or a formula that starts with `=`"
    assert fault.received == "a list"


def test_faults_of_all_sections_come_together(faults, good):
    text = good.replace("epochs: 10", "epochs: 0").replace("seed: 0", "sed: 0")
    text = text.replace("initializer: zeros", "initialiser: zeros")
    found = faults(text)
    assert [fault.code for fault in found] == ["unknown-key", "out-of-range", "unknown-key"]


def test_a_fault_in_one_layer_hides_no_rule_of_another(faults, good):
    other = "layers:\n  Other: {inputs: {x: [batch]}, call: x, sequential: [relu]}\n"
    found = faults(good.replace("layers:\n", other, 1).replace("shape: [units]", "shape: 3"))
    assert {fault.code for fault in found} == {"two-bodies", "wrong-type"}
