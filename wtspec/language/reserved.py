"""The names that mean values, and so stand for nothing else."""

import math
from typing import Literal

WORDS: dict[str, bool | None] = {"true": True, "false": False, "none": None}
CONSTANTS: dict[str, Literal["pi", "inf"]] = {"pi": "pi", "inf": "inf"}
CONSTANT_VALUES = {"pi": math.pi, "inf": math.inf}
RESERVED_NAMES = frozenset({*WORDS, "True", "False", "None", *CONSTANTS})
"""Names that mean a value of the language's own."""
