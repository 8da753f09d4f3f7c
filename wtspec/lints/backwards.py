"""Goes back from a model's output over the steps that made it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wtspec.catalog import has
from wtspec.errors import Span
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.lints.steps import PART, PROJECTION, OutputStep, Site, definition, enter
from wtspec.program.bound import LayerCall, Operation, OwnCall, Reference, WeightOf
from wtspec.program.declared import Use, Value
from wtspec.program.program import Program
from wtspec.program.walk import below

MOST_STEPS = 64
"""Bodies may call one another at length; the lints want to know the end alone."""

Back = tuple[OutputStep | None, Site | None]
"""The step that an expression is, if it is one, and the value that it was made on."""


class Backwards:
    """Finds the steps of a program's values."""

    def __init__(self, program: Program) -> None:
        self.params = program.params
        self.layers = {layer.name: layer for layer in program.layers}
        self.functions = {function.name: function for function in program.functions}

    def steps(self, place: Site) -> list[OutputStep]:
        """The steps that a value went through, the last one first, as far as they are a line."""
        return list(self._steps(place, [MOST_STEPS]))

    def _steps(self, place: Site | None, left: list[int]) -> Iterator[OutputStep]:
        while place is not None and left[0] > 0:
            left[0] -= 1
            if isinstance(place.value, t.Conditional):
                yield from self._agreed(place.value, place, left)
                return
            step, place = self._back(place.value, place)
            if step is not None:
                yield step

    def _agreed(self, node: t.Conditional, place: Site, left: list[int]) -> list[OutputStep]:
        """The steps of both branches, where they differ in a bias alone."""
        body = list(self._steps(place.at(node.body), left))
        orelse = list(self._steps(place.at(node.orelse), left))
        same = [s.name for s in body if s.name != "+"] == [s.name for s in orelse if s.name != "+"]
        return body if same else []

    def _back(self, node: Expression, place: Site) -> Back:
        match node:
            case Reference(name, "local"):
                return None, definition(place, name)
            case Reference(name, "input" | "own"):
                return None, place.given.get(name)
            case LayerCall():
                return self._layer_call(node, place)
            case OwnCall(name, _, _):
                function = self.functions[name]
                given = _given([name for name, _ in function.parameters], node, place)
                return None, enter(function.body, None, given)
            case Operation():
                return self._operation(node, place)
            case t.Binary():
                return self._binary(node, place)
            case t.Negative(operand):
                return OutputStep("*", node.span), place.at(operand)
            case t.Subscript(value, index) if not isinstance(index, t.Value):
                return OutputStep(PART, node.span), place.at(value)
            case _:
                return None, None

    def _operation(self, node: Operation, place: Site) -> Back:
        given = below(node)
        if has(node.function.name, "projects"):
            return self._product(given, node.span, place), None
        arguments = frozenset(keyword.name for keyword in node.keywords)
        step = OutputStep(node.function.name, node.span, arguments=arguments)
        return step, place.at(given[0]) if given else None

    def _binary(self, node: t.Binary, place: Site) -> Back:
        sides = (node.left, node.right)
        if node.operator == "@":
            return self._product(sides, node.span, place), None
        values = [one for one in sides if not _is_plain(one)]
        inverse = node.operator == "/" and _is_plain(node.left)
        if len(values) != 1 or inverse or node.operator not in ("+", "-", "*", "/"):
            return None, None
        return OutputStep("+" if node.operator in "+-" else "*", node.span), place.at(values[0])

    def _product(self, factors: Sequence[Expression], span: Span, place: Site) -> OutputStep | None:
        """A product with a weight that may be any number."""
        if not any(_is_free_weight(one, place) for one in factors):
            return None
        return OutputStep(PROJECTION, span, units=self._columns(factors[-1], place))

    def _columns(self, factor: Expression, place: Site) -> object:
        """The last size of a weight of the layer."""
        weights = place.layer.weights if place.layer is not None else ()
        for weight in weights:
            if isinstance(factor, Reference) and weight.name == factor.name and weight.shape:
                return self.static(weight.shape[-1], place)
        return None

    def _layer_call(self, node: LayerCall, place: Site) -> Back:
        match node.layer:
            case Reference(_, "param"):
                return self._activated(node.layer, place, node, place)
            case Reference(name, "layer"):
                return self._use(*_called(name, place), node, place)
            case _:
                return None, None

    def _activated(self, value: Value, home: Site, node: LayerCall, place: Site) -> Back:
        name = self._activation(value, home)
        if name is None or not node.arguments:
            return None, None
        return OutputStep(name, node.span), place.at(node.arguments[0])

    def _use(self, value: Value | None, home: Site | None, node: LayerCall, place: Site) -> Back:
        """A layer that is called in one place, and named with its arguments in another, `home`."""
        if not isinstance(value, Use) or home is None or not node.arguments:
            return None, None
        given = dict(value.arguments)
        declared = self.layers.get(value.name) if isinstance(value.component, str) else None
        if declared is not None:
            inputs = _given([one.name for one in declared.inputs], node, place)
            return None, enter(declared.body, declared, inputs, given, home)
        if value.name == "TimeDistributed":
            return self._use(given.get("layer"), home, node, place)
        if value.name == "Activation":
            return self._activated(given["activation"], home, node, place)
        step = OutputStep(
            value.name,
            value.span,
            activation=self._activation(given.get("activation"), home),
            arguments=frozenset(given),
            units=self.static(given.get("units"), home),
        )
        return step, place.at(node.arguments[0])

    def _activation(self, value: Value | None, home: Site) -> str | None:
        name = self.static(value, home)
        if value is None or (isinstance(value, t.Value) and name is None):
            return "linear"
        return name if isinstance(name, str) else None

    def static(self, value: Value | None, place: Site | None) -> object:
        """A plain value, or that of a param; None for any other."""
        match value:
            case t.Value(plain):
                return plain
            case Reference(name, "setting"):
                return self.params.get(name)
            case Reference(name, "param") if place is not None and place.layer is not None:
                if place.layer.is_model:
                    return self.params.get(name)
                if name in place.arguments:
                    return self.static(place.arguments[name], place.caller)
                param = place.layer.param(name)
                return self.static(param.default, place) if param is not None else None
            case _:
                return None


