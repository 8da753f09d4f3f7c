"""Branches and loops, as nodes that fold out to what is done in them."""

from tests.graph.reading import edges, node_of, titles, ways

LAYER = """
layers:
  Layer:
    params: {{use: true, count: 3}}
    inputs:
      x: [batch, dim]
      mask: {{shape: [batch], dtype: bool, optional: true}}
      extra: {{shape: [batch, dim], optional: true}}
    weights: {{mean: {{shape: [dim], initializer: zeros, trainable: false}}}}
    layers:
      drop: {{Dropout: 0.5}}
      blocks: {{layer: {{Dense: =dim}}, repeat: count}}
      one: {{Dense: =dim}}
      two: {{Dense: =dim}}
      maybe: {{layer: {{Dense: =dim}}, when: use}}
    call: |
{body}
model:
  inputs: {{x: [batch, 4]}}
  sequential: [{{Layer: {{use: false}}}}]
"""


def layer(body):
    return LAYER.format(body="\n".join(f"      {line}" for line in body.strip().split("\n")))


def test_a_branch_and_the_way_past_it_both_lead_on(drawn):
    graph = drawn(
        layer("""
if training:
  x = drop(x)
return x * 2
"""),
        "Layer",
    )
    assert [one for one in ways(graph) if "mask" not in one and "extra" not in one] == [
        ("x", "if training"),
        ("if training", "x * 2"),
        ("x", "x * 2"),
        ("x * 2", "output"),
    ]
    assert ways(node_of(graph, "if training").inner) == [("x", "drop"), ("drop", "x")]


def test_each_branch_is_a_node(drawn):
    graph = drawn(
        layer("""
if use:
  y = one(x)
elif count > 3:
  y = two(x)
else:
  y = -x
return y
"""),
        "Layer",
    )
    assert titles(graph, "branch") == ["if use", "elif count > 3", "else"]
    assert ways(graph)[-3:] == [
        ("if use", "output"),
        ("elif count > 3", "output"),
        ("else", "output"),
    ]


def test_a_condition_that_the_model_settles_is_no_branch(drawn):
    graph = drawn(
        layer("""
if use:
  x = one(x)
else:
  x = two(x)
if extra is not none:
  x = x + extra
return maybe(x) if maybe is not none else x
""")
    )
    inner = node_of(graph, "layer").inner
    assert titles(inner) == ["x", "mask", "two", "output"]


def test_branches_that_return_lead_to_one_output(drawn):
    graph = drawn(
        layer("""
if training:
  return drop(x), x
else:
  return x, x * 2
"""),
        "Layer",
    )
    assert titles(graph, "output") == ["output[0]", "output[1]"]
    assert ways(graph)[-4:] == [
        ("if training", "output[0]"),
        ("else", "output[0]"),
        ("if training", "output[1]"),
        ("else", "output[1]"),
    ]


def test_a_choice_between_layers_is_a_branch_for_each_side_that_calls_one(drawn):
    graph = drawn(layer("return drop(x) if training else x"), "Layer")
    assert titles(graph, "branch") == ["if training"]
    assert ways(graph)[-2:] == [("if training", "output"), ("x", "output")]


def test_statements_are_formulas_that_nothing_flows_from(drawn):
    graph = drawn(
        layer("""
assign(mean, mean * 0.9 + mean(x, axis=0))
add_loss(mean(
  square(x)))
add_metric("size", mean(x))
return x
"""),
        "Layer",
    )
    assert titles(graph, "formula") == [
        "assign(mean, mean * 0.9 + mean(x, axis=0))",
        "add_loss(mean(square(x)))",
        'add_metric("size", mean(x))',
    ]
    assert {source for source, _ in ways(graph)} == {"x"}


def test_a_loop_over_blocks_holds_one_that_says_how_many_there_are(drawn):
    graph = drawn(
        layer("""
for block in blocks:
  x = x + block(x)
return x
""")
    )
    loop = node_of(graph, "for block in blocks")
    assert (loop.kind, loop.repeat) == ("loop", "")
    assert (node_of(loop.inner, "blocks").repeat) == "3"
    assert edges(loop.inner) == [
        ("x", "blocks", "x", "[batch, 4]"),
        ("x", "x + block(x)", "x", "[batch, 4]"),
        ("blocks", "x + block(x)", "", "[batch, 4]"),
        ("x + block(x)", "x", "x", "[batch, 4]"),
    ]


def test_a_loop_that_calls_the_same_layer_says_how_often(drawn):
    graph = drawn(
        layer("""
for i in range(count):
  x = one(x)
return x
""")
    )
    loop = node_of(graph, "for i in range(count)")
    assert (loop.repeat, titles(loop.inner)) == ("3", ["x", "one", "x"])


def test_a_loop_over_layers_that_are_written_out_holds_its_rounds(drawn):
    graph = drawn(
        layer("""
for layer, after in [(one, drop), (two, drop)]:
  x = after(layer(x))
return x
""")
    )
    loop = node_of(graph, "for layer, after in [(one, drop), (two, drop)]")
    assert titles(loop.inner) == ["x", "one", "drop", "two", "drop", "x"]
    assert (loop.repeat, ways(loop.inner)[2]) == ("", ("drop", "two"))


def test_a_list_of_what_blocks_give_is_a_loop(drawn):
    graph = drawn(layer("return concatenate([block(x) for block in blocks], axis=-1)"))
    loop = node_of(graph, "[block(x) for block in blocks]")
    assert (loop.kind, titles(loop.inner, "layer")) == ("loop", ["blocks"])


def test_a_layer_of_a_sequential_that_may_be_left_out_is_a_branch(drawn):
    graph = drawn(
        """
layers:
  Stack:
    params: {use_norm: true}
    inputs: {x: [batch, dim]}
    sequential: [{Dense: 3}, {layer: LayerNormalization, when: use_norm}, relu]
""",
        "Stack",
    )
    assert ways(graph) == [
        ("x", "dense"),
        ("dense", "if use_norm"),
        ("if use_norm", "relu"),
        ("dense", "relu"),
        ("relu", "output"),
    ]
