"""What a recurrent cell may not do: it is a step of a compiled loop."""

import pytest

FILE = """\
layers:
  Watched:
    inputs: {{x: [..., dim]}}
    call: |
      add_metric("size", mean(x))
      return x
  Wrapped:
    inputs: {{x: [..., dim]}}
    sequential: [Watched]
  Cell:
    params: {{units: 4}}
    inputs: {{x: [batch, units]}}
    layers: {{one: {layer}}}
    state: {{h: [batch, units]}}
    call: |
      y = one(x) + h
      {line}
      return y, y
"""


@pytest.mark.parametrize(
    "line",
    [
        "add_loss(sum(y))",
        'add_metric("size", mean(y))',
        "if training: add_loss(sum(y))",
    ],
)
def test_an_effect_is_told_where_it_stands(line, fault):
    found = fault(FILE.format(layer="LayerNormalization", line=line))
    assert found.code == "cell-effect"
    assert found.span.source.lines[found.span.line - 1].strip() == line


def test_a_step_without_effects_is_a_cell(codes):
    assert codes(FILE.format(layer="LayerNormalization", line="y = y * 2")) == []


@pytest.mark.parametrize("layer", ["{Dropout: 0.5}", "{GaussianNoise: 0.1}", "LayerNormalization"])
def test_a_step_may_draw_random_numbers(layer, codes):
    assert codes(FILE.format(layer=layer, line="y = y + random.normal(shape(y))")) == []


@pytest.mark.parametrize(
    ("layer", "what"),
    [
        ("{layer: {Dropout: 0.5}, repeat: 2, scan: true}", "random numbers through `one`"),
        ("BatchNormalization", "moving statistics through `one`"),
        ("{Dense: {units: 4, activity_regularizer: L2}}", "`add_loss` through `one`"),
        ("Watched", "`add_metric` through `one`"),
        ("Wrapped", "`add_metric` through `watched`"),
    ],
)
def test_an_effect_of_a_sublayer_is_told_at_the_sublayer(layer, what, fault):
    found = fault(FILE.format(layer=layer, line="y = y * 2"))
    assert found.code == "cell-effect"
    assert what in found.message


@pytest.mark.parametrize(
    ("params", "size"), [("{}", "n"), ("{}", "2 * n + 1"), ("{m: =2 * n}", "m")]
)
def test_a_state_has_no_size_that_only_an_input_tells(params, size, fault):
    found = fault(
        "layers:\n"
        "  Cell:\n"
        f"    params: {params}\n"
        "    inputs: {x: [batch, n]}\n"
        f"    state: {{h: [batch, {size}]}}\n"
        "    call: return x, h\n"
    )
    assert found.code == "state-shape"
    assert found.span.source.lines[found.span.line - 1].strip().startswith("state")
