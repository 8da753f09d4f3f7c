"""Tells that there was no memory for something, and what that was."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager

from wtspec.errors.diagnostic import Diagnostic
from wtspec.errors.span import Span
from wtspec.errors.spec_error import SpecError

_BY_XLA = {"JaxRuntimeError", "XlaRuntimeError"}
_WORDS = re.compile(r"RESOURCE_EXHAUSTED|out[ _]of[ _]memory|bad_alloc", re.IGNORECASE)
_ASKED = re.compile(
    r"(?:alloc\w*|of size) (?P<count>[0-9][0-9,.]*)(?P<unit> ?(?:bytes|[KMGTPE]i?B))?"
)


class NoMemoryError(MemoryError):
    """Memory was asked for and not given, and it is known by what.

    Attributes:
        what: For what: "the weight `out/kernel`"; empty where nobody knows.
        asked: How much: "4,000 bytes"; empty where nobody said.
        received: What there was to be put there.
        help: What one can do about it.
        place: Where a spec asks for it, as keys from the top.
    """

    code = "out-of-memory"

    def __init__(
        self,
        what: str,
        asked: str,
        *,
        received: str | None = None,
        help: str | None = None,
        place: tuple[str, ...] = (),
    ) -> None:
        self.what = what
        self.asked = asked
        self.received = received
        self.help = help
        self.place = place
        super().__init__(self.said)

    @property
    def said(self) -> str:
        """All of it, in a sentence."""
        purpose = f" for {self.what}" if self.what else ""
        amount = f": {self.asked} were asked for" if self.asked else ""
        return f"there is not enough memory{purpose}{amount}"

    def at(self, span: Span | None) -> Diagnostic:
        """The fault, at its place."""
        return Diagnostic(self.code, self.said, span, received=self.received, help=self.help)


def ran_out(error: BaseException) -> bool:
    """Whether an exception says that there is no memory left: Python's, NumPy's, Arrow's, XLA's."""
    if isinstance(error, MemoryError):
        return True
    return type(error).__name__ in _BY_XLA and _WORDS.search(str(error)) is not None


def no_memory(error: BaseException, what: str = "", received: str | None = None) -> NoMemoryError:
    """What an exception that says so was raised for; where it knows that itself, it is believed."""
    if isinstance(error, NoMemoryError):
        return error
    return NoMemoryError(what, _asked(str(error)), received=received)


@contextmanager
def memory_for(say: Callable[[str], NoMemoryError]) -> Generator[None, None, None]:
    """Where memory runs out within it and nobody there knows what for, that is told.

    Args:
        say: Tells it; is given how much was asked for.

    Raises:
        NoMemoryError: For all exceptions that say that memory ran out.
    """
    try:
        yield
    except Exception as error:
        if not ran_out(error) or isinstance(error, NoMemoryError):
            raise
        raise say(_asked(str(error))) from error


@contextmanager
def memory_at(what: str, span: Span | None) -> Generator[None, None, None]:
    """Where memory runs out within it, that is told as a fault of the spec.

    Raises:
        SpecError: `out-of-memory`.
    """
    try:
        yield
    except Exception as error:
        if not ran_out(error):
            raise
        raise SpecError(no_memory(error, what).at(span)) from error


def _asked(text: str) -> str:
    found = _ASKED.search(text)
    if found is None:
        return ""
    count, unit = found["count"].rstrip("."), (found["unit"] or "bytes").strip()
    shown = f"{int(count):,}" if count.isdecimal() else count
    return f"{shown} {unit}"
