"""The files that formulas of the data name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wtspec.errors import SpecError
from wtspec.language import Expression
from wtspec.program.bound import Operation
from wtspec.program.counted import given_to
from wtspec.program.training import FormulaFile
from wtspec.program.walk import expressions
from wtspec.resolve.context import Context
from wtspec.rows import Known, static_value
from wtspec.sources.files import find_files
from wtspec.sources.tokenizer_file import check_tokenizer_head, no_tokenizer


def formula_files(
    context: Context, known: Known, formulas: Iterable[Expression], data_root: Path
) -> tuple[FormulaFile, ...]:
    """The tokenizers that formulas name, each once; those at hand are looked at.

    They need not be at hand: they are found when they are to be used.
    """
    found: dict[str, FormulaFile] = {}
    for formula in formulas:
        for node in expressions(formula):
            if isinstance(node, Operation) and node.function.name == "tokens":
                argument = given_to(node).get("file")
                path = static_value(argument, known) if argument is not None else None
                if argument is not None and isinstance(path, str) and path not in found:
                    folder = context.folder(argument.span)
                    found[path] = FormulaFile(path, folder, argument.span)
    for one in found.values():
        _look_at(context, one, data_root)
    return tuple(found.values())


def _look_at(context: Context, one: FormulaFile, data_root: Path) -> None:
    try:
        for file in find_files([one.path], one.folder, data_root, one.span):
            check_tokenizer_head(file)
    except SpecError:  # not at hand: what trains tells it, and a run that is opened needs none
        return
    except (ValueError, OSError) as error:
        context.report.add(no_tokenizer(one.path, str(error), one.span))
