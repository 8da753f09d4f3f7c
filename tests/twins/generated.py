"""Generated models, as a run makes them."""

import pathlib

from wtspec.program.sizes import DataSizes
from wtspec.runs.assemble import assemble
from wtspec.stages import check, load

CONFIGS = pathlib.Path(__file__).parents[2] / "configs"


def build_model(name, shape=None, classes=None, **lengths):
    """The model of `configs/NAME.yaml`, built and compiled.

    Args:
        shape: Of its inputs by name, batch first, where the spec leaves a size open.
        classes: How many classes each looked-up column has.
        lengths: What schedules ask for, such as `total_steps`.
    """
    assembly = assemble(check(load(CONFIGS / f"{name}.yaml")))
    model = assembly.build(DataSizes(classes or {}, shape or {}))
    assembly.compile(model, lengths)
    return model
