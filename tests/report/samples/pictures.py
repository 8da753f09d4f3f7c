"""Pictures as `data:` addresses."""

import struct
import zlib
from base64 import b64encode

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(seed, size=8):
    """A gray PNG."""
    rows = b"".join(
        b"\0" + bytes((x * y * (seed + 3) * 9 + seed * 40) % 256 for x in range(size))
        for y in range(size)
    )
    head = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    chunks = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return f"data:image/png;base64,{b64encode(SIGNATURE + chunks).decode()}"


def _chunk(kind, content):
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
