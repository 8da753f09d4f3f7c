"""What lints look at."""

from __future__ import annotations

from msgspec import Struct

from wtspec.errors import Diagnostic, Related, Span
from wtspec.lints.flows import Flows
from wtspec.lints.outputs import Output
from wtspec.program.declared import Layer
from wtspec.program.program import Program
from wtspec.spec import Spec


class Subject(Struct, frozen=True):
    """A program without errors.

    Attributes:
        spec: The file that it comes from.
        layers: The file's and its libraries' layers, those that others need first; then the model.
        flows: Where the values of their bodies come from.
        members: The names of weights that some layer reads from another.
        outputs: What the model gives and the training measures.
        warnings: Takes what the lints find.
    """

    program: Program
    spec: Spec
    layers: tuple[Layer, ...]
    flows: Flows
    members: frozenset[str]
    outputs: tuple[Output, ...]
    warnings: list[Diagnostic]


def owner(layer: Layer) -> str:
    """For messages: whose a weight or input is."""
    return "the model" if layer.is_model else f"the layer `{layer.name}`"


def warn(
    subject: Subject,
    code: str,
    message: str,
    span: Span,
    *,
    help: str,
    related: tuple[Related, ...] = (),
) -> None:
    """Notes what is valid and almost surely wrong; how many are shown is settled at the end."""
    warning = Diagnostic(code, message, span, help=help, related=related, severity="warning")
    subject.warnings.append(warning)
