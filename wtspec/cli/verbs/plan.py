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
def plan(
    file: Path, as_json: bool, overrides: Overrides, root: Path | None, data_root: Path | None
) -> None:
    """Prints a model's weights and layers without making any: it may be larger than memory.

    \b
    Example:
      wtspec plan model.yaml
      wtspec plan model.yaml --set params.width=4096 --json
    """
    from wtspec.cli.render.render_plan import plan_as_json, plan_as_text

    planned = _find(file, overrides, root, data_root)
    show(plan_as_json(planned) if as_json else plan_as_text(planned, width_of_output()))


def _find(file: Path, overrides: Overrides, root: Path | None, data_root: Path | None) -> Plan:
    from wtspec.cli.read import read_checked
    from wtspec.model import plan as plan_model
    from wtspec.model import prepare_backend
    from wtspec.runs.assemble import with_source
    from wtspec.runs.learn_sizes import learn_sizes

    checked = read_checked(file, overrides, root, data_root)
    prepare_backend("cpu", compile_cache=False)
    assembly = with_source(checked)
    folder = checked.spec.document.root
    sizes = learn_sizes(assembly, data_root or folder)
    return plan_model(assembly.code, sizes, folder)
