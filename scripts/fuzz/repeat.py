"""Whether a target makes the same of an input in another process.

    python -m scripts.fuzz.repeat TARGET FOLDER [backwards]

prints a digest for each input of a folder. Sets and what is hashed come in another order with
each `PYTHONHASHSEED`, and what was remembered of other inputs differs with their order.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from scripts.fuzz.folder import folder
from scripts.fuzz.targets import TARGETS

MOST_INPUTS = 500


def differing(name: str, folder: Path) -> list[Path]:
    """The inputs of which two processes make different things."""
    command = [sys.executable, "-m", "scripts.fuzz.repeat", name, str(folder)]
    first, second = (
        subprocess.run(  # noqa: S603 - our own
            [*command, *more],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout.splitlines()
        for seed, more in (("1", []), ("2", ["backwards"]))
    )
    return [folder / line.split()[0] for line in sorted({*first} - {*second})]


def main() -> None:
    """Prints a line for each input."""
    name, folder, *backwards = sys.argv[1:]
    paths = sorted(Path(folder).iterdir())
    chosen = paths[:: 1 + len(paths) // MOST_INPUTS]
    for path in reversed(chosen) if backwards else chosen:
        print(path.name, _digest(name, path.read_bytes()))


def _digest(name: str, data: bytes) -> str:
    try:
        said = TARGETS[name].run(data)
    except Exception as error:  # noqa: BLE001 - a finding, but not of this kind
        said = type(error).__name__
    said = said.replace(str(folder()), "")  # each process has a folder of its own
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


if __name__ == "__main__":
    main()
