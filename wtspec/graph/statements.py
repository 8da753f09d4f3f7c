"""Draws the statements of a body."""

from __future__ import annotations

from msgspec.structs import replace

from wtspec.graph.called import called, unrolled
from wtspec.graph.flows import arrive, bind_targets, draw_formula
from wtspec.graph.fold import Given, fold, rounds_of
from wtspec.graph.scene import Meaning, Region, Scene, value_of
from wtspec.graph.text import formula
from wtspec.graph.wires import Wire, Wires, renamed
from wtspec.language import Expression, assigned_names
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.walk import in_statements
from wtspec.shapes.algebra.broadcast import join
from wtspec.shapes.algebra.values import Abstract, Frame, flag
from wtspec.shapes.locals import assign

Live = frozenset[str]
"""The names that are read later on."""


def draw_block(
    scene: Scene, region: Region, block: tuple[t.Statement, ...], live: Live
) -> Given | None:
    """Draws statements, and says what they return; None where they run to their end."""
    after = [live]
    for statement in reversed(block[1:]):
        after.append(after[-1] | _reads((statement,)))
    for statement, later in zip(block, reversed(after), strict=False):
        returned = _statement(scene, region, statement, later)
        if returned is not None:
            return returned
    return None


def _reads(block: tuple[t.Statement, ...]) -> Live:
    return frozenset(one.name for one in in_statements(block) if isinstance(one, Reference))


def _statement(scene: Scene, region: Region, statement: t.Statement, live: Live) -> Given | None:
    match statement:
        case t.Assign(targets, value):
            _assign(scene, region, targets, value)
        case t.Return(value):
            return _returned(scene, region, value)
        case t.Do(call):
            _do(scene, region, call)
        case t.If():
            return _branches(scene, region, statement, live)
        case t.Loop():
            _loop(scene, region, statement, live)
    return None


def _assign(scene: Scene, region: Region, targets: tuple[str, ...], value: Expression) -> None:
    if (
        len(targets) > 1
        and isinstance(value, t.Tuple | t.List)
        and len(value.items) == len(targets)
    ):
        meanings = [_meaning(scene, region, one) for one in value.items]
        pairs = zip(targets, meanings, strict=True)
        given = {target: _named(target, meaning) for target, meaning in pairs}
    else:
        meaning = _meaning(scene, region, value)
        given = {
            target: _part(scene, target, meaning, part)
            for target, part in _parts(targets, meaning.value).items()
        }
    for target, meaning in given.items():
        region.give(target, meaning)


def _meaning(scene: Scene, region: Region, value: Expression) -> Meaning:
    """What a local is given."""
    layers = called(scene, region, value)
    if layers:
        return Meaning(layers=layers)
    known = value_of(scene, region, value)
    if isinstance(value, Reference) and value.role != "weight":
        found = region.find(value.name)
        return found or Meaning(value=known)
    wires = arrive(scene, region, value)
    if not wires and not isinstance(value, t.List | t.Tuple):
        wires = (draw_formula(scene, region, value),)
    return Meaning(wires, known)


def _part(scene: Scene, target: str, meaning: Meaning, part: Abstract) -> Meaning:
    """What a local is given of a value; the file names no locals where it has a `sequential`."""
    name = "" if scene.printed else target
    wires = tuple(Wire(one.source, part, name) for one in meaning.wires)
    return Meaning(wires, part, meaning.layers)


def _parts(targets: tuple[str, ...], value: Abstract) -> dict[str, Abstract]:
    frame = Frame()
    assign(frame, targets, value)
    return frame.names


def _named(target: str, meaning: Meaning) -> Meaning:
    return replace(meaning, wires=renamed(meaning.wires, target))


def _do(scene: Scene, region: Region, call: t.Call) -> None:
    draw_formula(scene, region, t.Tuple(call.arguments, span=call.span), formula(call))


def _returned(scene: Scene, region: Region, value: Expression) -> Given:
    match value:
        case t.Dict(items):
            return [(name, _meaning(scene, region, one)) for name, one in items]
        case t.Tuple(items) if len(items) > 1:
            titles = _titles(scene, items)
            meanings = [_meaning(scene, region, one) for one in items]
            return list(zip(titles, meanings, strict=True))
        case _:
            return [("output", _meaning(scene, region, value))]


def _titles(scene: Scene, items: tuple[Expression, ...]) -> list[str]:
    """The names of several outputs: a cell's are its output and its states."""
    if scene.layer is not None and scene.layer.states:
        return ["output", *(state.name for state in scene.layer.states)]
    names = [one.name for one in items if isinstance(one, Reference)]
    if len(set(names)) == len(items):
        return names
    return [f"output[{index}]" for index in range(len(items))]


