"""The names that mean values, and so stand for nothing else."""

from typing import Literal

WORDS: dict[str, bool | None] = {"true": True, "false": False, "none": None}
CONSTANTS: dict[str, Literal["pi", "inf"]] = {"pi": "pi", "inf": "inf"}
RESERVED_NAMES = frozenset({*WORDS, "True", "False", "None", *CONSTANTS})
"""Names that mean a value of the language's own."""
