"""How much a formula or body may be: bounds that hold before and after it is parsed."""

from __future__ import annotations

MAX_TEXT_BYTES = 8 * 1024
MAX_NODES = 2_000
MAX_NESTING = 50
"""Open brackets and operators that nest rightwards, counted on the text."""
MAX_CHAIN = 400
"""Operators in a row, counted on the text; keeps Python's parser far from its stack's end."""
MAX_DEPTH = 100
"""Levels of the parsed tree; keeps every function that walks it far from Python's limit."""
MAX_INTEGER = 2**53
MAX_NUMBER_CHARACTERS = 400
MAX_EXPONENT = 1024
MAX_RANGE = 4_096
MAX_STEPS = 100_000
"""Nodes visited while a static formula is evaluated, so also the items of any list it makes."""
