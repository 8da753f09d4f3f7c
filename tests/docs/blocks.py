"""The fenced blocks of a Markdown page, with what the comment above each says of it.

A comment such as `<!-- file: first.yaml; run -->` right above a fence holds marks, `key: value` or
`key`, apart by `;`.
"""

import dataclasses
import pathlib
import re

ROOT = pathlib.Path(__file__).parents[2]
ERRORS = ROOT / "docs" / "errors.md"
"""Made from what `tests/errors` runs; its examples are bad ones."""
PAGES = (ROOT / "README.md", *sorted({*(ROOT / "docs").rglob("*.md")} - {ERRORS}))

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\s*$")
_VERSION = re.compile(r"^wtspec: 1\b", re.MULTILINE)
_MARKS = re.compile(r"^\s*<!--(?P<marks>.*)-->\s*$")


@dataclasses.dataclass(frozen=True, eq=False)
class Block:
    """A fenced block.

    Attributes:
        line: Of the opening fence, from 1.
        marks: What the comment above says; the value of a mark without one is "".
    """

    page: pathlib.Path
    line: int
    language: str
    text: str
    marks: dict[str, str]

    def __str__(self):
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def is_spec(self):
        """Whether it is a whole file in the language, a library included."""
        return (
            self.language == "yaml"
            and re.search(r"^wtspec: 1\b", self.text, re.MULTILINE) is not None
        )


def read_blocks(page):
    """A page's blocks, in order."""
    lines = page.read_text("utf-8").splitlines()
    blocks, at = [], 0
    while at < len(lines):
        opened = _FENCE.match(lines[at])
        if opened is None:
            at += 1
            continue
        close = lines.index(f"{opened['indent']}```", at + 1)
        text = "".join(f"{line[len(opened['indent']) :]}\n" for line in lines[at + 1 : close])
        marks = _marks(lines[at - 1]) if at else {}
        blocks.append(Block(page, at + 1, opened["language"], text, marks))
        at = close + 1
    return blocks


def _marks(line):
    found = _MARKS.match(line)
    pairs = [mark.partition(":") for mark in found["marks"].split(";")] if found else []
    return {key.strip(): value.strip() for key, _, value in pairs}


def every_block():
    """The blocks of all pages."""
    return [block for page in PAGES for block in read_blocks(page)]
