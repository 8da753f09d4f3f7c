"""What the YAML language server underlines."""

import pytest

from tests.schema.files import SPECS, cases, is_marked

MARKED = [case for case in cases() if is_marked(case)]
MODEL = "wtspec: 1\nmodel:\n  inputs: {x: [batch, 4]}\n"
TRAIN = "wtspec: 1\ntrain:\n  epochs: 1\n"
OWN = "wtspec: 1\nlayers:\n  Mine: {inputs: {x: [b]}, call: x}\nmodel:\n  inputs: {x: [b]}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{TRAIN}  optimzer: adam\n  optimizer: adam\n", (4, "Property optimzer is not allowed.")),
        (f"{TRAIN}  optimizer: {{Adm: {{}}}}\n", (4, "Property Adm is not allowed.")),
        (f"{TRAIN}  optimizer: {{Adam: {{lr: 1}}}}\n", (4, "Property lr is not allowed.")),
        (f"{TRAIN}  optimizer: adam\n  steps: 3\n", (5, 'Incorrect type. Expected "null".')),
        (f"{MODEL}  sequential:\n    - Dens: 3\n", (5, "Property Dens is not allowed.")),
        (f"{MODEL}  sequential:\n    - Dense: {{}}\n", (5, 'Missing property "units".')),
        (
            f"{MODEL}  sequential:\n    - {{layer: relu, nam: a}}\n",
            (5, "Property nam is not allowed."),
        ),
        (
            f"{OWN}  sequential: [{{Mine: 3}}, {{Lambda: 3}}]\n",
            (6, "Property Lambda is not allowed."),
        ),
    ],
)
def test_a_mistake_is_underlined_once_where_it_is(server, text, message):
    assert server.diagnose(text) == [message]


def test_a_misspelt_name_is_told_the_names_that_there_are(server):
    ((line, message),) = server.diagnose(f"{TRAIN}  optimizer: adm\n")
    assert line == 4
    assert message.startswith('Value must be "Adadelta" | ')


@pytest.mark.parametrize(
    "text",
    [
        f"{OWN}  sequential: [Mine, {{Mine: {{whatever: 3}}}}]\n",
        "wtspec: 1\nimports: [a.yaml]\nmodel:\n  inputs: {x: [b]}\n  sequential: [Theirs]\n",
        "wtspec: 1\nextends: base.yaml\ntrain:\n  optimizer: {Adam: {beta_1: null}}\n",
        f"{TRAIN}  optimizer: {{Adam: =rate}}\n  loss: =mean(y_true)\n",
        f"{OWN.replace('Mine', 'Dense')}  sequential: [{{Dense: {{wide: 3}}}}, Flatten]\n",
    ],
)
def test_what_may_well_be_right_is_left_alone(server, text):
    assert server.diagnose(text) == []


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_valid_file_is_not_underlined(server, path):
    assert server.diagnose(path.read_text("utf-8"), path) == []


@pytest.mark.parametrize(
    "case", [case for case in cases() if is_marked(case)], ids=lambda case: case.code
)
def test_a_fault_that_the_schema_sees_is_underlined(server, case):
    assert server.diagnose(case.path.read_text("utf-8"), case.path) != []
