"""Follows calls: of sublayers, of wrapped layers, and of the file's functions."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.errors import Related
from wtspec.language import tree as t
from wtspec.program.bound import LayerCall, OwnCall, Reference
from wtspec.program.declared import Use
from wtspec.shapes.algebra.broadcast import join
from wtspec.shapes.algebra.polynomial import ONE, Size, differ, number
from wtspec.shapes.algebra.shape import Shape, has_rest
from wtspec.shapes.algebra.show import show_shape
from wtspec.shapes.algebra.values import (
    UNKNOWN,
    Abstract,
    Block,
    Blocks,
    Frame,
    GivenLayer,
    Inner,
    Named,
    Several,
    Tensor,
    shape_of,
    size_of,
)
from wtspec.shapes.build_arguments import built_with, looks_at_last_axis, takes_optional
from wtspec.shapes.checks.layer import check_same
from wtspec.shapes.declarations import argument, declared_shape, entry_of, weight_of
from wtspec.shapes.follow import follow
from wtspec.shapes.inference import Inference
from wtspec.shapes.misfit import End, MisfitError
from wtspec.shapes.operations.elementwise import keeps_shape
from wtspec.shapes.recorded import is_certain, note
from wtspec.shapes.use import call_use, enter

Positional = tuple[Abstract, ...]
Keywords = Mapping[str, Abstract]


def call_function(run: Inference, frame: Frame, node: OwnCall) -> Abstract:
    """A call of one of the file's functions: its body with these arguments."""
    function = run.functions.get(node.function)
    positional = tuple(run.evaluate(frame, one) for one in node.arguments)
    keywords = {one.name: run.evaluate(frame, one.value) for one in node.keywords}
    if function is None:
        return None
    inner = Frame()
    defaults = {
        name: run.evaluate(inner, default)
        for name, default in function.parameters
        if default is not None
    }
    names = [name for name, _ in function.parameters]
    inner.names = {**defaults, **dict(zip(names, positional, strict=False)), **keywords}
    with run.used(node.span):
        return follow(run, inner, function.body)


def call_layer(run: Inference, frame: Frame, node: LayerCall) -> Abstract:
    """A call of a sublayer, of a list of them in order, or of an activation param."""
    positional = tuple(run.evaluate(frame, one) for one in node.arguments)
    keywords = {one.name: run.evaluate(frame, one.value) for one in node.keywords}
    if isinstance(node.layer, Reference) and node.layer.role == "param":
        keeps = keeps_shape(frame.params.get(node.layer.name)) and positional
        return Tensor(shape_of(positional[0])) if keeps else None
    layer = run.evaluate(frame, node.layer)
    for path, value in node.weights:
        given, replaced = shape_of(run.evaluate(frame, value)), shape_of(weight(run, layer, path))
        if replaced is not None:
            run.guard(frame, value, check_same, given, replaced)
    with run.used(node.span):
        return _call(run, layer, positional, keywords)


def _call(run: Inference, layer: Abstract, positional: Positional, keywords: Keywords) -> Abstract:
    match layer:
        case Block():
            _note(run, layer, positional, keywords)
            if run.checks and not run.circumstances:
                _check_shared(run, layer, positional)
            return _output(run, layer, positional, keywords)
        case Blocks():
            return _chain(run, layer, positional, keywords)
        case Inner(owner, wrapped):
            given = owner.wrapped.get(wrapped.name)
            if given is not None:
                return call_use(run, given, positional, keywords)
            return _wrapped_output(run, layer)
        case _:
            return None


def weight(run: Inference, layer: Abstract, name: str) -> Abstract:
    """A sublayer's weight, where its shape follows from arguments alone."""
    if not isinstance(layer, Block) or not isinstance(layer.sublayer.layer, Use):
        return None
    use, frame = layer.sublayer.layer, layer.frame.at(layer.position)
    arguments = {key: argument(run, frame, value) for key, value in use.arguments}
    if isinstance(use.component, str):
        declared = run.layers.get(use.component)
        entered = enter(run, declared, arguments, (), {}) if declared is not None else None
        return weight_of(run, entered, name) if entered is not None else None
    if (use.name, name) == ("Embedding", "embeddings"):
        return Tensor((size_of(arguments["input_dim"]), size_of(arguments["output_dim"])))
    if (use.name, name) == ("Dense", "bias"):
        return Tensor((size_of(arguments["units"]),))
    return None


