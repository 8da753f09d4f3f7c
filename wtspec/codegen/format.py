"""Lays out source as `ruff format` does."""

from __future__ import annotations

import subprocess
from pathlib import Path


def format_source(text: str) -> str:
    """The same program, laid out; no configuration of the user's takes part."""
    from ruff import find_ruff_bin  # pyright: ignore[reportMissingTypeStubs]

    ruff = find_ruff_bin()
    command = [ruff, "format", "--isolated", "--no-cache", "--quiet", "-"]
    done = subprocess.run(  # noqa: S603 - our own formatter, no shell
        command,
        input=text.encode(),
        capture_output=True,
        check=False,
        cwd=Path(ruff).parent,  # which is there, as the working directory may not be
    )
    if done.returncode != 0:
        message = f"ruff format: {done.stderr.decode(errors='replace')}"
        raise RuntimeError(message)
    return done.stdout.decode()
