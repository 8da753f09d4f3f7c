"""No file makes a picture that nobody could look at."""

import msgspec

from tests.graph.reading import check_sound, every, node_of
from wtspec.graph import BuiltModel, BuiltWeight, model_graph

REPEATED = """
layers:
  Block:
    inputs: {x: [batch, dim]}
    weights: {k: {shape: [dim, dim], initializer: zeros}}
    layers: {mix: {Dense: =dim}}
    call: mix(x @ k)
model:
  inputs: {x: [batch, 4]}
  layers: {blocks: {layer: Block, repeat: COUNT}}
  call: blocks(x)
"""


def nested(depth, calls):
    """Layers each of which calls the one before many times."""
    lines = ["layers:", "  L0: {inputs: {x: [batch, dim]}, call: x + 1}"]
    for level in range(1, depth + 1):
        names = [f"s{index}" for index in range(calls)]
        layers = ", ".join(f"{name}: L{level - 1}" for name in names)
        chain = "x"
        for name in names:
            chain = f"{name}({chain})"
        lines.append(
            f"  L{level}: {{inputs: {{x: [batch, dim]}}, layers: {{{layers}}}, call: {chain}}}"
        )
    model = f"model: {{inputs: {{x: [batch, 2]}}, sequential: [L{depth}]}}"
    return "\n".join([*lines, model, ""])


def test_a_thousand_blocks_are_drawn_as_one(drawn):
    few, many = (drawn(REPEATED.replace("COUNT", count)) for count in ("2", "1000"))
    assert node_of(many, "blocks").repeat == "1000"
    assert len(list(every(few))) == len(list(every(many)))


def test_what_is_known_of_a_thousand_blocks_is_told_once(program):
    facts = BuiltWeight((4, 4), "float32", "zeros")
    names = ("k", "mix/kernel")
    built = BuiltModel({f"blocks/{i}/{name}": facts for i in range(1000) for name in names})
    graph = model_graph(program(REPEATED.replace("COUNT", "1000")), built)
    (own,) = node_of(graph, "blocks").weights
    (kernel,) = node_of(graph, "mix").weights
    assert (own.path, own.dtype) == ("blocks/*/k", "float32")
    assert (kernel.path, kernel.name, kernel.shape) == ("blocks/*/mix/kernel", "kernel", "[4, 4]")


def test_layers_that_call_each_other_many_times_are_opened_level_by_level(drawn):
    graph = drawn(nested(depth=8, calls=8))
    check_sound(graph)
    nodes = [node for _, node in every(graph)]
    assert len(nodes) < 5_000
    assert any(node.kind == "layer" and node.inner is None for node in nodes)
    assert all(node.inner is not None for node in graph.nodes if node.kind == "layer")


def test_layers_that_lie_as_deep_as_they_may_are_all_opened(drawn):
    graph = drawn(nested(depth=31, calls=1))
    assert all(node.inner is not None for _, node in every(graph) if node.kind == "layer")
    assert msgspec.json.decode(msgspec.json.encode(graph), type=type(graph)) == graph


def test_long_texts_are_cut(drawn):
    terms = " + ".join(["concatenate([x, x])[:1]"] * 30)
    graph = drawn(f"""
layers:
  Long:
    doc: {"long " * 200}
    inputs: {{x: [batch, 2]}}
    weights: {{w: {{shape: [2], initializer: "={"sqrt(1) + " * 60}1"}}}}
    call: |
      y = {terms}
      return y * w
model:
  inputs: {{x: [batch, 2]}}
  sequential: [Long]
""")
    node = node_of(graph, "long")
    (weight,) = node.weights
    cut = (node.doc, weight.initializer, node.inner.nodes[1].title)
    assert all(len(text) <= 240 and text.endswith("…") for text in cut)


def test_blocks_of_different_sizes_leave_open_what_differs(program):
    text = """
model:
  inputs: {x: [batch, 4]}
  layers: {grow: {layer: {Dense: "=4 * (index + 1)"}, repeat: 2}}
  call: grow(x)
"""
    kernels = {"grow/0/kernel": BuiltWeight((4, 4)), "grow/1/kernel": BuiltWeight((4, 8))}
    (weight,) = node_of(model_graph(program(text), BuiltModel(kernels)), "grow").weights
    assert weight.shape == "[4, _]"


def test_the_key_of_an_output_is_text_and_no_id(drawn):
    key = "<script>" + "x" * 500
    graph = drawn(f"""
model:
  inputs: {{x: [batch, 4]}}
  call: |
    return {{"{key}": x, "b": 2 * x}}
""")
    first, second = (node for node in graph.nodes if node.kind == "output")
    assert first.title.startswith("<script>x")
    assert len(first.title) == 120
    assert (first.id, second.id) == (">", ">b")


def test_long_statements_of_weights_count_as_much_as_they_take(drawn):
    size = " + ".join(["dim"] * 90)
    weights = ", ".join(f'w{n}: {{shape: ["{size}"], initializer: zeros}}' for n in range(20))
    inner = f"""
layers:
  Heavy: {{inputs: {{x: [batch, dim]}}, weights: {{{weights}}}, call: x + sum(w0)}}
"""
    calls = "".join(f"s{n}(" for n in range(8)) + "x" + ")" * 8
    for level, below in enumerate(["Heavy", "L0", "L1"]):
        layers = ", ".join(f"s{n}: {below}" for n in range(8))
        line = f"L{level}: {{inputs: {{x: [batch, dim]}}, layers: {{{layers}}}, call: {calls}}}"
        inner += f"  {line}\n"
    graph = drawn(f"{inner}model: {{inputs: {{x: [batch, 2]}}, sequential: [L2]}}\n")
    assert len(msgspec.json.encode(graph)) < 1_500_000