def _called(name: str, place: Site) -> tuple[Value | None, Site | None]:
    """The layer that a sublayer is, and where its arguments are written."""
    sublayers = place.layer.sublayers if place.layer is not None else ()
    for sublayer in sublayers:
        if sublayer.name == name and isinstance(sublayer.layer, Reference):
            return place.arguments.get(sublayer.layer.name), place.caller
        if sublayer.name == name:
            return (None, None) if sublayer.repeat is not None else (sublayer.layer, place)
    return place.arguments.get(name), place.caller


def _given(names: Sequence[str], node: OwnCall | LayerCall, place: Site) -> dict[str, Site]:
    """The inputs of a call, each with its value."""
    given = dict(zip(names, node.arguments, strict=False))
    given |= {keyword.name: keyword.value for keyword in node.keywords}
    return {name: place.at(value) for name, value in given.items()}


def _is_plain(node: Expression) -> bool:
    """Whether a value is a number or weight, not computed from an input."""
    match node:
        case Reference(_, role):
            return role in ("weight", "param", "dim", "index")
        case t.Value() | t.Constant() | WeightOf():
            return True
        case t.Subscript(value, _):
            return _is_plain(value)
        case _:
            return False


def _is_free_weight(node: Expression, place: Site) -> bool:
    """Whether a factor is a weight, turned or not, that no constraint keeps from being negative."""
    match node:
        case WeightOf():
            return True
        case Operation(function, arguments, _) if arguments and has(function.name, "keeps_form"):
            return _is_free_weight(arguments[0], place)
        case Reference(name, "weight") if place.layer is not None:
            return any(w.name == name and w.constraint is None for w in place.layer.weights)
        case Reference(name, "local" | "own" as role):
            source = definition(place, name) if role == "local" else place.given.get(name)
            return source is not None and _is_free_weight(source.value, source)
        case _:
            return False
