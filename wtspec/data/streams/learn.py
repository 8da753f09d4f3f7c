"""Learns from training rows that do not fit in memory, in passes of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wtspec.codegen.training.learning_levels import learning_levels
from wtspec.data.learn.collecting import Collecting
from wtspec.data.learned import Learned
from wtspec.data.part import Part
from wtspec.data.prepare import Preparer
from wtspec.data.streams.stored_part import StoredPart
from wtspec.data.streams.walk import walk


def learn(preparer: Preparer, part: StoredPart, names: Iterable[str], row_bytes: int) -> Learned:
    """What the calls of a spec's formulas learn, as they would of the same rows in memory.

    Args:
        preparer: Of the spec.
        part: The rows to learn from.
        names: The columns that formulas read.
        row_bytes: That these take in a row, more or less.

    Raises:
        SpecError: What is wrong with the formulas.
    """
    levels, names = learning_levels(preparer.program), tuple(names)
    if not levels:
        return preparer.learned
    collecting = Collecting(levels)
    collecting.files = preparer.learned.files
    while not collecting.done:
        for _, piece in walk({"train": part}, names, row_bytes):
            collecting.begin_piece()
            _show(replace(preparer, learned=collecting), collecting, piece)
        collecting.end_pass()
    return collecting.learned


def _show(preparer: Preparer, collecting: Collecting, piece: Part) -> None:
    data = preparer.data
    functions = ["make_inputs", *["make_targets"] * (data.targets is not None)]
    functions += ["make_weights"] * (data.weights is not None)
    for name in functions:
        with collecting.attempt():
            preparer.made(name, piece)
