"""The codes that the sources can give, and at which stage they do."""

import re
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "wtspec"
_CODE = re.compile(r'(?<=")[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?=")|(?<=(?:error|ostic)\(")[a-z]+(?=")')
MADE_FROM = {
    'f"unknown-{kind}"': (
        "layer initializer regularizer constraint optimizer schedule loss metric callback"
    ),
    'f"unknown-{what}"': "input output",
    'f"untrained-{key}"': "regularizer constraint",
}
"""Codes that are put together, by the text that does it."""
NO_CODES = {
    **dict.fromkeys(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"), "an encoding"),
    "latin-1": "an encoding",
    **dict.fromkeys(
        (
            *("all-gather", "all-reduce", "all-to-all", "collective-broadcast"),
            *("collective-permute", "get-tuple-element", "ragged-all-to-all", "reduce-scatter"),
        ),
        "an operation of XLA's",
    ),
    "color-scheme": "what a page says of itself",
    "sans-bold": "a font",
    "wtspec-sender": "a thread",
    **dict.fromkeys(("wtspec-heartbeat", "wtspec-parent"), "threads"),
}
"""Texts that look like codes, each with what it is."""
STAGES = {
    "document": "Files and YAML",
    "language": "Formulas",
    "spec": "Sections and their values",
    "sources": "Files of data",
    "program": "Programs",
    "resolve": "Names and components",
    "shapes": "Shapes",
    "rows": "Rows of data formulas",
    "lints": "Lints",
    "codegen": "Source",
    "model": "The model as Keras builds it",
    "cpu": "Steps on the CPU",
    "data": "Data",
    "train": "Training",
    "runs": "Runs",
    "sweeps": "Sweeps",
    "cli": "Commands",
    "graph": "Pictures of models",
    "report": "Pages of runs",
    "schema": "JSON Schema",
    "catalog": "Vocabulary",
    "errors": "Telling faults",
    ".": "Python",
}
"""What the index calls the rooms, in the order in which data goes through them."""
LINTS = "Lints"


@cache
def source_of(room):
    """The source of a room, as one text."""
    files = sorted((PACKAGE / room).glob("*.py" if room == "." else "**/*.py"))
    return "\n".join(file.read_text("utf-8") for file in files)


@cache
def codes_of(room):
    """The codes in the source of a room, and texts that look like them."""
    source = source_of(room)
    made = {
        f"{form[2:-1].partition('{')[0]}{part}"
        for form, parts in MADE_FROM.items()
        if form in source
        for part in parts.split()
    }
    return frozenset(_CODE.findall(source)) | made


def every_code():
    """The codes in the sources, and texts that look like them."""
    return frozenset().union(*map(codes_of, STAGES))


def made_codes():
    """The forms that the sources put codes together from."""
    found = (re.findall(r'f"[a-z]+(?:-[a-z]+)*-\{[a-z_]+\}"', source_of(room)) for room in STAGES)
    return {form for forms in found for form in forms}


def stage_of(code, output):
    """The title of the stage that gives a code, or gives it most often."""
    if output.startswith("warning"):
        return LINTS
    rooms = [room for room in STAGES if code in codes_of(room)]
    return STAGES[max(rooms, key=lambda room: source_of(room).count(f'"{code}"'))]
