"""A model's graph is what Keras does when the model is called."""

import json
import shutil
from functools import cache
from pathlib import Path

import pytest

from tests.graph.beside_keras import compared, disagreements, trace, weights_missed
from tests.graph.reading import check_sound, weights_of
from tests.judges.papers import PAPERS
from tests.judges.papers.paper import SPECS

CONFIGS = Path(__file__).parents[2] / "configs"
PLAIN = [one for one in PAPERS if not any(map(callable, one.params.values()))]
QUICK = ("quickstart", "custom_layer", "weight_normalization")
MANY = """wtspec: 1
layers:
  Cell:
    params: {units: {type: int}}
    inputs: {x: [batch, features]}
    state: {h: [batch, units]}
    weights: {k: {shape: [features, units], initializer: glorot_uniform}}
    call: |
      h = tanh(x @ k + h)
      return h, h
  Scaled:
    wraps: {inner: [..., units]}
    inputs: {x: [..., features]}
    weights: {length: {shape: [units], initializer: ones}}
    call: inner(x) * length
  Block:
    params: {use: true}
    inputs: {x: [batch, time, dim]}
    weights: {gain: {shape: [dim], initializer: ones, when: use}}
    layers:
      norms: {layer: LayerNormalization, repeat: 2}
      mix: {layer: {Dense: =dim}, name: query}
      grow: {Dense: =2 * dim}
      shrink: {layer: {Dense: =dim}, when: use}
    call: |
      x = x + mix(norms[0](x))
      y = relu(grow(norms[1](x)))
      y = shrink(y) if shrink is not none else y[..., :shape(x)[-1]]
      return x + y * gain if use else x + y
    returns: [batch, time, dim]
model:
  inputs: {x: [batch, 6, 4]}
  layers:
    cells: {RNN: {cell: [{Cell: 3}, {GRUCell: 4}], return_sequences: true}}
    both: {Bidirectional: {layer: {LSTM: {units: 2, return_sequences: true}}}}
    each: {TimeDistributed: {layer: {Scaled: {inner: {Dense: 4}}}}}
    attend: {MultiHeadAttention: {num_heads: 2, key_dim: 2}}
    plain: {layer: {Block: {use: false}}, repeat: 2}
    kept: {layer: Block, repeat: 2, remat: true}
    swept: {layer: Block, repeat: 2, scan: true}
    shared: {Dense: 4}
    heads: {layer: {Dense: 3}, repeat: 2}
    other: {Dense: 2}
  call: |
    x = each(both(cells(x)))
    x = x + attend(x, x)
    for block in plain:
      x = block(x)
    x = swept(kept(x))
    for i in range(2):
      x = shared(x)
    x = shared(x)
    y = concatenate([head(x) for head in heads], axis=-1)
    return {"wide": y, "narrow": other(x)}
"""


@cache
def traced(file):
    return trace(file)


@pytest.fixture
def many(tmp_path_factory):
    folder = tmp_path_factory.getbasetemp() / "many"
    folder.mkdir(exist_ok=True)
    path = folder / "many.yaml"
    path.write_text(MANY, encoding="utf-8")
    return traced(path)


def model_of(paper):
    """A file whose model is one layer of a paper."""
    inputs = {name: ["batch", *shape[1:]] for name, shape in paper.shapes.items()}
    use = {paper.layer: paper.params}
    return {
        "wtspec": 1,
        "imports": [f"{paper.file}.yaml"],
        "model": {
            "inputs": inputs,
            "layers": {
                "it": {"RNN": {"cell": use, "return_sequences": True}} if paper.cell else use
            },
            "call": f"it({', '.join(inputs)})",
        },
    }


def check(found, least):
    check_sound(found.graph)
    assert weights_missed(found, weights_of(found.graph)) == []
    assert len(weights_of(found.graph)) <= len(found.paths)
    assert disagreements(found) == []
    assert compared(found) >= least


@pytest.mark.parametrize("name", QUICK)
def test_weights_and_shapes_are_those_that_keras_makes(name):
    check(traced(CONFIGS / f"{name}.yaml"), least=3)


@pytest.mark.long
@pytest.mark.parametrize(
    "name", sorted(file.stem for file in CONFIGS.glob("*.yaml") if file.stem not in QUICK)
)
def test_so_they_are_in_every_config(name):
    check(traced(CONFIGS / f"{name}.yaml"), least=2)


@pytest.mark.long
@pytest.mark.parametrize("paper", PLAIN[::9], ids=lambda paper: paper.layer)
def test_so_they_are_of_layers_of_papers(paper, tmp_path):
    shutil.copytree(SPECS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "model.yaml"
    path.write_text(json.dumps(model_of(paper)), encoding="utf-8")
    check(traced(path), least=1)


@pytest.mark.long
def test_so_they_are_of_layers_that_are_held_repeated_shared_and_left_out(many):
    check(many, least=20)


@pytest.mark.long
def test_weights_that_are_left_out_of_the_model_are_left_out_of_the_graph(many):
    paths = {weight.path for weight in weights_of(many.graph)}
    assert "kept/*/gain" in paths
    assert "plain/*/gain" not in paths


def test_weights_of_keras_are_told_by_name_shape_and_initializer():
    weights = weights_of(traced(CONFIGS / "weight_normalization.yaml").graph)
    kernel = next(one for one in weights if one.path == "dense/kernel")
    assert (kernel.name, kernel.shape, kernel.dtype) == ("kernel", "[10, 32]", "float32")
    assert (kernel.initializer, kernel.line) == ("glorot_uniform", "")


@pytest.mark.long
def test_shapes_that_the_engine_does_not_know_come_from_the_built_model(many):
    cells = next(node for node in many.graph.nodes if node.id == "cells")
    assert cells.shape == "[batch, 6, 4]"
    (edge,) = (edge for edge in many.graph.edges if edge.source == "cells")
    assert edge.shape == "[batch, 6, 4]"
