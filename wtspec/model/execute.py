"""Runs generated source as a module whose lines tracebacks and `inspect` can show."""

from __future__ import annotations

import linecache
import re
import sys
import warnings
from itertools import count
from types import ModuleType


def execute(source: str, name: str) -> ModuleType:
    """The module that generated source makes; the same module for the same source.

    It stands in `sys.modules`, so that its classes can be pickled and inspected.

    Args:
        source: Printed by `codegen`, never read from a file.
        name: The program's name.
    """
    plain = re.sub(r"\W", "_", name)
    for number in count(1):
        suffix = "" if number == 1 else f"_{number}"
        module_name, filename = f"wtspec_{plain}{suffix}", f"<wtspec {name}{suffix}>"
        taken = sys.modules.get(module_name)
        if taken is None:
            return _run(source, module_name, filename)
        if getattr(taken, "__source__", None) == source:
            return taken
    raise AssertionError


def _run(source: str, name: str, filename: str) -> ModuleType:
    module = ModuleType(name)
    module.__file__ = filename
    module.__dict__["__source__"] = source
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # a formula may be odd and yet legal
        code = compile(source, filename, "exec", dont_inherit=True)
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    sys.modules[name] = module
    try:
        exec(code, module.__dict__)  # noqa: S102 - our own generator's text, nothing of the file's
    except BaseException:
        del sys.modules[name]
        raise
    return module
