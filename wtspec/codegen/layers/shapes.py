"""Prints what concerns shapes: dims, their checks, and the output's shape."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.codegen.displays import tuple_of
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.formulas.sizes import ShapePrinter
from wtspec.codegen.layers.given_shapes import Shapes, shapes_of_build
from wtspec.codegen.layers.requires import late_requirements
from wtspec.codegen.layers.trace import traced_arguments
from wtspec.codegen.lines import Lines, define
from wtspec.codegen.naming import dim_variable, variable
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import Dim, Layer, Pattern
from wtspec.program.dims import dots_index, fixed_axes, named_axes
from wtspec.program.masks import is_told
from wtspec.program.walk import expressions, names_read, values_in
from wtspec.program.weight_fields import weight_formulas
from wtspec.shapes.algebra.polynomial import Polynomial, symbols
from wtspec.shapes.infer import Inferred


def bind_dims_in_build(printer: Printer, layer: Layer, shapes: Shapes) -> Lines:
    """The dims that weights, sublayers and params need, and checks of those that recur."""
    bound = dims_in_build(layer)
    lines: Lines = []
    for dim in layer.dims:
        wrapped = next((wrap for wrap in layer.wraps if wrap.name == dim.source), None)
        if dim.name not in bound:
            continue
        if wrapped is not None:
            target = printer.attributes[wrapped.name]
            value = f"{target}.compute_output_shape({printer.first_shape()})[{dim.axis}]"
            lines.append(f"{dim_variable(dim.name)} = {value}")
        elif dim.source in printer.shapes:
            lines.append(f"{dim_variable(dim.name)} = {printer.shape(dim.source)}[{dim.axis}]")
    for source, name, axis in _recurring(layer):
        size = _size(printer, layer, name)
        guard = [size] if name in {dim.name for dim in layer.dims} - sizing_dims(layer) else []
        lines += _check_size(printer, source, axis, name, size, guard)
    for one in () if layer.is_model else layer.computed:
        expected = printer.print(one.size)
        guard = _open_dims(layer, one.size)
        lines += _check_size(printer, one.source, one.axis, expected, expected, guard)
    return [*lines, *_input_spec(printer, layer, shapes)]


def _check_size(
    printer: Printer, source: str, axis: int, name: str, expected: str, guard: list[str]
) -> Lines:
    """Refuses an input whose size differs from the one that its pattern says.

    Args:
        guard: The locals that are None where a size is open, so that there is nothing to compare.
    """
    if source not in printer.shapes:
        return []
    shape = printer.shape(source)
    given, size = _unquoted(shape), _unquoted(expected)
    wanted = size if size.isdigit() else f"{_unquoted(name)} = {{{size}}}"
    known = f"None not in ({shape}[{axis}], {', '.join(guard)}) and " if guard else ""
    return [
        f"if {known}{shape}[{axis}] != {expected}:",
        "    raise ValueError(",
        f'        f"Axis {axis} of {source} must be {wanted}. "',
        f'        f"Received: {source}.shape={{{given}}}"',
        "    )",
    ]


def _open_dims(layer: Layer, size: t.Expression) -> list[str]:
    """The locals for the dims that a size is computed from, and that may be open."""
    sizing = sizing_dims(layer)
    return [dim_variable(name) for name in names_read([size], "dim") if name not in sizing]


def _unquoted(expression: str) -> str:
    """An expression for use inside an f-string with double quotes."""
    return expression.replace('"', "'")


def _size(printer: Printer, layer: Layer, name: str) -> str:
    return printer.attributes[name] if layer.param(name) is not None else dim_variable(name)


def _recurring(layer: Layer) -> list[tuple[str, str, int]]:
    """Static dims that an input bears though another binds them: input, dim, axis."""
    binding = {dim.name: dim for dim in layer.dims}
    found: list[tuple[str, str, int]] = []
    for one in layer.inputs:
        if one.optional or not (is_told(one) or layer.is_model):
            continue
        for name, axis in named_axes(one.pattern):
            dim = binding.get(name)
            own = dim is not None and (dim.source, dim.axis) == (one.name, axis)
            if own or (dim is not None and dim.dynamic) or (dim is None and axis == 0):
                continue
            found.append((one.name, name, axis))
    return found


def dims_in_build(layer: Layer) -> set[str]:
    """The dims that have a local in `build`: what sizes something, recurs or is required."""
    formulas = [one.size for one in (() if layer.is_model else layer.computed)]
    formulas += [one.test for one in late_requirements(layer)]
    recurring = {name for _, name, _ in _recurring(layer)}
    return sizing_dims(layer) | recurring | {*names_read(formulas, "dim")}


def sizing_dims(layer: Layer) -> set[str]:
    """The dims that `build` can't do without, so that their sizes are known there."""
    formulas: list[t.Expression] = []
    for weight in layer.weights:
        formulas += [one for _, value in weight_formulas(weight) for one in values_in(value)]
    for sublayer in layer.sublayers:
        if sublayer.settled == "build":
            formulas += values_in(sublayer.layer)
            formulas += [one for one in (sublayer.repeat, sublayer.when) if one is not None]
    for param in layer.params:
        if param.settled == "build" and param.default is not None:
            formulas += values_in(param.default)
    return {*names_read(formulas, "dim")}


