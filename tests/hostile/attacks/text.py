"""Bytes that are no text, texts in other encodings, and characters that hide or act."""

import codecs

from tests.hostile.attack import one_file

GOOD = "wtspec: 1\nlayers: {}\n"
PLAIN = "wtspec: 1\nlayers: {}\ndoc: "

BYTES = {
    "harmless": {
        "a mark of UTF-8": codecs.BOM_UTF8 + GOOD.encode(),
        "line ends of Windows": GOOD.replace("\n", "\r\n").encode(),
        "line ends of old Macs": GOOD.replace("\n", "\r").encode(),
        "mixed line ends": b"wtspec: 1\r\nlayers: {}\rdoc: x\n",
        "the last character of Unicode": PLAIN.encode() + "\U0010fffd".encode(),
        "no line end": b"wtspec: 1\nlayers: {}",
        "a comment of letters from right to left": "wtspec: 1\nlayers: {}\n# שלום".encode(),
        "a doc of every plane": PLAIN.encode() + "é中𝄞😀".encode(),
        "escaped controls": PLAIN.encode() + rb'"\x00\x07\x1b\x85\u2028\u202e\uFEFF"',
    },
    "not-utf8": {
        "UTF-16 with its mark": GOOD.encode("utf-16"),
        "UTF-16, the other way round": codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"),
        "UTF-32 with its mark": GOOD.encode("utf-32"),
        "UTF-32, the other way round": codecs.BOM_UTF32_BE + GOOD.encode("utf-32-be"),
        "Latin-1": PLAIN.encode() + b"caf\xe9",
        "half a character": PLAIN.encode() + b"\xe2\x82",
        "a character in too many bytes": PLAIN.encode() + b"\xc0\xaf",
        "a slash in three bytes": PLAIN.encode() + b"\xe0\x80\xaf",
        "NUL in two bytes": PLAIN.encode() + b"\xc0\x80",
        "a lone surrogate": PLAIN.encode() + b"\xed\xa0\x80",
        "a pair of surrogates": PLAIN.encode() + b"\xed\xa0\xbd\xed\xb8\x80",
        "a character past the last": PLAIN.encode() + b"\xf4\x90\x80\x80",
        "five bytes for one": PLAIN.encode() + b"\xf8\x88\x80\x80\x80",
        "the byte 0xff": b"\xff" * 1000,
        "a byte amid a megabyte": GOOD.encode() + b"#" * 900_000 + b"\xfe\n",
        "an image": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 16,
        "a compressed file": b"\x1f\x8b\x08\x00" + bytes(range(255, 0, -1)),
        "the mark of UTF-8 cut short": b"\xef\xbb" + GOOD.encode(),
        "the mark of UTF-7's kin": b"\xdd\x73\x66\x73" + GOOD.encode(),
    },
    "control-character": {
        "UTF-16 without its mark": GOOD.encode("utf-16-le"),
        "UTF-32 without its mark": GOOD.encode("utf-32-be"),
        "a megabyte of NUL": b"\0" * 1_000_000,
        "NUL at the end": GOOD.encode() + b"\0",
        "NUL in a key": b"wtspec: 1\nlay\0ers: {}\n",
        "a bell": PLAIN.encode() + b"\x07",
        "an escape": PLAIN.encode() + b"\x1b[2J",
        "a backspace": PLAIN.encode() + b"abc\x08\x08\x08",
        "a form feed between keys": b"wtspec: 1\x0clayers: {}\n",
        "a vertical tab": b"wtspec: 1\x0blayers: {}\n",
        "the end of a file, to DOS": GOOD.encode() + b"\x1a",
        "delete": PLAIN.encode() + b"\x7f",
        "the line end of mainframes": PLAIN.encode() + "a\x85b: 1".encode(),
        "a control of eight bits": PLAIN.encode() + "\x9b2J".encode(),
        "a line separator": PLAIN.encode() + "a\u2028layers: 1".encode(),
        "a paragraph separator": PLAIN.encode() + "a\u2029layers: 1".encode(),
        "a mark of UTF-8 amid the text": PLAIN.encode() + codecs.BOM_UTF8 + b"x",
        "two marks of UTF-8": codecs.BOM_UTF8 * 2 + GOOD.encode(),
        "no character": PLAIN.encode() + "\ufffe".encode(),
        "no character, either": PLAIN.encode() + "\uffff".encode(),
    },
    "empty-file": {
        "nothing": b"",
        "blanks": b" " * 100_000,
        "line ends": b"\n" * 100_000,
        "a comment": b"# only a comment",
        "a mark and nothing else": codecs.BOM_UTF8,
        "a document's marks": b"---\n...\n",
    },
    "not-a-mapping": {
        "one word": b"wtspec",
        "one number": b"1",
        "a list": b"- wtspec: 1\n",
        "a quoted text": b'"wtspec: 1"',
        "a Python file": b"import os",
        "a path": b"/etc/passwd",
    },
    "unknown-key": {
        "marks that turn letters round, in a key": "wtspec: 1\nlayers: {}\n\u202eeman: x\n".encode(),
        "a letter of no width, in a key": "wtspec: 1\nlayers: {}\nna\u200bme: x\n".encode(),
        "a key of a thousand accents": f"wtspec: 1\nlayers: {{}}\na{chr(0x301) * 1000}: x\n".encode(),
        "a key of wide letters": "wtspec: 1\nlayers: {}\nｌａｙｅｒｓ: x\n".encode(),
        "a key of letters from right to left": "wtspec: 1\nlayers: {}\nשלום: x\n".encode(),
        "a soft hyphen, in a key": "wtspec: 1\nlayers: {}\nna\xadme: x\n".encode(),
        "tags that nobody sees": "wtspec: 1\nlayers: {}\nname\U000e0041: x\n".encode(),
        "a key of a private character": "wtspec: 1\nlayers: {}\n\ue000: x\n".encode(),
    },
}


def attacks():
    """One file each."""
    for expected, files in BYTES.items():
        for name, content in files.items():
            # What can't be read at all has no line to show.
            unplaced = expected == "not-utf8" and "UTF-" in name
            yield one_file(name, expected, content, unplaced=unplaced)
