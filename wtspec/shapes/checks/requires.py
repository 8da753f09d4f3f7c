"""Checks what a layer requires, where enough of its params and inputs is known."""

from __future__ import annotations

from wtspec.errors import Related, Span
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import Layer, Requirement, Use
from wtspec.program.requires import reads_sizes
from wtspec.program.walk import expressions
from wtspec.shapes.algebra.polynomial import Polynomial
from wtspec.shapes.algebra.shape import Rest
from wtspec.shapes.algebra.show import show_size
from wtspec.shapes.algebra.values import Abstract, Fact, Frame, Several, Tensor
from wtspec.shapes.declarations import truth
from wtspec.shapes.inference import Inference
from wtspec.shapes.misfit import MisfitError


def check_requires(run: Inference, frame: Frame, use: Use | None = None) -> bool:
    """Whether no requirement is certainly false; the first that is, is reported.

    Args:
        use: Where the layer is made; None where it is looked at by itself.

    Raises:
        MisfitError: `requirement-not-met`, of sizes that the call at hand gives.
    """
    layer = frame.layer
    for one in layer.requires if layer is not None else ():
        if layer is None or truth(run, frame.at(), one.test) is not False:
            continue
        misfit = _misfit(layer, one, frame, told_there=use is not None)
        if use is not None and reads_sizes(layer, one):
            raise misfit
        span = one.span if use is None else _argument(use, one)
        outer = run.uses.pop() if use is not None and run.uses else None
        run.note(frame, t.Value(None, span=span), misfit, whole=True)
        run.uses += [outer] if outer is not None else []
        return False
    return True


def _misfit(layer: Layer, one: Requirement, frame: Frame, *, told_there: bool) -> MisfitError:
    values = {name: _shown(value) for name, value in _read(one, frame).items()}
    given = [f"{name} = {text}" for name, text in values.items() if text is not None]
    return MisfitError(
        "requirement-not-met",
        f"{'the model' if layer.is_model else f'`{layer.name}`'} requires what does not hold here",
        expected=f"`{one.text}`",
        received=f"`{', '.join(given)}`" if given else None,
        related=(Related("the requirement", one.span),) if told_there else (),
    )


def _read(one: Requirement, frame: Frame) -> dict[str, Abstract]:
    """The values of the names in a requirement, in their order."""
    values: dict[str, Abstract] = {}
    for node in expressions(one.test):
        match node:
            case Reference(name, "param"):
                values[name] = frame.params.get(name)
            case Reference(name, "dim"):
                values[name] = frame.dims.get(name)
            case Reference(name, "shaped"):
                given = frame.inputs.get(name)
                shape = given.shape if isinstance(given, Tensor) else None
                values[f"shape({name})"] = None if shape is None else Several(shape)
            case _:
                pass
    return values


def _shown(value: Abstract | Rest) -> str | None:
    """A value as a formula has it; None where it is not known."""
    match value:
        case Polynomial() | Rest():
            return show_size(value)
        case Fact(None | bool() as plain):
            return str(plain).lower()
        case Fact(plain):
            return repr(plain)
        case Several(items):
            return f"[{', '.join(_shown(item) or '_' for item in items)}]"
        case _:
            return None


def _argument(use: Use, one: Requirement) -> Span:
    """The last argument that a requirement reads, in the order of its names."""
    given = dict(use.arguments)
    names = [node.name for node in expressions(one.test) if isinstance(node, Reference)]
    spans = [getattr(given[name], "span", None) for name in names if name in given]
    return next((span for span in reversed(spans) if span is not None), use.span)
