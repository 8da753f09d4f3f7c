"""Finds the files that formulas name, before rows are learned from."""

from __future__ import annotations

from pathlib import Path

from wtspec.data.learn.tokens import tokenizer_of
from wtspec.data.learned import Learned
from wtspec.errors import Report, SpecError
from wtspec.program.program import Program
from wtspec.sources.files import find_files
from wtspec.sources.tokenizer_file import check_tokenizer_head, no_tokenizer


def nothing_learned(program: Program, data_root: Path) -> Learned:
    """What learns from the first rows that it sees.

    Raises:
        SpecError: What `formula_files` raises.
    """
    learned = Learned()
    learned.files = formula_paths(program, data_root)
    return learned


def formula_paths(program: Program, data_root: Path) -> dict[str, Path]:
    """Where the files lie that formulas name, by what they say; each can be read.

    Raises:
        SpecError: What `find_files` raises; `unreadable-file`.
    """
    report, paths = Report(), dict[str, Path]()
    for one in program.data.files if program.data is not None else ():
        try:
            files = find_files([one.path], one.folder, data_root, one.span)
            check_tokenizer_head(files[0])
            tokenizer_of(files[0].read_text("utf-8"))
            paths[one.path] = files[0]
        except SpecError as error:
            report.add_all(error.diagnostics)
        except (ValueError, OSError) as error:
            report.add(no_tokenizer(one.path, str(error), one.span))
    report.check()
    return paths