def _input_spec(printer: Printer, layer: Layer, shapes: Shapes) -> Lines:
    """Keras refuses a later input whose sizes differ from those that weights were made for."""
    if not shapes.single or layer.is_model or layer.states:
        return []
    sizing = {
        node.name
        for weight in layer.weights
        for entry in weight.shape
        for node in expressions(entry)
        if isinstance(node, Reference)
    }
    one = next(one for one in layer.inputs if one.name in shapes.by_input)
    axes = [
        f"{axis}: {_size(printer, layer, name)}"
        for name, axis in named_axes(one.pattern)
        if name in sizing and axis != 0
    ]
    axes += [f"{axis}: {printer.print(entry)}" for entry, axis in fixed_axes(one.pattern)]
    if not axes:
        return []
    entries = len(one.pattern.entries)
    rank = f"min_ndim={entries - 1}" if dots_index(one.pattern) is not None else f"ndim={entries}"
    return [f"self.input_spec = keras.layers.InputSpec({rank}, axes={{{', '.join(axes)}}})"]


def bind_dims_in_call(printer: Printer, layer: Layer, nodes: Iterable[t.Expression]) -> Lines:
    """The dims that some expressions read."""
    read = {node.name for node in nodes if isinstance(node, Reference) and node.role == "dim"}
    lines: Lines = []
    for source in dict.fromkeys(dim.source for dim in layer.dims):
        dims = [dim for dim in layer.dims if dim.source == source and dim.name in read]
        if dims:
            lines += _bind_from(printer, layer, source, dims)
    return lines


def _bind_from(printer: Printer, layer: Layer, source: str, dims: list[Dim]) -> Lines:
    wrapped = next((wrap for wrap in layer.wraps if wrap.name == source), None)
    if wrapped is not None:
        first = variable(layer.inputs[0].name)
        shape = f"{printer.attributes[source]}.compute_output_shape({first}.shape)"
    else:
        shape = printer.call("ops.shape", variable(source))
    one = next((one for one in layer.inputs if one.name == source), None)
    if one is None or len(dims) == 1 or dots_index(one.pattern) is not None:
        return [f"{dim_variable(dim.name)} = {shape}[{dim.axis}]" for dim in dims]
    by_axis = {dim.axis % len(one.pattern.entries): dim_variable(dim.name) for dim in dims}
    names = [by_axis.get(axis, "_") for axis in range(len(one.pattern.entries))]
    return [f"{', '.join(names)} = {shape}"]


