"""Reading Keras's docstrings: the first sentence, and what is said of each argument."""

from __future__ import annotations

import inspect
import re

_SECTION = re.compile(r"^(Args|Arguments):\s*$")
_ENTRY = re.compile(r"^ {2,6}`?\*{0,2}(\w+(?:, \w+)*)`?\s*(?:\([^)]*\))?:(.*)$")


def first_line(documented: object) -> str:
    """The first sentence of a docstring, on one line and without its full stop."""
    paragraph = (inspect.getdoc(documented) or "").split("\n\n")[0]
    text = " ".join(paragraph.split()).replace("`", "")
    sentence = re.split(r"(?<=[^.\s])(?<!a\.k\.a)\.(?:\s+[A-Z(\[]|\s*$)", text)[0]
    return sentence.strip().rstrip(".:")


def argument_docs(documented: object) -> dict[str, str]:
    """What a docstring's `Args:` says of each argument."""
    found: dict[str, list[str]] = {}
    entry: list[str] = []
    for line in _section(inspect.getdoc(documented) or ""):
        head = _ENTRY.match(line)
        if head and _indent(line) <= 4:
            entry = [head[2]]
            found |= dict.fromkeys(head[1].split(", "), entry)
        else:
            entry.append(line)
    return {name: " ".join(" ".join(lines).split()) for name, lines in found.items()}


def _section(doc: str) -> list[str]:
    lines = iter(doc.splitlines())
    if not any(_SECTION.match(line) for line in lines):
        return []
    section: list[str] = []
    for line in lines:
        if line and not line.startswith(" "):
            break
        section.append(line)
    return section


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
