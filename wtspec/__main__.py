"""`python -m wtspec`, and what the command `wtspec` calls."""

import gc
import sys

MOST_YOUNG_OBJECTS = 100_000
"""Between two searches for garbage, 700 by default. What a check makes lives to its end, and to
search it again and again takes a twentieth of the time."""

WITH_THREADS = frozenset({"jax", "concurrent.futures"})
"""Modules whose threads and processes end in an order of their own."""

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the working directory: a `yaml.py` that lies there is never imported


def main() -> None:
    """Runs the verb that the command line names, and exits."""
    gc.set_threshold(MOST_YOUNG_OBJECTS)
    from wtspec.cli.main import run_command

    _leave(run_command(sys.argv[1:]))


def _leave(status: int) -> None:
    """Ends the process, without taking apart all that is in memory where nothing waits for it."""
    from wtspec.cli.status import INTERRUPTED

    is_cut_short = status == INTERRUPTED and "jax" in sys.modules  # compiling may take a while yet
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
