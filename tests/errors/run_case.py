"""Runs a case, as a user would type it."""

import shlex
from pathlib import Path

from tests.errors.made_files import MADE
from wtspec.cli.verbs import wtspec
from wtspec.errors import SpecError
from wtspec.stages import check, load


def faults_of(case):
    """The diagnostics of a case, in whose folder one is."""
    for name in case.made:
        MADE[name](Path(name))
    *before, (_, verb, *words) = map(shlex.split, case.commands)
    for command in before:
        wtspec.main(command[1:], standalone_mode=False)
    try:
        if verb == "validate":
            return _validate(words)
        wtspec.main([verb, *words], standalone_mode=False)
    except SpecError as error:
        return error.diagnostics
    return ()


def _validate(words):
    """Not by its verb, which tells the faults and gives none."""
    path, *options = words
    given = list(zip(options[::2], options[1::2], strict=True))
    overrides = [tuple(value.split("=", 1)) for option, value in given if option == "--set"]
    roots = {option: Path(value) for option, value in given}
    checked = check(load(Path(path), overrides, roots.get("--root")), roots.get("--data-root"))
    return checked.warnings
