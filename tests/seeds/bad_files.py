"""All bad files of the tests, laid into one folder: cases, attacks, mistakes, findings."""

import json
import shlex
import shutil
from itertools import pairwise, product
from pathlib import Path

from tests.errors.case import cases
from tests.errors.made_files import MADE
from tests.hostile.attacks import every_attack
from tests.mistakes.slips import apply, copy_good, read_slips

INDEX = "index.json"
WIDE = ("18446744073709551616", "-9223372036854775809", "9" * 400, "1e999", "0x1ffffffffffffffff")
PLACES = (
    "params: {{8: {{a: {0}}}}}",
    'params: {{8: {{a: {0}}}, "9": {{8: {0}}}}}',
    "params: {{{0}: 1, a: {0}}}",
    "layers: {{8: {{weights: {{9: {{shape: [{0}]}}}}}}, L: {{params: {{8: {0}}}}}}}",
    "model: {{inputs: {{x: [batch, {0}]}}, sequential: [{{Dense: {0}}}, {{8: {0}}}]}}",
    "data: {{source: {{synthetic: {{rows: {0}, columns: {{8: {{high: {0}}}}}}}}}}}",
    "train: {{epochs: {0}, 8: {{9: {0}}}, optimizer: {{Adam: {{8: {0}}}}}}}",
    "functions: {{8: {0}, 'f(x)': {0}}}",
)
MENDED = Path(__file__).parents[1] / "fuzz" / "mended"


def lay_down(folder: Path, *, attacks: bool) -> int:
    """Writes the files, and a list of them with their overrides; how many they are.

    Args:
        folder: Where they are laid, each where others can't be in its way.
        attacks: Whether those of `tests/hostile` are among them, which take most of the time.
    """
    some = {"cases": _lay_cases, "mistakes": _lay_mistakes, "wide": _lay_wide, "found": _lay_found}
    if attacks:
        some["attacks"] = _lay_attacks
    index = [
        (str(place.relative_to(folder)), main, overrides)
        for name, lay_some in some.items()
        for place, main, overrides in lay_some(folder / name)
    ]
    (folder / INDEX).write_text(json.dumps(index), "utf-8")
    return len(index)


def _lay_cases(folder):
    for case in cases():
        words = shlex.split(case.commands[-1])
        if words[:2] != ["wtspec", "validate"] or case.given:
            continue
        place = folder / case.code
        place.mkdir(parents=True)
        case.write(place)
        for name in case.made:
            MADE[name](place / name)
        sets = [word for option, word in pairwise(words) if option == "--set"]
        yield place, case.path.name, [tuple(one.split("=", 1)) for one in sets]


def _lay_attacks(folder):
    for number, attack in enumerate(every_attack().values()):
        place = folder / f"{number:04}"
        place.mkdir(parents=True)
        attack.lay_down(place)
        yield place, attack.main, list(attack.overrides)


def _lay_mistakes(folder):
    """Beside the good files, and the data that these stand on."""
    folder.mkdir(parents=True)
    copy_good(folder)
    for number, slip in enumerate(read_slips()):
        name = f"{slip.file}_{number:04}.yaml"
        (folder / name).write_text(apply([slip])[0], "utf-8")
        yield folder, name, []


def _lay_wide(folder):
    """Integers beyond 64 bits, as values and as keys, beside keys that are no names."""
    folder.mkdir()
    for number, (place, integer) in enumerate(product(PLACES, WIDE)):
        name = f"{number:02}.yaml"
        (folder / name).write_text(f"wtspec: 1\n{place.format(integer)}\n", "utf-8")
        yield folder, name, []


def _lay_found(folder):
    """What fuzzing found."""
    shutil.copytree(MENDED / "read", folder)
    for path in sorted(folder.iterdir()):
        yield folder, path.name, []
