"""What mends a target that is text, or labels of other numbers than a loss counts."""

from __future__ import annotations

from wtspec.program.answers.entropies import entropy
from wtspec.program.answers.looked_up import column_text
from wtspec.program.bound import Reference
from wtspec.program.program import Program


def mend_of_text(program: Program, output: str) -> str | None:
    """The line that makes labels of a target's text; None where its loss counts no classes."""
    looked_up = looked_up_target(program, output)
    return f"`{looked_up}` makes labels of text" if looked_up is not None else None


def mend_of_numbers(program: Program, output: str) -> str | None:
    """The line that counts a column's labels from 0; None where the target is more than one."""
    targets = dict(program.data.each_target) if program.data is not None else {}
    is_column = isinstance(targets.get(output), Reference)
    return looked_up_target(program, output) if is_column else None


def looked_up_target(program: Program, output: str) -> str | None:
    """A target's line in the file, its labels looked up as the loss wants them."""
    targets = dict(program.data.each_target) if program.data is not None else {}
    losses = dict(program.training.each_loss) if program.training is not None else {}
    found = entropy(losses.get(output, losses.get("")), program)
    if found is None or output not in targets:
        return None
    column = column_text(targets[output])
    vectors = found.labels == "vectors"
    formula = f"one_hot({column})[:, 1:]" if vectors else f"lookup({column}) - 1"
    quoted = f'"={formula}"' if vectors else f"={formula}"
    return f"{output or 'targets'}: {quoted}"
