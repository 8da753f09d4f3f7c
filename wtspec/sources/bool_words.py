"""Words that are truth values. Free of NumPy."""

from __future__ import annotations

BOOL_WORDS = {
    **dict.fromkeys(("true", "t", "yes", "y", "on", "1"), True),
    **dict.fromkeys(("false", "f", "no", "n", "off", "0"), False),
}
"""What columns of the type `bool` take, in letters of any case."""
