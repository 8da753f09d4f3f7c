"""A module brings along what its code needs, whatever its texts say."""

import pytest

from wtspec.codegen.free_names import free_names
from wtspec.codegen.script import generate_script
from wtspec.stages import check, load

WORDS = "ops.x keras.x copy_layer( run_in_order( Rematerialized( ScannedLayers( constraint=1"
SPEC = """
wtspec: 1
doc: DOC
layers:
  Linear:
    doc: DOC
    inputs: {x: [..., n]}
    weights: {w: {shape: [n, 3], initializer: ones, doc: DOC}}
    call: x @ w
model:
  doc: DOC
  inputs: {x: [batch, 4]}
  sequential: [Linear]
data: {source: {sklearn: iris}, inputs: {x: =data}, targets: =target}
train: {epochs: 1, optimizer: adam, loss: {SparseCategoricalCrossentropy: {from_logits: true}}}
"""


def script(path, text):
    path.write_text(text, encoding="utf-8")
    checked = check(load(path))
    return generate_script(checked.program, checked.spec.document.source, "0.0")


def test_words_of_a_doc_bring_nothing_along(tmp_path):
    path = tmp_path / "spec.yaml"
    with_words = script(path, SPEC.replace("DOC", f'"{WORDS}"'))
    assert with_words.replace(WORDS, "plain") == script(path, SPEC.replace("DOC", "plain"))


@pytest.mark.parametrize(
    ("given", "constrains"), [("", False), (", kernel_constraint: non_neg", True)]
)
def test_a_script_constrains_weights_that_a_sublayer_may_constrain(tmp_path, given, constrains):
    text = SPEC.replace("[Linear]", f"[Linear, {{Dense: {{units: 3{given}}}}}]")
    found = script(tmp_path / "spec.yaml", text)
    assert ("variable.assign(variable.constraint(variable))" in found) is constrains


@pytest.mark.parametrize(
    ("source", "free"),
    [
        ("def f(ops):\n    return ops.mean(keras.ops)", {"keras"}),
        ("x = 1\ny = [x + one for one in many]", {"many"}),
        ('def f():\n    "keras.ops"\n    return 1  # ops.', set()),
        ("class A(B):\n    def call(self, x=C):\n        return A(D, x)", {"B", "C", "D"}),
    ],
)
def test_free_names_are_those_that_python_looks_up_and_no_statement_defines(source, free):
    assert free_names(source.split("\n")) == free
