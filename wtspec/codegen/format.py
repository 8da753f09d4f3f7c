"""Lays out source as `ruff format` does."""

from __future__ import annotations

import subprocess


def format_source(text: str) -> str:
    """The same program, laid out; no configuration of the user's takes part."""
    from ruff import find_ruff_bin  # pyright: ignore[reportMissingTypeStubs]

    command = [find_ruff_bin(), "format", "--isolated", "--no-cache", "--quiet", "-"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)  # noqa: S603 - our own formatter, no shell
    if done.returncode != 0:
        message = f"ruff format: {done.stderr.decode(errors='replace')}"
        raise RuntimeError(message)
    return done.stdout.decode()
