"""Makes the fonts that pictures are drawn with, and the table by which their text is measured.

    python -m scripts.make_fonts

They are cut from Arimo and DejaVu, which npm packages have whole: Latin, Greek, Cyrillic, and signs
of mathematics. Arimo is as wide as Arial and Helvetica, so a browser's own font fits where text was
measured. What is cut has another name, so that nobody takes it for the whole font.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

_ROOT = Path(__file__).parents[1]
_FONTS = _ROOT / "wtspec/report/draw/fonts"
_WIDTHS = _ROOT / "scripts/viewer/src/draw/widths.json"
_ARIMO = "@expo-google-fonts/arimo@0.4.3"
_DEJAVU = "dejavu-fonts-ttf@2.37.3"

_LETTERS = [range(0x20, 0x7F), range(0xA0, 0x250), range(0x370, 0x460)]
_SIGNS = [
    range(0x2010, 0x2060),  # punctuation
    range(0x2070, 0x20A0),  # raised and lowered
    range(0x2100, 0x2150),  # like letters
    range(0x2190, 0x2200),  # arrows
    range(0x2200, 0x2300),  # mathematics
    range(0x25A0, 0x2600),  # shapes
    range(0x27E8, 0x27EC),  # brackets
]
_ALL = [code for part in _LETTERS + _SIGNS for code in part]
_SOURCES = {
    "sans": (_ARIMO, "400Regular/Arimo_400Regular.ttf", "wtspec Sans", "Regular"),
    "sans-bold": (_ARIMO, "700Bold/Arimo_700Bold.ttf", "wtspec Sans", "Bold"),
    "mono": (_DEJAVU, "ttf/DejaVuSansMono.ttf", "wtspec Mono", "Regular"),
    "signs": (_DEJAVU, "ttf/DejaVuSans.ttf", "wtspec Signs", "Regular"),
}
_LICENCES = {_ARIMO: "LICENSE_FONT", _DEJAVU: "LICENSE"}


def main() -> None:
    """Writes them."""
    _FONTS.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        packages = {name: _unpack(name, Path(folder)) for name in _LICENCES}
        for name in _SOURCES:
            _cut(name, packages)
        licences = [
            f"{name}\n\n{(packages[name] / file).read_text('utf-8').strip()}\n"
            for name, file in _LICENCES.items()
        ]
    head = "`sans` and `sans-bold` are cut from Arimo, `mono` and `signs` from DejaVu.\n"
    (_FONTS / "LICENSES.txt").write_text("\n".join([head, *licences]), "utf-8")
    widths = {"regular": _widths("sans", "signs"), "bold": _widths("sans-bold", "signs")}
    _WIDTHS.write_text(json.dumps(widths, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _unpack(name: str, folder: Path) -> Path:
    """Where a package of npm's lies, unpacked."""
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), name]
    packed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
    into = folder / packed.removesuffix(".tgz")
    with tarfile.open(folder / packed) as archive:
        archive.extractall(into, filter="data")
    return into / "package"


def _cut(name: str, packages: dict[str, Path]) -> None:
    package, path, family, style = _SOURCES[name]
    font = TTFont(packages[package] / path, recalcTimestamp=False)
    options = Options(hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp"])
    options.drop_tables += ["FFTM", "MATH", "STAT"]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    known = _known("sans") if name == "signs" else set[int]()
    subsetter.populate(unicodes=[code for code in _ALL if code not in known])
    subsetter.subset(font)
    names = {1: family, 2: style, 3: f"{family} {style}", 4: f"{family} {style}"}
    names[6] = names[4].replace(" ", "-")
    for number in (16, 17, 21, 22, 25):
        font["name"].removeNames(nameID=number)
    for number, text in names.items():
        font["name"].removeNames(nameID=number)
        font["name"].setName(text, number, 3, 1, 0x409)
    font.save(_FONTS / f"{name}.ttf")


def _known(name: str) -> set[int]:
    """The characters that a font which was cut has."""
    return set(_glyphs(TTFont(_FONTS / f"{name}.ttf")))


def _glyphs(font: TTFont) -> dict[int, str]:
    """By character."""
    return font.getBestCmap() or {}


def _widths(*names: str) -> dict[str, str]:
    """The characters of each width, in thousandths of the font's size; of the first font first."""
    found: dict[int, int] = {}
    for name in reversed(names):
        font = TTFont(_FONTS / f"{name}.ttf")
        scale = 1000 / cast("Any", font["head"]).unitsPerEm
        for code, glyph in _glyphs(font).items():
            found[code] = round(font["hmtx"][glyph][0] * scale)
    by_width: dict[str, str] = {}
    for code, width in sorted(found.items(), key=lambda one: (one[1], one[0])):
        by_width[str(width)] = by_width.get(str(width), "") + chr(code)
    return by_width


if __name__ == "__main__":
    main()