def _branches(scene: Scene, region: Region, statement: t.If, live: Live) -> Given | None:
    kept = _kept(scene, region, statement)
    if len(kept) == 1 and kept[0][0] is None:
        return draw_block(scene, region, kept[0][1], live)
    outcomes: list[tuple[Given, bool]] = []
    for position, (test, block) in enumerate(kept):
        word = "elif" if position else "if"
        text = "else" if test is None else f"{word} {formula(test, printed=scene.printed)}"
        outcomes.append(_branch(scene, region, text, block, live))
    if all(returns for _, returns in outcomes):
        return _joined([given for given, _ in outcomes])
    _merge(region, [given for given, returns in outcomes if not returns], kept[-1][0] is not None)
    return None


def _kept(
    scene: Scene, region: Region, statement: t.If
) -> list[tuple[Expression | None, tuple[t.Statement, ...]]]:
    """The branches that may be taken; the last has no condition, if one of them always is."""
    kept: list[tuple[Expression | None, tuple[t.Statement, ...]]] = []
    for branch in statement.branches:
        holds = flag(value_of(scene, region, branch.test))
        if holds:
            return [*kept, (None, branch.body)]
        if holds is None:
            kept.append((branch.test, branch.body))
    return [*kept, (None, statement.orelse)] if statement.orelse or not kept else kept


def _branch(
    scene: Scene, region: Region, title: str, block: tuple[t.Statement, ...], live: Live
) -> tuple[Given, bool]:
    """What a branch gives, and whether it ends the body."""
    returns = False

    def draw(inner: Region) -> Given:
        nonlocal returns
        returned = draw_block(scene, inner, block, live)
        returns = returned is not None
        if returned is not None:
            return returned
        return [(name, inner.names[name]) for name in inner.given if name in live]

    return fold(scene, region, "branch", title, draw), returns


def _merge(region: Region, outcomes: list[Given], may_skip: bool) -> None:
    """What locals stand for after branches: what any of these gave them."""
    several = [dict(given) for given in outcomes]
    for name in dict.fromkeys(name for given in several for name in given):
        before = region.look(name)
        ways = [given.get(name) or _brought(region, name) for given in several]
        if may_skip and before is not None:
            ways.append(_brought(region, name))
        region.give(name, _either([one for one in ways if one is not None]))


def _brought(region: Region, name: str) -> Meaning | None:
    return region.find(name)


def _either(ways: list[Meaning]) -> Meaning:
    """One of several."""
    first = ways[0]
    wires, value, layers = list(first.wires), first.value, list(first.layers)
    for one in ways[1:]:
        wires += [wire for wire in one.wires if wire not in wires]
        value = join(value, one.value)
        layers += [layer for layer in one.layers if layer not in layers]
    return Meaning(tuple(wires), value, tuple(layers))


def _joined(outcomes: list[Given]) -> Given:
    """What a body returns whose branches all return."""
    names = [name for name, _ in outcomes[0]]
    columns = zip(*([meaning for _, meaning in given] for given in outcomes), strict=False)
    several = [(name, _either(list(ways))) for name, ways in zip(names, columns, strict=False)]
    return [(name, replace(one, wires=_unnamed(one.wires))) for name, one in several]


def _unnamed(wires: Wires) -> Wires:
    """What a body returns has no name in it."""
    return tuple(replace(one, name="") for one in wires)


def _loop(scene: Scene, region: Region, statement: t.Loop, live: Live) -> None:
    clause, body = statement.clause, statement.body
    read, rounds = _reads(body), unrolled(scene, region, clause)
    carried = assigned_names(t.Body(body, span=statement.span)) & read if len(rounds) == 1 else ()

    def draw(inner: Region) -> Given:
        for name in carried:
            _carry(scene, inner, name, body)
        for one in rounds:
            bind_targets(scene, inner, one)
            draw_block(scene, inner, body, live | read)
        return [(name, inner.names[name]) for name in inner.given if name in live | read]

    text = formula(clause.iterable, printed=scene.printed)
    title = f"for {', '.join(clause.targets)} in {text}"
    times = rounds_of(scene, region, clause.iterable) if len(rounds) == 1 else ""
    for name, meaning in fold(scene, region, "loop", title, draw, times):
        region.give(name, meaning)


def _carry(scene: Scene, inner: Region, name: str, body: tuple[t.Statement, ...]) -> None:
    """A local that each round takes over from the one before has what both leave it."""
    before = inner.find(name)
    if before is None:
        return
    value = before.value
    for one in body:
        if isinstance(one, t.Assign) and one.targets == (name,):
            value = join(value, scene.values.get(id(one.value), value))
    wires = tuple(replace(wire, value=value) for wire in before.wires)
    inner.names[name] = replace(before, wires=wires, value=value)
