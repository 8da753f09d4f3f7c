"""Runs a target on the inputs of files, without atheris.

    python -m scripts.fuzz.replay TARGET FILE...

Prints what is wrong, and exits with 1 if anything is.
"""

import sys
from pathlib import Path

from scripts.fuzz.examine import examine
from scripts.fuzz.targets import TARGETS


def main() -> int:
    """The exit status."""
    name, *files = sys.argv[1:]
    faults = 0
    for file in files:
        found = examine(TARGETS[name].run, Path(file).read_bytes(), TARGETS[name].limits)
        faults += found is not None
        print(f"{file}: {found.report if found else 'nothing found'}")
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
