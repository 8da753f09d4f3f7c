"""`wtspec plan`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wtspec.cli.options import (
    Overrides,
    data_root_option,
    file_argument,
    json_option,
    root_option,
    set_option,
)
from wtspec.cli.streams import show, width_of_output

if TYPE_CHECKING:
    from wtspec.model import Plan


@click.command
@file_argument
@json_option
@set_option
@root_option
@data_root_option
@click.option(
    "--devices",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many devices the mesh will have; by default as many as it says, or, for `auto`, as "
    "this machine has.",
)
@click.option(
    "--collectives",
    is_flag=True,
    help="Reads the data and compiles a step of the training, which may take minutes, and tells "
    "what devices exchange in it, its FLOPs and the memory that it takes while it runs.",
)
def plan(
    file: Path,
    as_json: bool,
    overrides: Overrides,
    root: Path | None,
    data_root: Path | None,
    devices: int | None,
    collectives: bool,
) -> None:
    """Prints a model's weights, layers and bytes by device without making any.

    It may be larger than memory, and its mesh larger than this machine.

    \b
    Example:
      wtspec plan model.yaml
      wtspec plan model.yaml --set params.width=4096 --json
      wtspec plan model.yaml --devices 64 --collectives
    """
    from wtspec.cli.render.render_plan import plan_as_json, plan_as_text

    planned = _find(file, overrides, root, data_root, devices, collectives=collectives)
    show(plan_as_json(planned) if as_json else plan_as_text(planned, width_of_output()))


def _find(
    file: Path,
    overrides: Overrides,
    root: Path | None,
    data_root: Path | None,
    devices: int | None,
    *,
    collectives: bool,
) -> Plan:
    from wtspec.cli.read import read_checked
    from wtspec.model import prepare_backend
    from wtspec.runs.checks.check_complete import check_complete
    from wtspec.runs.planning.plan_mesh import pretend_devices
    from wtspec.runs.planning.plan_spec import plan_spec

    checked = read_checked(file, overrides, root, data_root)
    if collectives:
        check_complete(checked)
        pretend_devices(checked, devices)
    prepare_backend("cpu", compile_cache=False)
    return plan_spec(checked, data_root, devices=devices, compiled=collectives).plan
