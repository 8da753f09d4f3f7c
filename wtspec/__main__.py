"""`python -m wtspec`, and what the command `wtspec` calls."""

# Python's own, in C: an interrupt while another module is imported would show where Python is.
import _signal  # pyright: ignore[reportMissingImports]

if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)

import gc
import sys

MOST_YOUNG_OBJECTS = 100_000
"""Between two searches for garbage, 700 by default. What a check makes lives to its end, and to
search it again and again takes a twentieth of the time."""

WITH_THREADS = frozenset({"jax", "concurrent.futures"})
"""Modules whose threads and processes end in an order of their own."""

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the working directory: a `yaml.py` that lies there is never imported


def _heed_interrupts() -> None:
    """Ends the process at Ctrl-C with a word; `run` has its own way once it trains."""
    import signal

    from wtspec.cli.signals import exit_at_once

    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, exit_at_once)


def _fill_streams() -> None:
    """Gives closed standard streams to nowhere: else the next file to be opened took their place.

    What XLA says on stderr would then be written into that file.
    """
    import os

    for stream in (0, 1, 2):
        try:
            os.fstat(stream)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _refuse_plugins() -> None:
    """Keeps pydantic from loading plugins, which other packages of the environment bring.

    What they do with the files that are checked is not ours to promise, nor how long it takes.
    """
    import os

    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main() -> None:
    """Runs the verb that the command line names, and exits."""
    _heed_interrupts()
    _fill_streams()
    _refuse_plugins()
    gc.set_threshold(MOST_YOUNG_OBJECTS)
    from wtspec.cli.main import run_command

    _leave(run_command(sys.argv[1:]))


def _leave(status: int) -> None:
    """Ends the process, without taking apart all that is in memory where nothing waits for it."""
    from wtspec.cli.status import SIGNALED

    is_cut_short = status > SIGNALED and "jax" in sys.modules  # compiling may take a while yet
    if sys.modules.keys() & WITH_THREADS and not is_cut_short:
        gc.freeze()  # else Python would search all of it for garbage once more
        sys.exit(status)
    import os
    from contextlib import suppress

    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or None
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
