"""Runs a case, as a user would type it."""

import runpy
import shlex
from pathlib import Path

from tests.errors.made_files import MADE
from tests.errors.surroundings import SURROUNDINGS
from wtspec.cli.by_name import wtspec
from wtspec.cli.find_specs import find_specs
from wtspec.errors import SpecError
from wtspec.stages import check_file


def faults_of(case, monkeypatch):
    """The diagnostics of a case, in whose folder one is."""
    for name in case.given:
        SURROUNDINGS[name](monkeypatch)
    for name in case.made:
        MADE[name](Path(name))
    *before, last = case.commands
    for command in before:
        _run(command)
    try:
        return _run(last)
    except SpecError as error:
        return error.diagnostics


def _run(command):
    """The warnings of a file that is validated; other commands tell theirs and give none."""
    program, *words = shlex.split(command)
    if program == "python":
        runpy.run_path(words[0], run_name="__main__")
    elif words[0] == "validate":
        return _validate(*words[1:])
    else:
        wtspec.main(words, standalone_mode=False)
    return ()


def _validate(path, *options):
    """Not by its verb, which tells the faults and gives none."""
    given = list(zip(options[::2], options[1::2], strict=True))
    overrides = [tuple(value.split("=", 1)) for option, value in given if option == "--set"]
    roots = {option: Path(value) for option, value in given}
    (file,) = find_specs(path) if Path(path).is_dir() else [Path(path)]
    return check_file(file, overrides, roots.get("--root"), roots.get("--data-root")).warnings
