"""Compiles a training's step from shapes alone, to see what XLA makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wtspec.data.labels.class_factors import factors_of
from wtspec.data.labels.labels import labels_of
from wtspec.data.learn.files import nothing_learned
from wtspec.data.learned import Learned
from wtspec.data.parts import read_parts
from wtspec.data.weigh_rows import weigh_rows
from wtspec.model.abstract import build_abstract
from wtspec.model.costs.step_cost import StepCost
from wtspec.model.mesh.lay_out import lay_out
from wtspec.model.mesh.mesh import DATA
from wtspec.model.paths import path_of
from wtspec.program.training import Training
from wtspec.runs.assemble import Assembly
from wtspec.runs.learn_sizes import sizes_of
from wtspec.runs.part_rows import begin_rows
from wtspec.runs.planning.abstract_training import compile_abstract
from wtspec.runs.planning.hlo.count_flops import count_flops
from wtspec.runs.planning.hlo.find_collectives import find_collectives
from wtspec.runs.planning.hlo.read_module import read_module
from wtspec.train.length import training_length

if TYPE_CHECKING:
    import keras

    from wtspec.data.rows import Rows


def step_cost(assembly: Assembly, training: Training, data_root: Path) -> StepCost:
    """What one step of the training costs each device, as this machine's XLA compiles it.

    The data are read, and no array is put on a device.

    Args:
        assembly: The spec as code, its mesh of devices that JAX has.
        training: What the spec says of it.
        data_root: No data file may lie outside it.

    Raises:
        SpecError: What is wrong with the data; what training would raise before its first step.
    """
    from wtspec.train.compiled_steps import trace_step
    from wtspec.train.compiler import Compiler
    from wtspec.train.feeding.feed import Feed, Order
    from wtspec.train.measure import build_metrics
    from wtspec.train.state import shape_state

    program, mesh = assembly.checked.program, assembly.mesh
    settings = program.settings
    rows, learned = _rows(assembly, data_root)
    length = training_length(
        rows.count,
        settings.batch_size,
        training.accumulate,
        drop_remainder=settings.drop_remainder,
        epochs=training.epochs,
        steps=training.steps,
    )
    model = build_abstract(assembly.code, sizes_of(program, learned, rows))
    cut = None if mesh is None else mesh.cut
    if cut is not None:
        lay_out(assembly.code, model, cut)
    compile_abstract(assembly, model, cut, length)
    order = Order(settings.seed, settings.shuffle, settings.drop_remainder)
    feed = Feed(rows, order, length.batch_size, length.accumulate, budget_bytes=0, mesh=mesh)
    compiler = Compiler(mesh, rewrite_for_cpu=False)
    with assembly.locating():
        build_metrics(model, feed, mesh)
        traced = trace_step(compiler, model, shape_state(model), feed)
        compiled = traced.lower().compile()
    sizes = mesh.sizes if mesh is not None else {DATA: 1}
    module = read_module(compiled.as_text() or "")
    times, found = find_collectives(module, sizes, _weights(model))
    memory = compiled.memory_analysis()
    temporary = memory.temp_size_in_bytes if memory is not None else None
    return StepCost(times, found, count_flops(module), temporary, module.has_open_loops)


def _weights(model: keras.Model) -> list[str | None]:
    """The weight to which each value of the training's state belongs, in the order of the state."""
    from wtspec.train.name_state import WEIGHTS, name_state

    named, *others = name_state(model)
    paths = [path_of(one.path, model.name) for one in model.trainable_variables]
    by_name = dict(zip((one.removeprefix(WEIGHTS) for one in named), paths, strict=True))

    def weight(slot: str) -> str | None:
        """`optimizer/momentums/dense/kernel` is of `dense/kernel`."""
        _, *parts = slot.split("/")
        ends = ("/".join(parts[at:]) for at in range(len(parts)))
        return next((by_name[end] for end in ends if end in by_name), None)

    return [*paths, *(weight(name) for part in others for name in part)]


def _rows(assembly: Assembly, data_root: Path) -> tuple[Rows, Learned]:
    """The rows that are trained on, and what was learned from them."""
    checked = assembly.checked
    program = checked.program
    preparer = assembly.preparer(nothing_learned(program, data_root))
    tables = read_parts(program, checked.spec.document, data_root, None, preparer.mask)
    preparer, parts = begin_rows(preparer, {"train": tables["train"]})
    labels = labels_of(program, preparer.learned)
    factors = factors_of(program, parts["train"], labels)
    return weigh_rows(parts["train"], factors), preparer.learned
