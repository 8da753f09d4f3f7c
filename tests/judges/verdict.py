"""What a judge says of one thing."""

import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import keras


@dataclass(frozen=True)
class Verdict:
    """One check.

    Attributes:
        judge: Who asks: `keras's tests`, `beside keras`, `papers`, `functions`, `formulas`.
        subject: The layer, function or formula that is asked.
        check: What is asked of it.
        fault: What went wrong; nothing where the check holds.
        left_out: Why it does not count, if it does not.
    """

    judge: str
    subject: str
    check: str
    fault: str = ""
    left_out: str = ""

    @property
    def holds(self) -> bool:
        return not self.fault and not self.left_out


def ask(judge: str, subject: str, check: str, function: Callable[[], object]) -> Verdict:
    """The verdict of a check that raises where it fails; what is drawn in it is always the same."""
    keras.utils.set_random_seed(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            function()
    except Exception:  # noqa: BLE001 - whatever it is, the check does not hold
        return Verdict(judge, subject, check, fault=traceback.format_exc(limit=-3))
    return Verdict(judge, subject, check)
