"""What is computed between layers, and what flows there."""

from tests.graph.reading import edges, node_of, titles

RESIDUAL = """
model:
  inputs: {x: [batch, 8]}
  layers: {norm: LayerNormalization, mix: {Dense: 8}, head: {Dense: 2}}
  call: |
    y = x + mix(norm(x))
    return head(y)
"""


def test_layers_called_in_a_formula_are_a_chain_that_flows_into_it(drawn):
    graph = drawn(RESIDUAL)
    assert edges(graph) == [
        ("x", "norm", "x", "[batch, 8]"),
        ("norm", "mix", "", "[batch, 8]"),
        ("x", "x + mix(norm(x))", "x", "[batch, 8]"),
        ("mix", "x + mix(norm(x))", "", "[batch, 8]"),
        ("x + mix(norm(x))", "head", "y", "[batch, 8]"),
        ("head", "output", "", "[batch, 2]"),
    ]


def test_nodes_stand_in_the_order_in_which_they_are_computed(drawn):
    assert titles(drawn(RESIDUAL)) == ["x", "norm", "mix", "x + mix(norm(x))", "head", "output"]


def test_a_formula_of_several_lines_is_drawn_on_one_without_its_comments(drawn):
    graph = drawn("""
model:
  inputs: {x: [batch, 8]}
  call: |
    y = (x    # what is given
         + 1)
    return y * 2
""")
    assert titles(graph, "formula") == ["x + 1", "y * 2"]


def test_a_layer_tells_its_class_its_arguments_and_its_doc(drawn):
    graph = drawn("""
params: {width: 4}
layers:
  Scale:
    doc: |
      Multiplies.
      By a weight.
    params: {units: {type: int}, mode: {type: str, default: plain}}
    inputs: {x: [batch, units]}
    weights: {scale: {shape: [units], initializer: ones, doc: Of each unit.}}
    call: x * scale
model:
  inputs: {x: [batch, width]}
  layers: {scale: {Scale: {units: =width, mode: fast}}}
  call: scale(x)
""")
    node = node_of(graph, "scale")
    assert (node.layer, node.arguments) == ("Scale", "units: =width, mode: fast")
    assert node.doc == "Multiplies."
    (weight,) = node.weights
    assert (weight.path, weight.shape, weight.initializer) == ("scale/scale", "[4]", "ones")
    assert weight.doc == "Of each unit."
    assert "".join(weight.line.split()).startswith('self.scale=self.add_weight(name="scale"')


def test_what_flows_in_a_sequential_has_no_name_but_the_inputs(drawn):
    graph = drawn("""
model:
  inputs: {x: [batch, 8]}
  sequential: [{Dense: 4}, {layer: {Dropout: 0.5}, when: true}, relu]
""")
    assert edges(graph) == [
        ("x", "dense", "x", "[batch, 8]"),
        ("dense", "dropout", "", "[batch, 4]"),
        ("dropout", "relu", "", "[batch, 4]"),
        ("relu", "output", "", "[batch, 4]"),
    ]


def test_a_scan_shows_the_shapes_of_a_step(drawn):
    graph = drawn("""
functions:
  step(c, v): (c + v, c * v)
model:
  inputs: {x: [batch, 6, 4]}
  weights: {start: {shape: [4], initializer: zeros}}
  call: |
    last, _all = scan(step, start, x[0])
    return last
""")
    inner = node_of(graph, "scan(step, start, x[0])").inner
    assert [node.shape for node in inner.nodes[:2]] == ["[4]", "[4]"]
