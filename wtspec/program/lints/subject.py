"""What lints look at."""

from __future__ import annotations

from wtspec.document import Document
from wtspec.errors import Report
from wtspec.program.declared import Layer, Program
from wtspec.program.lints.flows import Flows
from wtspec.program.lints.outputs import Output
from wtspec.record import record


@record
class Subject:
    """A program without errors.

    Attributes:
        document: The file that it comes from.
        layers: The file's and its libraries' layers, those that others need first; then the model.
        flows: Where the values of their bodies come from.
        outputs: What the model gives and the training measures.
        report: Takes the warnings.
    """

    program: Program
    document: Document
    layers: tuple[Layer, ...]
    flows: Flows
    outputs: tuple[Output, ...]
    report: Report


def owner(layer: Layer) -> str:
    """For messages: whose a weight or input is."""
    return "the model" if layer.is_model else f"the layer `{layer.name}`"
