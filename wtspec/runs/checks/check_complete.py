"""Whether a spec has all that training needs."""

from __future__ import annotations

from wtspec.errors import Diagnostic, SpecError
from wtspec.program.training import Training
from wtspec.stages import Checked


def check_complete(checked: Checked) -> Training:
    """The training of a spec that has all that a run needs.

    Raises:
        SpecError: `incomplete-spec`.
    """
    file, training = checked.spec.file, checked.program.training
    missing = [key for key in ("model", "data", "train") if getattr(file, key) is None]
    faults = [
        Diagnostic(
            "incomplete-spec",
            f"`{checked.program.origin}` can't be run: it has no `{key}`",
            checked.spec.document.tree.span,
            expected="`model`, `data` and `train`",
        )
        for key in missing
    ]
    if faults or training is None:
        raise SpecError(faults)
    return training
