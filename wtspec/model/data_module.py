"""What a program's data formulas became, as functions. Free of Keras."""

from __future__ import annotations

from types import ModuleType

from wtspec.codegen import generate_data
from wtspec.errors import Source
from wtspec.model.execute import execute
from wtspec.program.program import Program
from wtspec.version import __version__


def data_module(program: Program, written: Source) -> ModuleType:
    """Makes the functions that prepare a program's data.

    Args:
        program: With a data section.
        written: The file that says it.
    """
    return execute(generate_data(program, written, __version__), f"{program.name} data")
