"""What the YAML language server tells of a key or value."""

import pytest

MODEL = "wtspec: 1\nmodel:\n"
TRAIN = "wtspec: 1\ntrain:\n  epochs: 1\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wtspec: 1\nda|ta:\n  batch_size: 3\n", "Where the rows come from"),
        ("wtspec: 1\ndata:\n  batch|_size: 3\n", "Rows in one step. Default: 32."),
        (f"{TRAIN}  optimizer: {{Ad|am: {{beta_1: 0.8}}}}", "implements the Adam algorithm"),
        (f"{TRAIN}  optimizer: {{Adam: {{beta|_1: 0.8}}}}", "A number. Default: 0.9."),
        (f"{TRAIN}  optimizer: ad|am", "implements the Adam algorithm"),
        (f"{TRAIN}  metrics: [accur|acy]", "right predictions"),
        ("wtspec: 1\nmodel:\n  sequential:\n    - Den|se: 3\n", "densely-connected"),
        (
            "wtspec: 1\nmodel:\n  sequential:\n    - Dense: {un|its: 3}\n",
            "A whole number. Required.",
        ),
        ("wtspec: 1\nmodel:\n  layers: {a: {layer: {GR|U: 3}}}\n", "Gated Recurrent Unit"),
    ],
)
def test_hovering_tells_the_doc(server, text, told):
    plain = server.hover(text).replace("\\", "")
    assert told in plain


def test_hovering_over_a_name_of_ones_own_tells_nothing_of_kerass(server):
    assert "Dense" not in server.hover("wtspec: 1\nmodel:\n  layers:\n    mi|ne: {Dense: 3}\n")
