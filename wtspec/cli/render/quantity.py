"""Numbers and sizes as people read them."""

from __future__ import annotations

_THOUSANDS = ("", "thousand", "million", "billion", "trillion")
_BYTES = ("B", "KiB", "MiB", "GiB", "TiB")


def in_words(count: int) -> str:
    """A count to three digits: `60.1 billion`."""
    return _scaled(count, 1000, _THOUSANDS)


def in_bytes(count: int) -> str:
    """A size in memory to three digits: `16.4 KiB`."""
    return _scaled(count, 1024, _BYTES)


def in_short(value: float) -> str:
    """A measured number to five digits."""
    return f"{value:.5g}"


def _scaled(count: int, base: int, units: tuple[str, ...]) -> str:
    scaled, unit = float(count), units[0]
    for larger in units[1:]:
        if scaled < base - 0.5:
            break
        scaled, unit = scaled / base, larger
    digits = f"{scaled:.3g}" if scaled < 99.95 else f"{scaled:.0f}"
    return f"{digits} {unit}".rstrip()
