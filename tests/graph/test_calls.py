"""A node for each layer that a body calls, and what it folds out to."""

from tests.graph.reading import edges, every, node_of, titles, ways, weights_of

BLOCK = """
layers:
  Block:
    inputs: {x: [batch, dim]}
    weights: {gain: {shape: [dim], initializer: ones}}
    layers: {norm: LayerNormalization}
    call: x + norm(x) * gain
"""


def paths(graph):
    return [weight.path for weight in weights_of(graph)]


def test_equal_blocks_are_one_node_with_one_inner_graph(drawn):
    graph = drawn(f"""{BLOCK}
model:
  inputs: {{x: [batch, 8]}}
  layers: {{blocks: {{layer: Block, repeat: 48}}}}
  call: blocks(x)
""")
    node = node_of(graph, "blocks")
    assert (node.repeat, node.layer, node.shape) == ("48", "Block", "[batch, 8]")
    assert titles(node.inner) == ["x", "norm", "x + norm(x) * gain", "output"]
    assert paths(graph) == ["blocks/*/gain"]


def test_a_scan_of_rematerialized_blocks_is_drawn_as_the_blocks_are(drawn):
    text = f"""{BLOCK}
model:
  inputs: {{x: [batch, 8]}}
  layers: {{blocks: {{layer: Block, repeat: 3HOW}}}}
  call: blocks(x)
"""
    plain, scanned = (drawn(text.replace("HOW", how)) for how in ("", ", scan: true, remat: true"))
    assert plain == scanned


def test_blocks_that_are_reached_by_number_are_drawn_one_by_one(drawn):
    graph = drawn(f"""{BLOCK}
model:
  inputs: {{x: [batch, 8]}}
  layers: {{blocks: {{layer: Block, repeat: 2}}}}
  call: blocks[-1](blocks[0](x))
""")
    assert titles(graph, "layer") == ["blocks[0]", "blocks[1]"]
    assert paths(graph) == ["blocks/0/gain", "blocks/1/gain"]


def test_a_layer_that_is_called_twice_has_its_weights_at_the_first_call(drawn):
    graph = drawn(f"""{BLOCK}
model:
  inputs: {{x: [batch, 8]}}
  layers: {{block: Block}}
  call: block(block(x))
""")
    first, second = (node for node in graph.nodes if node.kind == "layer")
    assert (first.title, second.title) == ("block", "block")
    assert first.inner is not None
    assert (second.inner, second.weights) == (None, ())
    assert paths(graph) == ["block/gain"]


def test_a_label_is_the_name_in_paths_alone(drawn):
    graph = drawn(f"""{BLOCK}
model:
  inputs: {{query: [batch, 8]}}
  layers: {{q: {{layer: Block, name: query}}}}
  call: q(query)
""")
    assert titles(graph, "layer") == ["q"]
    assert paths(graph) == ["query/gain"]


def test_what_a_wrapper_takes_is_drawn_in_it_under_the_path_that_it_had_alone(drawn):
    graph = drawn(f"""{BLOCK}
  Scaled:
    wraps: {{inner: [..., units]}}
    inputs: {{x: [..., features]}}
    weights: {{length: {{shape: [units], initializer: ones}}}}
    call: |
      w = inner.gain / 2
      return inner(x, weights={{"gain": w}}) * length
model:
  inputs: {{x: [batch, 8]}}
  sequential: [{{Scaled: {{inner: Block}}}}]
""")
    inner = node_of(graph, "inner")
    assert (inner.layer, inner.shape) == ("Block", "[batch, 8]")
    assert sorted(paths(graph)) == ["block/gain", "block/length"]
    scaled = next(node for node in graph.nodes if node.layer == "Scaled")
    assert edges(scaled.inner)[:2] == [
        ("x", "inner", "x", "[batch, 8]"),
        ("inner.gain / 2", "inner", "gain", ""),
    ]


def test_a_layer_that_is_given_as_an_argument_is_drawn_where_it_is_called(drawn):
    text = f"""{BLOCK}
  Twice:
    params: {{inner: {{type: layer}}}}
    inputs: {{x: [batch, dim]}}
    layers: {{body: =inner}}
    call: body(x) * 2
model:
  inputs: {{x: [batch, 8]}}
  sequential: [{{Twice: {{inner: Block}}}}]
"""
    node = node_of(drawn(text), "body")
    assert (node.layer, node.shape) == ("Block", "[batch, 8]")
    alone = node_of(drawn(text, "Twice"), "body")
    assert (alone.layer, alone.arguments) == ("", "=inner")


