"""Masks that end before a layer that would have used them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from wtspec.catalog import facts
from wtspec.errors import Related, Span
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.lints.mask_states import Mask, State, of_keras
from wtspec.lints.subject import Subject, warn
from wtspec.program.bound import LayerCall, Operation, Reference
from wtspec.program.declared import Function, Layer, Use, Value
from wtspec.program.masks import is_mask, mask_names, masks_read, tensors, uses_mask
from wtspec.program.walk import expressions
from wtspec.shapes.mask_rule import Passed, any_passed, keeps_rank, passes_mask

DEEPEST = 16
States = dict[str, State]


def lint_lost_masks(subject: Subject) -> None:
    """`lost-mask`."""
    model = subject.program.model
    if model is not None:
        layers = {one.name: one for one in subject.program.layers}
        functions = {one.name: one for one in subject.program.functions}
        _Body(_Search(subject, layers, functions, {}, {}, {}), model, {}, 0).follow()


class _Search(Struct, frozen=True):
    """What the bodies share.

    Attributes:
        known: What bodies gave for the masks of their inputs, each looked at once.
        passed: Which outputs of a layer bear its mask, by its name.
        ranks: Whether a layer's output has as many dims as its first input, by its name.
    """

    subject: Subject
    layers: Mapping[str, Layer]
    functions: Mapping[str, Function]
    known: dict[object, State]
    passed: dict[str, Passed]
    ranks: dict[str, bool]

    def passes(self, layer: Layer) -> Passed:
        """Which outputs bear the mask of the first input, asked once of each layer."""
        if layer.name not in self.passed:
            self.passed[layer.name] = passes_mask(layer, self.layers, self.functions)
        return self.passed[layer.name]

    def keeps_rank(self, layer: Layer) -> bool:
        """Whether the output has as many dims as the first input, asked once of each layer."""
        if layer.name not in self.ranks:
            self.ranks[layer.name] = keeps_rank(layer, self.layers, self.functions)
        return self.ranks[layer.name]


class _Body:
    """One body, with the masks that its inputs and locals bear."""

    def __init__(self, search: _Search, layer: Layer, states: States, depth: int) -> None:
        self.search = search
        self.layers = search.layers
        self.sublayers = {one.name: one for one in layer.sublayers}
        self.states = dict(states)
        self.aliases: dict[str, Expression] = {}
        self.layer = layer
        self.depth = depth
        self.returned: State = None

    def follow(self) -> State:
        """The mask of what the body returns, where it returns one value."""
        self._block(self.layer.body.statements)
        return self.returned

    def _block(self, block: tuple[t.Statement, ...]) -> None:
        for statement in block:
            match statement:
                case t.Assign((target,), value):
                    self.states[target] = self._state(value)
                case t.Assign(targets, value):
                    self._state(value)
                    self.states |= dict.fromkeys(targets)
                case t.Return(value):
                    self.returned = self._state(value)
                case t.If():
                    self._if(statement)
                case t.Loop(clause, body):
                    if isinstance(clause.iterable, Reference) and len(clause.targets) == 1:
                        self.aliases[clause.targets[0]] = clause.iterable
                    self._block(body)
                case _:
                    pass

    def _if(self, statement: t.If) -> None:
        before, after = self.states, list[States]()
        for block in t.blocks(statement):
            self.states = dict(before)
            self._block(block)
            after.append(self.states)
        first = after[0]
        self.states = {
            name: state
            for name, state in first.items()
            if all(one.get(name) == state for one in after)
        }

    def _state(self, node: Expression) -> State:
        match node:
            case Reference(name, _):
                return self.states.get(name)
            case LayerCall():
                return self._call(node)
            case t.Binary(operator=operator, left=left, right=right):
                sides = [self._state(left), self._state(right)]
                state = sides[0] if operator == "@" else sides[0] or sides[1]
                return _ended(state, node.span, f"`{operator}`")
            case t.Negative(operand):
                return _ended(self._state(operand), node.span, "`-`")
            case Operation(function, arguments, keywords):
                states = [self._state(one) for one in arguments]
                states += [self._state(one.value) for one in keywords]
                alike = facts(function.name).shape == "like" and states
                return _ended(states[0], node.span, f"`{function.name}`") if alike else None
            case t.Conditional(body=body, orelse=orelse):
                one, other = self._state(body), self._state(orelse)
                return one if one == other else None
            case t.Tuple(items) | t.List(items):
                states = [self._state(one) for one in items]
                return next((one for one in states if one is not None), None)
            case t.Dict(items):
                for _, one in items:
                    self._state(one)
                return None
            case _:
                return None

    def _call(self, node: LayerCall) -> State:
        states = [self._state(one) for one in node.arguments]
        given = {one.name: self._state(one.value) for one in node.keywords}
        called = self._sublayer(node.layer)
        if called is None:
            return None
        name, layer = called
        self._check(node, name, layer, states, given)
        first = next(iter([*states, *given.values()]), None)
        return self._output(name, layer, states, given, node.span) if states or given else first

    def _sublayer(self, node: Expression) -> tuple[str, Value] | None:
        while isinstance(node, t.Subscript):
            node = node.value
        if isinstance(node, Reference) and node.name in self.aliases:
            node = self.aliases[node.name]
        if not isinstance(node, Reference) or node.name not in self.sublayers:
            return None
        return node.name, self.sublayers[node.name].layer

    def _output(
        self, name: str, layer: Value, states: list[State], given: States, span: Span
    ) -> State:
        if not isinstance(layer, Use):
            return None
        first = next(iter([*states, *given.values()]), None)
        declared = self.layers.get(layer.name) if isinstance(layer.component, str) else None
        if declared is None:
            return of_keras(layer, name, first, span)
        inputs = {
            **dict(zip((one.name for one in declared.inputs), states, strict=False)),
            **given,
        }
        inner = self._within(declared, inputs)
        return self._of_declared(declared, layer, (name, span), inputs, inner)

    def _within(self, declared: Layer, inputs: States) -> State:
        """What a layer's own body gives."""
        key = (declared.name, tuple(inputs.items()))
        if key not in self.search.known and self.depth < DEEPEST:
            body = _Body(self.search, declared, inputs, self.depth + 1)
            self.search.known[key] = body.follow()
        return self.search.known.get(key)

    def _of_declared(
        self,
        declared: Layer,
        use: Use,
        called: tuple[str, Span],
        inputs: Mapping[str, State],
        inner: State,
    ) -> State:
        name, span = called
        first = next((inputs.get(one.name) for one in tensors(declared.inputs)), None)
        if declared.mask == "end" or declared.states:
            return None
        if isinstance(declared.mask, Expression):
            read = [mask_names(declared.inputs)[one] for one in masks_read(declared)]
            held = all(_bears(inputs.get(one)) for one in read) and not _may_be_none(declared.mask)
            return Mask(name, span) if held else None
        if inner is not None and inner.ended is None:
            return inner
        passed = self.search.passes(declared)
        if any_passed(passed):
            wrapped = [v for n, v in use.arguments if n in use.wraps and isinstance(v, Use)]
            if wrapped and declared.mask is None:
                return self._output(name, wrapped[0], [first], {}, span)
            return first if passed is True else None
        kept = first is not None and self.search.keeps_rank(declared)
        return _ended(first, span, f"`{name}`") if kept else None

    def _check(
        self, node: LayerCall, name: str, layer: Value, states: list[State], given: States
    ) -> None:
        """Warns where a layer is given what would bear the mask that it looks for."""
        if not isinstance(layer, Use) or not uses_mask(layer, self.layers):
            return
        declared = self.layers.get(layer.name) if isinstance(layer.component, str) else None
        if declared is not None:
            names = [one.name for one in declared.inputs]
            asked = {n for n in mask_names(declared.inputs) if _takes(declared, n)}
            sources = {mask_names(declared.inputs)[n]: n for n in asked}
        else:
            component = layer.component
            assert not isinstance(component, str)  # noqa: S101 - it is no layer of the file
            names = [one.name for one in component.call]
            sources = {n: f"{n}_mask" for n in names if f"{n}_mask" in names}
            if "mask" in names:
                sources[names[0]] = "mask"
        arguments = {**dict(zip(names, states, strict=False)), **given}
        for source, mask in sources.items():
            state = arguments.get(source)
            if state is not None and state.ended is not None and mask not in arguments:
                self._tell(state, state.ended, name, node.span)
                return

    def _tell(self, state: Mask, ended: tuple[Span, str], name: str, span: Span) -> None:
        where, what = ended
        warn(
            self.search.subject,
            "lost-mask",
            f"the mask of `{state.source}` ends at {what}, before `{name}`, which would heed it",
            where,
            help="`mask: pass` in a declared layer keeps it, and `mask: end` says that it is meant",
            related=(
                Related("the mask is made here", state.made),
                Related("it would be heeded here", span),
            ),
        )


def _ended(state: State, span: Span, what: str) -> State:
    return state if state is None or state.ended else replace(state, ended=(span, what))


def _bears(state: State) -> bool:
    return state is not None and state.ended is None


def _may_be_none(mask: Expression) -> bool:
    """Whether a formula says itself where there is no mask."""
    return any(t.is_none(one) for one in expressions(mask))


def _takes(layer: Layer, name: str) -> bool:
    return any(one.name == name and is_mask(one) for one in layer.inputs)