def _output(run: Inference, block: Block, positional: Positional, keywords: Keywords) -> Abstract:
    frame = block.frame.at(block.position)
    layer = block.sublayer.layer
    output = call_use(run, GivenLayer(layer, frame), positional, keywords)
    is_cell = isinstance(layer, Use) and layer.name.endswith("Cell") and isinstance(output, Tensor)
    return Several((output, None)) if is_cell else output  # a cell gives its states, too


def _note(
    run: Inference,
    block: Block,
    positional: Positional,
    keywords: Keywords,
    *,
    running: bool = False,
) -> None:
    if not block.frame.outermost:
        return
    repeat = repeat_of(run, block)
    through = block.through is not None and block.through == repeat
    sublayer = block.sublayer
    if block.through is not None and not through:
        block = Block(block.frame, sublayer)
    shapes = built_with(run, sublayer.layer, positional, keywords)
    certain = is_certain(run.circumstances, sublayer, repeat)
    optional = takes_optional(run, sublayer.layer)
    note(run.calls, block, shapes, certain=certain, running=running, optional=optional)


def _check_shared(run: Inference, block: Block, positional: Positional) -> None:
    """Refuses a layer that was built for another size by an earlier call."""
    sublayer, shape = block.sublayer, shape_of(positional[0]) if positional else None
    several = sublayer.repeat is not None and block.position is None
    if several or not shape or not looks_at_last_axis(sublayer.layer):
        return
    key = (sublayer.name, block.position)
    size, span = block.frame.built.setdefault(key, (shape[-1], run.uses[-1]))
    if differ(size, shape[-1]) and differ(size, ONE) and differ(shape[-1], ONE):
        raise MisfitError(
            "shape-mismatch",
            f"`{sublayer.name}` is made for {{first}} features by its first call, "
            "but {0} has {size}",
            help="two sublayers have weights of their own",
            related=(Related("the first call", span),),
            first=End("", -1, size),
            size=End("0", -1, shape[-1]),
        )


def repeat_of(run: Inference, block: Block | Blocks) -> Size:
    """How many there are of a repeated sublayer."""
    repeat = block.sublayer.repeat
    return size_of(run.evaluate(block.frame.at(), repeat)) if repeat is not None else None


def _chain(run: Inference, blocks: Blocks, positional: Positional, keywords: Keywords) -> Abstract:
    """The output of the last of several, each called on the output of the one before."""
    one = Block(blocks.frame, blocks.sublayer, whole=blocks.whole)
    first = positional[0] if positional else None
    output = _output(run, one, positional, keywords)
    if blocks.sublayer.scan:
        check_carried(blocks.sublayer.name, first, output)
        _note(run, one, positional, keywords)
        return first
    running = output != first
    _note(run, one, positional, keywords, running=running)
    if not running:
        return output
    count = number(repeat_of(run, one))
    with run.silently(count is None or count < 2 or not blocks.whole):
        again = _output(run, one, (output, *positional[1:]), keywords)
    settled = again if again == output else None
    at_least_once = count is not None and count > 0 and blocks.whole
    return settled if at_least_once else join(first, settled)


def check_carried(name: str, taken: Abstract, given: Abstract) -> None:
    """Refuses a scanned block that can't be called on what it gives.

    Raises:
        MisfitError: `scan-carry`.
    """
    if isinstance(given, Named | Several):
        gives = "several tensors"
    else:
        before, after = shape_of(taken), shape_of(given)
        if before is None or after is None or not _certainly_differ(before, after):
            return
        gives = f"the shape {show_shape(after)}"
    raise MisfitError(
        "scan-carry",
        f"a block of `{name}` gives {gives}, and can't run on that as on {{0}}",
        expected="one tensor of the shape that the block takes, as each runs on the one before",
    )


def _certainly_differ(one: Shape, other: Shape) -> bool:
    if has_rest(one) or has_rest(other):
        return False
    pairs = zip(one, other, strict=False)
    return len(one) != len(other) or any(differ(a, b) for a, b in pairs)


def _wrapped_output(run: Inference, inner: Inner) -> Abstract:
    """What a wrapper that stands by itself knows of the layer that it takes."""
    entries = inner.wrapped.pattern.entries
    if any(isinstance(entry, t.Dots) for entry in entries):
        if not run.wrapped_alike:
            return UNKNOWN
        return Tensor(declared_shape(run, inner.frame, inner.wrapped.pattern))
    return Tensor(tuple(entry_of(run, inner.frame, entry) for entry in entries))
