"""Numbers and sizes as people read them."""

from __future__ import annotations

_THOUSANDS = ("", "thousand", "million", "billion", "trillion")
_BYTES = ("B", "KiB", "MiB", "GiB", "TiB")
_FLOPS = ("FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP")
_TIMES = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def in_words(count: int) -> str:
    """A count to three digits: `60.1 billion`."""
    return _scaled(count, 1000, _THOUSANDS)


def in_bytes(count: int) -> str:
    """A size in memory to three digits: `16.4 KiB`."""
    return _scaled(count, 1024, _BYTES)


def in_flops(count: int) -> str:
    """A number of floating-point operations to three digits: `1.2 TFLOP`."""
    return _scaled(count, 1000, _FLOPS)


def in_short(value: float) -> str:
    """A measured number to five digits."""
    return f"{value:.5g}"


def in_time(seconds: float) -> str:
    """A time to two of its units: `2 h 5 min`, `0 s`."""
    left, told = round(max(0.0, seconds)), ""
    for length, unit in _TIMES:
        count, left = divmod(left, length)
        if told:
            return f"{told} {count} {unit}" if count else told
        if count:
            told = f"{count:,} {unit}"
    return told or "0 s"


def in_largest_unit(seconds: float) -> str:
    """A time that has gone by, in its largest unit alone: `3 h`."""
    for length, unit in _TIMES:
        if seconds >= length:
            return f"{seconds // length:.0f} {unit}"
    return "0 s"


def in_rate(rows_per_second: float) -> str:
    """A speed to three digits: `12,300 rows/s`."""
    if rows_per_second >= 100:
        digits = len(str(int(rows_per_second))) - 3
        return f"{round(rows_per_second, -digits):,.0f} rows/s"
    return f"{rows_per_second:.3g} rows/s"


def _scaled(count: int, base: int, units: tuple[str, ...]) -> str:
    scaled, unit = float(count), units[0]
    for larger in units[1:]:
        if scaled < base - 0.5:
            break
        scaled, unit = scaled / base, larger
    digits = f"{scaled:.3g}" if scaled < 99.95 else f"{scaled:.0f}"
    return f"{digits} {unit}".rstrip()


def rounded(value: object) -> float | None:
    """A number with six digits, None for any other value."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value - value != 0:
        return None
    return float(f"{value:.6g}")