def test_cells_are_drawn_in_what_runs_them_with_their_states(drawn):
    graph = drawn("""
layers:
  Cell:
    params: {units: {type: int}}
    inputs: {x: [batch, features]}
    state: {h: [batch, units]}
    weights: {k: {shape: [features, units], initializer: zeros}}
    call: |
      h = tanh(x @ k + h)
      return h, h
model:
  inputs: {x: [batch, 6, 4]}
  sequential:
    - Bidirectional: {layer: {RNN: {cell: {Cell: 3}}}}
""")
    both = graph.nodes[1].inner
    assert titles(both) == ["inputs", "forward_layer", "backward_layer", "output"]
    run = both.nodes[1].inner
    assert edges(run)[0] == ("inputs", "cell", "", "[batch, 4]")
    cell = run.nodes[1].inner
    assert titles(cell) == ["x", "h", "tanh(x @ k + h)", "output", "h"]
    assert node_of(cell, "h").shape == "[batch, 3]"
    assert paths(graph) == [
        "bidirectional/forward_layer/cell/k",
        "bidirectional/backward_layer/cell/k",
    ]


def test_stacked_cells_follow_each_other(drawn):
    graph = drawn("""
model:
  inputs: {x: [batch, 6, 4]}
  sequential: [{RNN: {cell: [{LSTMCell: 3}, {GRUCell: 5}]}}]
""")
    assert edges(graph.nodes[1].inner) == [
        ("inputs", "cell[0]", "", "[batch, 4]"),
        ("cell[0]", "cell[1]", "", "[batch, 3]"),
        ("cell[1]", "output", "", "[batch, 5]"),
    ]


def test_functions_fold_out_to_their_bodies(drawn):
    graph = drawn("""
functions:
  half(x, by=2.0): |
    y = x / by
    return y
  step(c, v): (c + v, c * v)
model:
  inputs: {x: [batch, 8]}
  call: |
    y = half(x)
    last, _all = scan(step, y, [y, y])
    return last
""")
    half = node_of(graph, "half(x)")
    assert (half.kind, titles(half.inner)) == ("formula", ["x", "x / by", "output"])
    loop = node_of(graph, "scan(step, y, [y, y])")
    assert loop.kind == "loop"
    assert titles(loop.inner, "formula") == ["c + v", "c * v"]


def test_a_tied_weight_is_read_in_the_text_of_a_formula(drawn):
    graph = drawn("""
model:
  inputs: {ids: {shape: [batch, 5], dtype: int32}}
  weights: {scale: {shape: [], initializer: ones}}
  layers: {embed: {Embedding: {input_dim: 7, output_dim: 4}}}
  call: embed(ids) @ transpose(embed.embeddings) * scale
""")
    assert ways(graph)[1:] == [
        ("embed", "embed(ids) @ transpose(embed.embeddings) * scale"),
        ("embed(ids) @ transpose(embed.embeddings) * scale", "output"),
    ]
    assert [weight.path for weight in graph.weights] == ["scale"]


def test_several_outputs_have_the_names_that_the_body_gives_them(drawn):
    text = """
model:
  inputs: {{x: [batch, 8]}}
  layers: {{a: {{Dense: 2}}, b: {{Dense: 3}}}}
  call: |
    u, v = a(x), b(x)
    return {returned}
"""
    named = drawn(text.format(returned='{"first": u, "second": v * 2}'))
    assert titles(named, "output") == ["first", "second"]
    assert titles(drawn(text.format(returned="u, v")), "output") == ["u", "v"]
    assert edges(named)[-2:] == [
        ("a", "first", "u", "[batch, 2]"),
        ("v * 2", "second", "", "[batch, 3]"),
    ]


def test_every_id_is_one_of_a_kind(drawn):
    graph = drawn(f"""{BLOCK}
model:
  inputs: {{x: [batch, 8]}}
  layers: {{block: Block, blocks: {{layer: Block, repeat: 2}}}}
  call: |
    x = block(x) + block(x)
    for one in blocks:
      x = one(x)
    return x
""")
    ids = [node.id for _, node in every(graph)]
    assert len(set(ids)) == len(ids)


def test_a_mask_that_keras_hands_over_has_the_shape_that_the_layer_declares(drawn):
    graph = drawn("""
layers:
  Hidden:
    inputs:
      x: [batch, time, dim]
      mask: {shape: [batch, time], dtype: bool, optional: true}
    call: where(expand_dims(mask, -1), x, 0) if mask is not none else x
model:
  inputs: {x: [batch, 6, 4]}
  sequential: [Hidden]
""")
    assert node_of(graph, "mask").shape == "[batch, 6]"


def test_weights_of_a_frozen_layer_do_not_train_nor_do_those_of_layers_in_it(drawn):
    graph = drawn(f"""{BLOCK}
  Outer:
    params: {{moves: false}}
    inputs: {{x: [batch, dim]}}
    weights: {{still: {{shape: [dim], initializer: ones, trainable: =moves}}}}
    layers: {{blocks: {{layer: Block, repeat: 2}}}}
    call: blocks(x) * still
model:
  inputs: {{x: [batch, 8]}}
  layers: {{a: {{layer: Outer, trainable: false}}, b: Outer}}
  call: b(a(x))
""")
    trains = {weight.path: weight.trainable for weight in weights_of(graph)}
    assert trains == {
        "a/still": False,
        "a/blocks/*/gain": False,
        "b/still": False,
        "b/blocks/*/gain": True,
    }
