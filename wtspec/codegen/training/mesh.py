"""Prints how a script lays out its devices, and which processes it trains with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import prod

from wtspec.codegen.displays import list_of
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Code, Lines, define
from wtspec.codegen.naming import ModuleNames
from wtspec.language.print import quote
from wtspec.program.declared import Axes
from wtspec.program.program import Program

Layouts = Mapping[str, Axes]
"""Axes by the pattern of the paths that Keras has for variables."""

ROWS = "data"
WHOLE = "whole"
"""An axis of one device: along it no rows are divided."""


def has_mesh(program: Program) -> bool:
    """Whether several devices train together, as far as a file says."""
    return program.settings.mesh is not None or program.settings.processes is not None


def print_mesh(program: Program, names: ModuleNames, layouts: Layouts) -> Code:
    """The function `lay_out_devices`; nothing where there is one device."""
    if not has_mesh(program):
        return Code([])
    printer = Printer("function", names)
    axes = _axes(program)
    sizes = {axis: "rest" if size is None else repr(size) for axis, size in axes}
    whole = _free_name(sizes)
    laid = f"(1, {', '.join(sizes.values())})", list_of(map(quote, [whole, *sizes]))
    body = [
        *_devices(printer, [size for _, size in axes]),
        f"mesh = {printer.call('keras.distribution.DeviceMesh', *laid, 'devices')}",
        f"layouts = {printer.call('keras.distribution.LayoutMap', 'mesh')}",
        *(f"layouts[{_raw(path)}] = {_tuple(own)}" for path, own in layouts.items()),
        *_rows(program, sizes[ROWS], whole),
        f"distribution = {_distribution(printer)}",
        printer.call("keras.distribution.set_distribution", "distribution"),
    ]
    doc = "Lays the devices out as a mesh, along which rows are divided and weights cut."
    return printer.code(define("lay_out_devices", ("tables",), body, doc))


def _devices(printer: Printer, sizes: list[int | None]) -> Lines:
    """Those of the mesh, and how many the other axes leave for one that is `auto`."""
    devices = printer.call("keras.distribution.list_devices")
    fixed = prod(size for size in sizes if size is not None)
    if None not in sizes:
        return [f"devices = {devices}[:{fixed}]"]
    rest = "len(devices)" if fixed == 1 else f"len(devices) // {fixed}"
    return [f"devices = {devices}", f"rest = {rest}"]


def _distribution(printer: Printer) -> str:
    given = ("layout_map=layouts", "batch_dim_name=rows", "auto_shard_dataset=False")
    return printer.call("keras.distribution.ModelParallel", *given)


def print_start(printer: Printer, program: Program) -> Lines:
    """The statements that come before anything else of JAX's."""
    given = program.settings.processes
    if given is None:
        return []
    if given.coordinator is None:
        return [printer.call("jax.distributed.initialize")]
    return [
        printer.call(
            "jax.distributed.initialize",
            f"coordinator_address={quote(given.coordinator)}",
            f"num_processes={given.count}",
            f"process_id={given.index}",
        )
    ]


def _axes(program: Program) -> list[tuple[str, int | None]]:
    """The axes of the mesh, `data` among them, and first: rows lie side by side then."""
    asked = dict(program.settings.mesh or ((ROWS, None),))
    return [(ROWS, asked.pop(ROWS, 1)), *asked.items()]


def _free_name(taken: Mapping[str, str]) -> str:
    return next(name for name in (WHOLE, *(f"{WHOLE}_{i}" for i in range(99))) if name not in taken)


def _rows(program: Program, data: str, whole: str) -> Lines:
    """Keras divides no batch unevenly: where one can't be, each device has all rows."""
    settings, training = program.settings, program.training
    if data == "1":
        return [f"rows = {quote(ROWS)}"]
    accumulate = training.accumulate if training is not None else 1
    batches = dict.fromkeys((settings.batch_size, settings.batch_size * accumulate))
    sizes = ", ".join(f"min({size}, count), count % {size}" for size in batches)
    return [
        "counts = [len(next(iter(table.values()))) for table in tables.values()]",
        f"sizes = [size for count in counts for size in ({sizes})]",
        "# Keras divides no batch unevenly: where one can't be, each device has all rows.",
        f"rows = {quote(whole)} if any(size % {data} for size in sizes) else {quote(ROWS)}",
    ]


def _raw(pattern: str) -> str:
    """Paths hold no quotes."""
    return f'r"{pattern}"' if "\\" in pattern else quote(pattern)


def _tuple(axes: Axes) -> str:
    items = [quote(axis) if axis is not None else "None" for axis in axes]
    return f"({', '.join(items)}{',' * (len(items) == 1)})"


def patterns_of(axes: Mapping[str, Axes], paths: list[str]) -> dict[str, Axes]:
    """Axes by patterns that stand for all blocks of a repeated layer, where all lie alike.

    Args:
        axes: By path, of those variables that are cut.
        paths: Those of all variables.
    """
    found: dict[str, Axes] = {}
    for path, own in axes.items():
        blocks = re.sub(r"\\\.[0-9]+(?=/|$)", r"\\.[0-9]+", re.escape(path))
        alike = [one for one in paths if re.fullmatch(blocks, one)]
        pattern = blocks if len(alike) > 1 and all(axes.get(one) == own for one in alike) else None
        found[pattern or re.escape(path)] = own
    return found
