"""Compares optimised HLO: two texts are one program if only names, places and order differ."""

import difflib
import hashlib
import re

_METADATA = re.compile(r', (?:metadata|stack_frame_id)=(?:\d+|\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\})')
_NAME = re.compile(r"%([\w.\-]+)")
_HEADER = re.compile(r"^(?:ENTRY )?%([\w.\-]+) \(.*\{$")
_INSTRUCTION = re.compile(r"^\s+(?:ROOT )?%([\w.\-]+) = (.*)$")


def strip(text):
    """The program without its module line, tables of source places, and metadata."""
    start = re.search(r"^(?:ENTRY )?%[\w.\-]+ \(", text, re.MULTILINE).start()
    return _METADATA.sub("", text[start:])


def fingerprint(text):
    """A digest of the program as a graph.

    Each instruction stands for its opcode, shape, attributes and operands, these likewise, down
    to the numbered parameters; so neither names nor the order of lines take part.
    """
    computations = {}
    local = {}
    for line in strip(text).splitlines():
        if header := _HEADER.match(line):
            name, local = header[1], {}
        elif line.startswith("}"):
            computations[name] = _digest("\n".join(sorted(local.values())))
        elif instruction := _INSTRUCTION.match(line):
            known = {**computations, **local}
            root = "ROOT " if line.lstrip().startswith("ROOT ") else ""
            body = _NAME.sub(lambda found, known=known: known[found[1]], instruction[2])
            local[instruction[1]] = _digest(root + body)
    return computations[name]


def renamed(text):
    """The program with its names numbered as they appear, for people to compare."""
    names = {}
    return _NAME.sub(lambda found: names.setdefault(found[1], f"%{len(names)}"), strip(text))


def difference(ours, theirs, lines=60):
    """Where two programs part, as a unified diff."""
    pair = (renamed(text).splitlines() for text in (ours, theirs))
    found = difflib.unified_diff(*pair, "generated", "twin", lineterm="", n=1)
    return "\n".join(list(found)[:lines])


def _digest(text):
    return "#" + hashlib.sha256(text.encode()).hexdigest()[:24]
