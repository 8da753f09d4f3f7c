"""The graph of a spec or of a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wtspec.errors import Diagnostic, SpecError
from wtspec.graph import BuiltModel, Graph, layer_graph, model_graph
from wtspec.program import Program
from wtspec.stages import Checked


@dataclass(frozen=True, slots=True)
class DrawnSpec:
    """What is drawn.

    Attributes:
        missing: Why the picture lacks what only the built model tells; None where it lacks nothing.
    """

    graph: Graph
    missing: SpecError | None = None


def spec_graph(
    checked: Checked,
    layer: str | None = None,
    data_root: Path | None = None,
    run: Path | None = None,
) -> DrawnSpec:
    """The graph of a spec's model, with the weights of Keras's own layers and all sizes.

    For these the model is built without arrays. Where that can't be, as its data are missing,
    what the file itself says is drawn.

    Args:
        checked: The spec.
        layer: The layer to draw in place of the model.
        data_root: No data file may lie outside it.
        run: The folder of the run that the spec is of; it knows what the data were.

    Raises:
        SpecError: `unknown-layer`, `incomplete-spec`.
    """
    if layer is not None:
        return DrawnSpec(layer_graph(checked.program, layer))
    if checked.program.model is None:
        raise _is_library(checked.program)
    graph = model_graph(checked.program)
    try:
        return DrawnSpec(model_graph(checked.program, _built(checked, data_root, run)))
    except SpecError as error:
        return DrawnSpec(graph, error)


def _built(checked: Checked, data_root: Path | None, run: Path | None) -> BuiltModel:
    from wtspec.model import plan, prepare_backend
    from wtspec.model.as_built import as_built
    from wtspec.runs.assemble import with_source
    from wtspec.runs.learn_sizes import learn_sizes
    from wtspec.runs.preprocessing import read_preprocessing

    prepare_backend("cpu", compile_cache=False)
    assembly = with_source(checked)
    if run is not None:
        sizes = read_preprocessing(run / "preprocessing.json").sizes
    else:
        sizes = learn_sizes(assembly, data_root or checked.spec.document.root)
    return as_built(plan(assembly.code, sizes), sizes)


def _is_library(program: Program) -> SpecError:
    names = [layer.name for layer in program.layers]
    help = f"draw one of its layers: `--layer {names[0]}`" if names else None
    message = f"`{program.origin}` declares no model"
    return SpecError(Diagnostic("incomplete-spec", message, help=help))
