"""What fuzzing starts from: the specs of the repository, and the words that they are made of."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from scripts.fuzz.bind import PLACES
from scripts.fuzz.folder import ROOT
from scripts.fuzz.read import SEPARATOR
from tests.resolve.mutate import INJECTION, NAMES, PIECES, SCALARS
from wtspec.document import plain, read_text
from wtspec.errors import SpecError

FOLDERS = ("configs", "tests/errors/cases", "tests/resolve/specs", "tests/hostile")
SIGNS = [
    "\n", "\n  ", ": ", "- ", "? ", "|\n ", ">-\n ", "{", "}", "[", "]", "&a ", "*a", "<<: *a",
    "!!python/object:a", "!a ", "---\n", "...\n", "%YAML 1.1\n", "#", "\t", "\r\n", "\x00", "\x1b",
    "\ufeff", "\x85", "\u2028", "\u202e", "\ud800", "'", '"', "=", "**", "//", "1e-3", "0o7",
    "0x1F", ".inf", "-.nan", "2001-01-01", "extends: base.yaml\n", "imports: [library.yaml]\n",
]  # fmt: skip
LONGEST_WORD = 40


def specs() -> list[Path]:
    """Every spec of the repository, good or bad."""
    return [path for name in FOLDERS for path in sorted((ROOT / name).rglob("*.yaml"))]


def seeds(target: str) -> Iterator[bytes]:
    """The first inputs of a target."""
    if target == "read":
        yield from (path.read_bytes() for path in specs())
        library = (ROOT / "configs/layers/normalization.yaml").read_bytes()
        main = b"wtspec: 1\nextends: base.yaml\nimports: [library.yaml]\n"
        yield SEPARATOR.join([main, b"wtspec: 1\nparams: {a: 1}\n", library, b"params.a=2"])
    elif target in ("formula", "bind"):
        for path in specs():
            for place, text in _formulas(path):
                yield (bytes([place]) if target == "bind" else b"") + text.encode()
    else:
        chance = random.Random(0)  # noqa: S311 - no secret depends on it
        yield from (chance.randbytes(64 * 2 ** (n % 3)) for n in range(200))


def read_plain(path: Path) -> object:
    """A spec as Python's own values; None where it is no YAML of ours."""
    try:
        return plain(read_text(path.read_text(encoding="utf-8"), path.name))
    except (SpecError, UnicodeDecodeError):
        return None


def _formulas(path: Path) -> Iterator[tuple[int, str]]:
    """The formulas of a spec, each with the number of a place where one like it may stand."""
    names = [name for _, name in PLACES]
    for key, text in _texts(read_plain(path), ""):
        known = names.index(key) if key in names else None
        if text.startswith("=") or known is not None or "\n" in text:
            yield known or 0, text.removeprefix("=")


def _texts(node: object, key: str) -> Iterator[tuple[str, str]]:
    """Each text of a tree, with the key above it."""
    if isinstance(node, str):
        yield key, node
    parts = node.items() if isinstance(node, dict) else ()
    parts = ((key, part) for part in node) if isinstance(node, list) else parts
    for name, part in parts:
        yield from _texts(part, str(name))


def dictionary() -> str:
    """Words and signs that specs are made of, one a line, as libFuzzer reads them."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in specs()]
    words = {word for text in texts for word in re.findall(r"[A-Za-z_][\w.]*", text)}
    words |= {str(scalar) for scalar in SCALARS} | {*NAMES, *PIECES, *SIGNS} - {INJECTION}
    short = sorted(word for word in words if 0 < len(word) <= LONGEST_WORD)
    return "".join(f'"{_escaped(word)}"\n' for word in short)


def _escaped(word: str) -> str:
    data = word.encode("utf-8", "surrogatepass")
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in data
    )
