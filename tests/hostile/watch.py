"""Hears of all that a process does beyond computing, and keeps what `validate` never may do.

Python tells an audit hook of each file that is opened, each module that is imported, each code
that is compiled or run, each socket and process. What is not known to be harmless is kept.
"""

import collections
import dataclasses
import importlib.util
import os
import symtable
import sys
import sysconfig
import typing
from pathlib import Path

INSTALLED = tuple(
    {
        os.path.realpath(path)
        for path in (
            *sysconfig.get_paths().values(),
            sys.prefix,
            sys.base_prefix,
            Path(__file__).parents[2] / "wtspec",
        )
    }
)
PACKAGES = {
    "annotated_types", "click", "msgspec", "pydantic", "pydantic_core", "typing_extensions",
    "typing_inspection", "wtspec", "yaml",
} | set(sys.stdlib_module_names)  # fmt: skip
HARMLESS = {
    "builtins.id", "cpython._PySys_ClearAuditHooks", "cpython.run_module",
    "marshal.load", "marshal.loads",
    "object.__delattr__", "object.__getattr__", "object.__setattr__", "os.putenv",
    "sys._getframe", "sys._getframemodulename", "sys.excepthook", "sys.unraisablehook",
    "time.sleep",
}  # fmt: skip
LOOKS = {"glob.glob", "glob.glob/2", "os.listdir", "os.scandir", "pathlib.Path.glob",
         "pathlib.Path.glob/2", "pathlib.Path.rglob", "pathlib.Path.rglob/2"}  # fmt: skip
INSPECTION = Path(importlib.util.find_spec("typing_inspection").origin)  # not imported by this
MAKERS = {
    os.path.realpath(path)
    for path in (
        *(module.__file__ for module in (collections, dataclasses, typing)),
        INSPECTION.with_name("typing_objects.py"),
    )
}
"""What writes Python for the types that they make or ask about, as they are imported."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def watch(root, tell, harmless=frozenset()):
    """Has `tell` called, from now on, with whatever this process does that it should not.

    Args:
        root: The folder that may be read besides Python and what is installed.
        harmless: Further events that are no fault.
    """
    root = os.path.realpath(root)

    def hear(event, arguments):
        said = _fault(event, arguments, root) if event not in harmless else None
        if said:
            tell(f"{event}: {said}"[:300])

    sys.addaudithook(hear)


def _fault(event, arguments, root):
    if event in HARMLESS:
        return None
    if event == "open":
        return _opened(*arguments, root)
    if event in LOOKS:
        return None if _is_within(arguments[0], (root, *INSTALLED)) else repr(arguments)
    if event == "import":
        return None if arguments[0].partition(".")[0] in PACKAGES else arguments[0]
    if event == "compile":
        return _compiled(*arguments)
    if event == "exec":
        return _executed(arguments[0].co_filename, arguments)
    if event in ("code.__new__", "function.__new__") and _writes_for_types():
        return None
    return repr(arguments)


def _opened(path, mode, flags, root):
    if isinstance(path, int):
        return None  # a stream that was open before
    if (mode and set(mode) & set("wax+")) or flags & WRITING:
        return f"{path!r} for writing"
    return None if _is_within(path, (root, *INSTALLED)) else f"{path!r} outside the root"


def _compiled(source, name):
    """A formula comes to `ast.parse`, which names no file; its tree is never run.

    Nor is what `symtable` looks into: it gives names, and no code.
    """
    is_formula = name in ("<unknown>", b"<unknown>") and isinstance(source, str | bytes)
    if is_formula or source is None or _is_within(name, INSTALLED) or _writes_for_types():
        return None
    return None if _caller() == os.path.realpath(symtable.__file__) else repr(source)


def _executed(name, arguments):
    is_python = name.startswith("<frozen ") or _is_within(name, INSTALLED)
    return None if is_python or _writes_for_types() else repr(arguments)


def _writes_for_types():
    """Whether the text is of named tuples, data classes, types or questions about types."""
    return _caller() in MAKERS


def _caller():
    """The file of what did the deed."""
    frame = sys._getframe(1)
    while frame.f_code.co_filename == __file__:
        frame = frame.f_back
    return os.path.realpath(frame.f_code.co_filename)


def _is_within(path, folders):
    if isinstance(path, int) or path is None:
        return path is None
    real = os.path.realpath(os.fsdecode(path))
    return any(real == folder or real.startswith(f"{folder}{os.sep}") for folder in folders)
