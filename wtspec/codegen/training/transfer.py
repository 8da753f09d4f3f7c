"""What a stand-alone script does with a built model before it compiles it."""

from __future__ import annotations

from wtspec.codegen.brought import brought
from wtspec.codegen.lines import Lines
from wtspec.codegen.naming import ModuleNames
from wtspec.codegen.training.groups import print_groups
from wtspec.codegen.training.pretrained import print_load
from wtspec.program.program import Program
from wtspec.program.training import Group


def transfer_functions(program: Program, names: ModuleNames) -> Lines:
    """The functions that `transfer_steps` calls."""
    lines: Lines = []
    if program.pretrained is not None or _groups(program):
        lines += brought("paths", "weight_path")
    if program.pretrained is not None:
        lines += ["", "", *print_load(program, program.pretrained, names)]
    if _groups(program):
        lines += ["", "", *print_groups(program, _groups(program))]
    return lines


def transfer_steps(program: Program) -> Lines:
    """What `main` does between building the model and compiling it."""
    lines = ["load_pretrained(model)"] if program.pretrained is not None else []
    return [*lines, "apply_groups(model)"] if _groups(program) else lines


def transfer_imports(program: Program) -> Lines:
    """The imports that these functions need."""
    lines: Lines = []
    if program.pretrained is not None:
        lines.append("from safetensors.numpy import load_file")
    if _groups(program) or (program.pretrained is not None and program.pretrained.map is not None):
        lines.append("import re")
    return lines


def _groups(program: Program) -> tuple[Group, ...]:
    return program.training.groups if program.training is not None else ()
