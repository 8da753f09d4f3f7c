"""A worker: atheris drives one target until its time is over. Findings are kept, not raised.

python -m scripts.fuzz.work TARGET FINDINGS [options of libFuzzer]
"""

import importlib
import sys
from pathlib import Path


def main() -> None:
    """Runs until libFuzzer ends the process."""
    name, findings, *options = sys.argv[1:]
    atheris = importlib.import_module("atheris")  # not there where only `dev` is installed
    # Modules are imported when they are needed, so their imports are watched to the end.
    with atheris.instrument_imports(include=["wtspec"]):
        from scripts.fuzz.findings import keep
        from scripts.fuzz.targets import TARGETS

        target = TARGETS[name]
        atheris.Setup([sys.argv[0], *options], lambda data: keep(target, data, Path(findings)))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
