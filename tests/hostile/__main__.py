"""Runs the corpus and shows what it takes: `python -m tests.hostile`.

Fails where an attack takes more than a second of CPU, or more than 200 MB of memory.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.hostile.attacks import every_attack
from tests.hostile.client import open_jail
from tests.hostile.jail import MOST_BYTES

MOST_SECONDS = 1.0
SHOWN = 10


def main():
    """Prints a table, and gives the exit status."""
    found = measure()
    late = [name for name, one in found.items() if one["seconds"] > MOST_SECONDS]
    large = [name for name, one in found.items() if one["peak"] > MOST_BYTES]
    harmless = Counter(not one["codes"] for one in found.values())
    print(f"{len(found)} attacks: {harmless[False]} end in errors, {harmless[True]} do nothing")
    show(found, "seconds", "s of CPU", 1)
    show(found, "peak", "MB at most", 2**20)
    show(found, "longest", "kB of output", 1000)
    print(f"over {MOST_SECONDS} s: {late or 'none'}; over 200 MB: {large or 'none'}")
    return bool(late or large)


def measure():
    """What each attack took, by its name."""
    found = {}
    with open_jail() as send, tempfile.TemporaryDirectory() as folder:
        for number, (name, attack) in enumerate(every_attack().items()):
            place = Path(folder).resolve() / str(number)
            place.mkdir()
            attack.lay_down(place)
            found[name] = {
                "seconds": 99.0,
                "codes": ["killed"],
                "longest": 0,
                **send(attack, place),
            }
    return found


def show(found, key, unit, scale):
    """Prints the attacks that take most of something."""
    print(f"\n{unit}:")
    most = sorted(found, key=lambda name: -found[name][key])[:SHOWN]
    for name in most:
        print(f"{found[name][key] / scale:8.2f}  {name}")


if __name__ == "__main__":
    sys.exit(main())
