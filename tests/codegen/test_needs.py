"""A module brings along what its code needs, whatever its texts say."""

import ast
import builtins

import pytest

from tests.resolve.inspect_source import free_names
from wtspec.codegen import generate_all
from wtspec.codegen.read_modules import LAYERS, RUN, TRAINING, names_in
from wtspec.codegen.script import generate_script
from wtspec.stages import check, load

NAMES = names_in((*LAYERS, *TRAINING, *RUN))
WORDS = " ".join(
    f"{name}( {name}. {name}" for name in sorted(NAMES | {"constraint=1", "LossScaleOptimizer"})
)
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


@pytest.fixture
def generated(tmp_path):
    """Gives what a spec's text becomes, as a script or a module."""

    def make(text, how=generate_script):
        path = tmp_path / "spec.yaml"
        path.write_text(text, encoding="utf-8")
        checked = check(load(path))
        return how(checked.program, checked.spec.document.source, "0.0")

    return make


def lacking(source):
    """The names that source reads and that neither it nor Python defines."""
    tree = ast.parse(source)
    caught = {one.name for one in ast.walk(tree) if isinstance(one, ast.ExceptHandler)}
    return free_names(tree) - caught - set(dir(builtins))


@pytest.mark.parametrize("how", [generate_script, generate_all])
def test_words_of_a_doc_bring_nothing_along(generated, how):
    with_words = generated(SPEC.replace("DOC", f'"{WORDS}"'), how)
    assert with_words.replace(WORDS, "plain") == generated(SPEC.replace("DOC", "plain"), how)


@pytest.mark.parametrize(
    ("given", "constrains"), [("", False), (", kernel_constraint: non_neg", True)]
)
def test_a_script_constrains_weights_that_a_sublayer_may_constrain(generated, given, constrains):
    text = SPEC.replace("[Linear]", f"[Linear, {{Dense: {{units: 3{given}}}}}]")
    found = generated(text)
    assert ("variable.assign(variable.constraint(variable))" in found) is constrains
    assert ("constrain(model)" in found) is constrains


POWERS = """
wtspec: 1
params: {decay: 0.5, n: 3}
model:
  inputs: {x: [batch, 4]}
  sequential: [{Dense: 3}]
data: {source: {sklearn: iris}, inputs: {x: DATA}, targets: =target}
train:
  epochs: 1
  optimizer: {SGD: {learning_rate: RATE}}
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
"""


@pytest.mark.parametrize("how", [generate_script, generate_all])
@pytest.mark.parametrize(
    ("data", "rate"),
    [("=data", "=0.1 * decay ** n"), ("=data * decay ** n", "0.1"), ("=data", "0.1")],
)
def test_what_data_and_training_call_is_brought_too(generated, how, data, rate):
    source = generated(POWERS.replace("DATA", data).replace("RATE", rate), how)
    assert not lacking(source)
    assert ("def power(" in source) is ("**" in data + rate)


def test_a_script_of_matched_files_imports_what_matches_them(generated, tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    source = generated(
        SPEC.replace("DOC", "plain")
        .replace("{sklearn: iris}", '{csv: "*.csv"}')
        .replace("=data", '"=stack([a, a, a, a], axis=1)"')
        .replace("=target", "=b")
    )
    assert not lacking(source)
    assert "import glob\n" in source


def test_a_function_of_the_file_hides_nothing_that_its_script_calls(generated):
    names = ["narrow", "split_rows", "batch_count", "re", "glob", "save_weights"]
    declared = "functions:\n" + "".join(f"  {name}(x): x + 1\n" for name in names)
    called = "".join(f"{name}(" for name in names) + "x @ w" + ")" * len(names)
    text = SPEC.replace("DOC", "plain").replace("layers:", declared + "layers:", 1)
    tree = ast.parse(generated(text.replace("call: x @ w", f"call: {called}")))
    defined = [one.name for one in tree.body if isinstance(one, ast.FunctionDef | ast.ClassDef)]
    assert len(defined) == len(set(defined))
    assert {f"{name}_" for name in names} <= set(defined)


def test_an_input_hides_no_function_that_a_call_needs(generated):
    text = """
wtspec: 1
layers:
  Halved:
    inputs: {call_with_weights: [batch, n]}
    layers: {dense: {Dense: 3}}
    call: 'dense(call_with_weights, weights={"kernel": dense.kernel / 2})'
model: {inputs: {x: [batch, 4]}, sequential: [Halved]}
"""
    source = "".join(generated(text, generate_all).split())
    assert "defcall(self,call_with_weights):" in source
    assert "call_with_weights(self.dense," in source
    assert "def_compute(self,call_with_weights_):" in source
