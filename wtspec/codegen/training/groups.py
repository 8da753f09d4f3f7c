"""Prints how a stand-alone script settles which weights train, and how fast."""

from __future__ import annotations

import re

from wtspec.codegen.brought import fill, said
from wtspec.codegen.displays import dict_of
from wtspec.codegen.lines import Code
from wtspec.language.print import quote
from wtspec.program.program import Program
from wtspec.program.scans import scans
from wtspec.program.training import Group


def groups_of(program: Program) -> tuple[Group, ...]:
    """The groups of weights that the training settles."""
    return program.training.groups if program.training is not None else ()


def print_groups(program: Program) -> Code:
    """The function `apply_groups`; nothing where there are no groups."""
    groups = groups_of(program)
    if not groups:
        return Code([])
    pairs = [f"({quote(_glob_pattern(group.match))}, {_settings(group)})," for group in groups]
    marks = said(
        scans=scans(program),
        scales=any(group.lr_scale is not None for group in groups),
        freezes=any(group.trainable is not None for group in groups),
    )
    return fill("apply_groups", {"GROUPS": f"[{' '.join(pairs)}]"}, marks)


def _settings(group: Group) -> str:
    names = ("trainable", "lr_scale", "weight_decay")
    given = [(name, getattr(group, name)) for name in names]
    return dict_of((name, repr(value)) for name, value in given if value is not None)


def _glob_pattern(glob: str) -> str:
    """A glob as a regular expression: `*` stays within one name, `**` crosses any number."""
    parts = glob.split("/")
    text = ""
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if part == "**":
            text += "(?:[^/]+(?:/[^/]+)*)?" if last else "(?:[^/]+/)*"
        else:
            text += re.escape(part).replace(r"\*", "[^/]*") + ("" if last else "/")
    # `a/**` takes `a` itself too.
    return text.replace("/(?:[^/]+(?:/[^/]+)*)?", "(?:/[^/]+)*")
