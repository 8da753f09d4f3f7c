"""`wtspec generate`."""

from __future__ import annotations

from pathlib import Path

import click

from wtspec.cli.options import Overrides, file_argument, root_option, set_option
from wtspec.cli.streams import say, show
from wtspec.errors.visible import visible
from wtspec.stages import Checked
from wtspec.version import __version__


@click.command
@file_argument
@click.option("--script", is_flag=True, help="Adds data and training: it needs no wtspec.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="PATH", help="Writes a file."
)
@set_option
@root_option
def generate(
    file: Path, script: bool, output: Path | None, overrides: Overrides, root: Path | None
) -> None:
    """Prints the Python source that a file becomes: Keras layers as one would write them by hand.

    \b
    Example:
      wtspec generate model.yaml
      wtspec generate --script model.yaml > train.py
    """
    from wtspec.cli.read import read_checked

    checked = read_checked(file, overrides, root)
    text = _script(checked) if script else _source(checked)
    if output is None:
        show(text.removesuffix("\n"))
    else:
        _write(output, text)
        say(f"written to {visible(str(output))}")


def _source(checked: Checked) -> str:
    from wtspec.codegen import generate as generate_source

    return generate_source(checked.program, checked.spec.document.source, __version__)


def _script(checked: Checked) -> str:
    from wtspec.runs.scripts.stand_alone import stand_alone

    return stand_alone(checked)


def _write(path: Path, text: str) -> None:
    from wtspec.runs.write import unwritable, write_text

    try:
        write_text(path, text)
    except OSError as error:
        raise unwritable(path, error) from error
