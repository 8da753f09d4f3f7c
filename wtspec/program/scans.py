"""Where a program scans blocks."""

from __future__ import annotations

from wtspec.program.program import Program


def scans(program: Program) -> bool:
    """Whether the program has a scan, so that weights are kept in stacks."""
    return any(one.scan for layer in program.with_model for one in layer.sublayers)
