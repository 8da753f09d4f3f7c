"""The names of classes in Keras's registry: another for each layer that a file may declare."""

import re

import pytest

LAYER = """
layers:
  Scale:
    params: {doc: PARAM}
    inputs: {x: INPUT}
    weights: {w: WEIGHT}
    layers: {dense: SUBLAYER}
    call: dense(x) * w
"""
WEIGHT = "{shape: [4], initializer: ones}"
SAID = {
    "PARAM": "{type: int, default: 4}",
    "INPUT": "{shape: [..., 4]}",
    "WEIGHT": WEIGHT,
    "SUBLAYER": "{layer: {Dense: {units: =doc}}}",
}


@pytest.fixture
def name(source):
    """Gives the name of the class that this layer is, with other things said of its parts."""

    def make(text=LAYER, **said):
        for part, value in (SAID | said).items():
            text = text.replace(part, value)
        return re.findall(r"Scale\.\w{8}", source(text))[-1]

    return make


@pytest.mark.parametrize("part", SAID)
def test_prose_does_not_change_it(part, name):
    assert name(**{part: f"{SAID[part][:-1]}, doc: One of two.}}"}) == name()


def test_prose_about_what_is_in_short_does_not_change_it(name):
    assert name(INPUT="{shape: [..., 4], doc: Rows.}") == name(INPUT="[..., 4]")


def test_prose_about_a_layer_does_not_change_it(name):
    assert name(LAYER.replace("    params:", "    doc: Scales.\n    params:")) == name()


@pytest.mark.parametrize(
    ("declared", "other"),
    [
        ("params: {doc: 4}", "params: {doc: 5}"),
        ("params: {doc: {type: int}}", "params: {doc: {type: float}}"),
        ("inputs: {doc: [..., 4]}", "inputs: {doc: [..., 5]}"),
        (f"weights: {{doc: {WEIGHT}}}", f"weights: {{doc: {WEIGHT.replace('4', '9')}}}"),
        ("layers: {doc: {Dense: 4}}", "layers: {doc: {Dense: 5}}"),
        ("layers: {a: {Part: {doc: 4}}}", "layers: {a: {Part: {doc: 5}}}"),
        ("layers: {a: {layer: {Part: {doc: 4}}}}", "layers: {a: {layer: {Part: {doc: 5}}}}"),
    ],
)
def test_what_is_said_of_things_called_doc_changes_it(declared, other, name):
    texts = [
        f"layers:\n  Part: {{params: {{doc: 4}}, inputs: {{x: [...]}}, call: x}}\n  Scale:\n"
        f'    {one}\n    call: "1"\n' + "    inputs: {y: [...]}\n" * ("inputs" not in one)
        for one in (declared, other)
    ]
    first, second = (name(text) for text in texts)
    assert first != second
