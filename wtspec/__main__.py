"""`python -m wtspec`, and what the command `wtspec` calls."""

import gc
import sys

MOST_YOUNG_OBJECTS = 100_000
"""Between two searches for garbage, 700 by default. What a check makes lives to its end, and to
search it again and again takes a twentieth of the time."""

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the working directory: a `yaml.py` that lies there is never imported


def main() -> None:
    """Runs the verb that the command line names, and exits."""
    gc.set_threshold(MOST_YOUNG_OBJECTS)
    from wtspec.cli.main import run_command

    status = run_command(sys.argv[1:])
    gc.freeze()  # else Python would search all of it once more at its end
    sys.exit(status)


if __name__ == "__main__":
    main()
