"""Says that wtspec itself failed, and how to report it."""

from __future__ import annotations

import platform
import tempfile
import traceback
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from wtspec.cli.streams import say
from wtspec.errors.visible import harmless, visible
from wtspec.version import __version__

_PACKAGES = ("keras", "jax", "numpy", "pydantic", "click")


def tell_bug(error: Exception, arguments: Sequence[str]) -> None:
    """Keeps the traceback in a file, and asks for a report."""
    report = _report(error, arguments)
    said = str(error).strip().partition("\n")[0]
    say(f"wtspec failed: {type(error).__name__}{f': {visible(said)}' if said else ''}")
    say("This is a bug in wtspec, not in your file. Please report it, with the file that you ran")
    try:
        kept = _keep(report)
    except OSError:
        say(f"and with this:\n\n{report}")
    else:
        say(f"and with {kept}, which holds the traceback and the versions of what took part.")


def _report(error: Exception, arguments: Sequence[str]) -> str:
    lines = [
        f"wtspec {__version__}, Python {platform.python_version()}, {platform.platform()}",
        ", ".join(f"{name} {_version(name)}" for name in _PACKAGES),
        f"arguments: {list(arguments)}",
        "",
        *traceback.format_exception(error),
    ]
    return harmless("\n".join(lines))


def _keep(report: str) -> Path:
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="wtspec-bug-", suffix=".txt", delete=False
    ) as file:
        file.write(report)
    return Path(file.name)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
