"""Draws a checked program: its model, or one of its layers."""

from __future__ import annotations

from wtspec.codegen.layers.weight_statements import weight_statements
from wtspec.graph.bodies import draw_whole
from wtspec.graph.built import BuiltModel
from wtspec.graph.draft import Draft
from wtspec.graph.graph import Graph
from wtspec.graph.join_built import join_built
from wtspec.graph.observe import Observer
from wtspec.graph.scene import Picture
from wtspec.graph.text import cut, first_line
from wtspec.graph.weights import declared_weights
from wtspec.program.declared import Layer
from wtspec.program.find_layer import find_layer
from wtspec.program.program import Program
from wtspec.program.sizes import declared_model
from wtspec.shapes.outermost import known_dims, known_params, outermost


def model_graph(program: Program, built: BuiltModel | None = None) -> Graph:
    """The model of a file, what its layers fold out to, and their weights.

    Args:
        built: What is known of the model once it is built: its shapes without names, its dtypes,
            and the weights that Keras's own layers make.

    Raises:
        SpecError: `incomplete-spec`: the file is a library.
    """
    graph = _draw(program, declared_model(program), program.name, built or BuiltModel())
    return graph if built is None else join_built(graph, built)


def layer_graph(program: Program, name: str) -> Graph:
    """One of a file's layers by itself, down to its formulas, in the names of its dims.

    Raises:
        SpecError: `unknown-layer`.
    """
    layer = find_layer(program, name)
    return _draw(program, layer, layer.name, BuiltModel())


def _draw(program: Program, layer: Layer, name: str, built: BuiltModel) -> Graph:
    observer = Observer(program, built)
    params = known_params(observer.run, layer) if layer.is_model else None
    frame, _ = outermost(observer.run, layer, params, known_dims(layer, built.sizes.shapes))
    frame.general = not layer.is_model
    picture = Picture(observer, weight_statements(program), set(), set(), [])
    draft = Draft(cut(name), set())
    weights = declared_weights(picture, frame, layer, "")
    draw_whole(picture, draft, layer, frame)
    return draft.graph(first_line(layer.doc or (program.doc if layer.is_model else None)), weights)
