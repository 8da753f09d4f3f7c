"""Tells what is wrong with the files of an index, as JSON: the process's hash seed may not show."""

import json
import os
import sys
import traceback
from pathlib import Path


def main(folder: Path) -> None:
    """Checks each file in the folder that it lies in."""
    from wtspec.errors.render import render_text
    from wtspec.stages import find_faults

    told: dict[str, str] = {}
    for place, name, overrides in json.loads((folder / "index.json").read_text("utf-8")):
        os.chdir(folder / place)
        try:
            found = find_faults(Path(name), [(path, value) for path, value in overrides])
            text = render_text(found)
        except BaseException:  # noqa: BLE001 - whatever it is, it is told
            text = traceback.format_exc()
        told[f"{place}/{name} {overrides}"] = text
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
