"""A program as code."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

from wtspec.codegen import generate_all
from wtspec.codegen.naming import ModuleNames, module_names
from wtspec.errors import Source
from wtspec.model.execute import execute
from wtspec.program.program import Program
from wtspec.version import __version__


@dataclass(frozen=True, slots=True, eq=False)
class Generated:
    """A program, and what was generated from it.

    Attributes:
        names: Those that the source has for the program's layers and functions.
        source: Of its layers and model, and of what its training and data need.
        module: What the source defines.
    """

    program: Program
    names: ModuleNames
    source: str
    module: ModuleType


def generated(program: Program, written: Source) -> Generated:
    """Makes a program's source a module; the backend is prepared by now.

    Args:
        written: The file that says it.
    """
    source = generate_all(program, written, __version__)
    return Generated(program, module_names(program), source, execute(source, program.name))
