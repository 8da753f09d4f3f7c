"""Compares what a page shows with what there is.

`…` stands for any text in its line, and alone in a line for any lines.
"""

import math
import re

ANY = "…"
_WORD = re.compile(r"[^\s,]+")
SAME_NUMBER = {"rel_tol": 0.05, "abs_tol": 0.02}
"""Processors differ in the last digits, which training makes more of."""


def same_source(shown, source):
    """Whether the lines that a page shows stand in a source in this order, exactly."""
    return _same_lines([ANY, *_lines(shown), ANY], _lines(source), _same_text)


def same_output(shown, printed):
    """Whether an output is what a page shows, but for spaces, times and the last digits."""
    return _same_lines(_lines(shown), _lines(printed), _same_words)


def _lines(text):
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def _same_lines(shown, found, same):
    if not shown:
        return not found
    first, *others = shown
    if first.strip() == ANY:
        return any(_same_lines(others, found[at:], same) for at in range(len(found) + 1))
    return bool(found) and same(first, found[0]) and _same_lines(others, found[1:], same)


def _same_text(shown, found):
    pattern = ".*".join(re.escape(part) for part in shown.split(ANY))
    return re.fullmatch(pattern, found) is not None


def _same_words(shown, found):
    one, other = _WORD.findall(shown), _WORD.findall(found)
    if len(one) != len(other):
        return ANY in shown and _same_text(" ".join(one), " ".join(other))
    times = [following == "s" for following in [*other[1:], ""]]
    return all(map(_same_word, one, other, times))


def _same_word(shown, found, is_time):
    if _same_text(shown, found):
        return True
    try:
        one, other = float(shown), float(found)
    except ValueError:
        return False
    measured = "." in shown + found
    return measured and (is_time or math.isclose(one, other, **SAME_NUMBER))
