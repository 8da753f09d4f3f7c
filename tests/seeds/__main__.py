"""`python -m tests.seeds [PYTHON …]`: all bad files under ten hash seeds, in each Python."""

import sys
import tempfile
from pathlib import Path

from tests.seeds.bad_files import lay_down
from tests.seeds.compare import differences, told

SEEDS = range(10)


def main(pythons: list[str]) -> int:
    """Tells how each process's output differs from the first one's; 1 where it does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        count = lay_down(folder, attacks=True)
        first = told(folder, SEEDS[0], pythons[0])
        faults = [f"{file}\n{text}" for file, text in first.items() if "Traceback" in text]
        say(f"{count} files, {sum(map(bool, first.values()))} of which are told something", *faults)
        for python in pythons:
            for seed in SEEDS:
                found = differences(first, told(folder, seed, python))
                faults += found
                say(f"{python}, seed {seed}: {len(found)} differ", *found)
    return 1 if faults else 0


def say(*lines: str) -> None:
    """Writes lines at once."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or [sys.executable]))