def print_output_shape(printer: Printer, layer: Layer, inferred: Inferred) -> Lines:
    """`compute_output_shape`, as declared or inferred where that says enough.

    A model needs none, nor does a cell.
    """
    if layer.states or layer.is_model:
        return []
    shapes = shapes_of_build(layer)
    known = _known_shape(printer, layer) or _inferred_shape(printer, layer, inferred)
    passed = ", ".join(one.name for one in shapes.arguments)
    build = ["if not self.built:", f"    self.build({passed})"]
    requires = bool(late_requirements(layer))
    if known is not None and requires:
        known = [*build, *known]
    if known is None:
        arguments = traced_arguments(printer, layer, shapes, inferred)
        holds = layer.weights or layer.sublayers or layer.wraps or requires
        known = [
            *(build if holds else []),
            f"output = self.compute_output_spec({arguments})",
            "return keras.tree.map_structure(lambda tensor: tensor.shape, output)",
        ]
    traced = printer.use("trace_call")
    arguments = [one.declared for one in shapes.arguments]
    return [
        *define("compute_output_shape", ["self", *arguments], known),
        "",
        f"compute_output_spec = {traced}  # not every output is of the compute dtype",
    ]


def _known_shape(printer: Printer, layer: Layer) -> Lines | None:
    if layer.bound_returns is None or not isinstance(layer.returns, Pattern) or layer.is_model:
        return None
    reads = names_read(layer.bound_returns, "dim")
    sources = {dim.name: dim for dim in layer.dims}
    same = next((one for one in layer.inputs if one.name in printer.shapes), None)
    if same is not None and same.pattern.entries == layer.returns.entries:
        return [f"return {printer.shape(same.name)}"]
    of_dims = {name: _shape_of(printer, layer, dim.source) for name, dim in sources.items()}
    if any(of_dims[name] is None for name in reads):
        return None
    lines = [
        f"{dim_variable(name)} = {of_dims[name]}[{sources[name].axis}]"
        for name in sources
        if name in reads
    ]
    entries: list[str] = []
    for entry in layer.bound_returns:
        if not isinstance(entry, t.Dots):
            entries.append(_entry(printer, layer, entry))
            continue
        leading = _leading(printer, layer)
        if leading is None:
            return None
        entries.append(leading)
    return [*lines, f"return {tuple_of(entries)}"]


def _entry(printer: Printer, layer: Layer, entry: t.Expression) -> str:
    """A size of the output; None where it is computed from one that is open."""
    text, opened = printer.print(entry), _open_dims(layer, entry)
    if not opened or isinstance(entry, Reference):
        return text
    test = f"{opened[0]} is None" if len(opened) == 1 else f"None in ({', '.join(opened)})"
    return f"None if {test} else {text}"


def _inferred_shape(printer: Printer, layer: Layer, inferred: Inferred) -> Lines | None:
    """The shape that the body shows, unless only `build` settles the params in it."""
    if layer.returns is not None or inferred.output is None:
        return None
    late = {param.name for param in layer.params if param.settled == "build"}
    sizes = [entry for entry in inferred.output if isinstance(entry, Polynomial)]
    if any(one.name in late for size in sizes for one in symbols(size)):
        return None
    sizing = frozenset(sizing_dims(layer))
    printed = ShapePrinter(printer, inferred.inputs, {}, sizing)
    text = printed.print(inferred.output)
    return [f"return {text}"] if text is not None else None


def _shape_of(printer: Printer, layer: Layer, source: str) -> str | None:
    """The shape of an input, or of a wrapped layer's output."""
    if any(wrap.name == source for wrap in layer.wraps):
        wrapped = f"{printer.attributes[source]}.compute_output_shape({printer.first_shape()})"
        return wrapped if printer.shapes else None
    return printer.shape(source) if source in printer.shapes else None


def _leading(printer: Printer, layer: Layer) -> str | None:
    """What `...` stands for: the dims that the first input's `...` matches."""
    for one in layer.inputs:
        dots = dots_index(one.pattern)
        if dots is not None and one.name in printer.shapes:
            behind = len(one.pattern.entries) - dots - 1
            start = str(dots) if dots else ""
            stop = f"-{behind}" if behind else ""
            return f"*{printer.shape(one.name)}[{start}:{stop}]"
    return None
