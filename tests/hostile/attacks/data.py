"""Files of data that `validate` looks into for their columns: it reads their heads, or nothing."""

import io
import os
import pickle
import struct
import zipfile

from tests.hostile.attack import Attack

SPEC = """\
wtspec: 1
model: {{inputs: {{x: [batch, 3]}}, sequential: [{{Dense: 1}}]}}
data: {{source: {source}, inputs: {{x: =x}}, targets: =y}}
train: {{epochs: 1, optimizer: adam, loss: mse}}
"""
EVIL = pickle.dumps(pickle.PickleBuffer) + b"cos\nsystem\n(S'touch CANARY'\ntR."


def npy(header, version=b"\x01\x00", body=b"", size=None):
    """An npy file with any header."""
    text = header if isinstance(header, bytes) else header.encode()
    form = "<H" if version[0] == 1 else "<I"
    return (
        b"\x93NUMPY"
        + version
        + struct.pack(form, len(text) if size is None else size)
        + text
        + body
    )


def array(descr="'<f4'", shape="(4, 3)"):
    """The header of a plain array."""
    return f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n"


def npz(members, kind=zipfile.ZIP_STORED):
    """An archive of files by name."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def broken_directory(content):
    """An archive whose directory says that its first file is huge."""
    at = content.rfind(b"PK\x01\x02")
    return content[: at + 20] + struct.pack("<II", 2**32 - 2, 2**32 - 2) + content[at + 28 :]


X, Y = npy(array()), npy(array(shape="(4,)"))
BOTH = {"x.npy": X, "y.npy": Y}

ARRAYS = {
    "a plain array": X,
    "an array of objects": npy(array("'|O'"), body=EVIL),
    "an array of fields": npy(array("[('a', '<f4'), ('b', '|O')]")),
    "a shape of 10^18": npy(array(shape="(1000000000, 1000000000)")),
    "a shape beyond all integers": npy(array(shape=f"({'9' * 4000},)")),
    "a shape of 1,000 axes": npy(array(shape=f"({'1, ' * 1000})")),
    "a negative shape": npy(array(shape="(-1, 3)")),
    "a shape of text": npy(array(shape="('a', 'b')")),
    "a shape that is a number": npy(array(shape="3")),
    "a shape of lists": npy(array(shape="([],)")),
    "no shape": npy("{'descr': '<f4'}\n"),
    "a header that calls": npy("__import__('os').system('touch CANARY')"),
    "a header of brackets": npy("(" * 4000),
    "a header of minus signs": npy("-" * 4000 + "1"),
    "a header of a sum": npy("+".join("1" * 2000)),
    "a header of a long number": npy("9" * 4090),
    "a header of a list": npy("[1, 2]"),
    "a header of bytes": npy(b"\xff\xfe\x00" * 100),
    "a header of NUL": npy(b"\0" * 4000),
    "a header that is a lambda": npy("lambda: 0"),
    "a header that is a comprehension": npy("[i for i in range(10**9)]"),
    "a header of 64 KiB": npy(array() + " " * 65_000),
    "a header that is said to be 4 GiB": npy(array(), b"\x02\x00", size=2**32 - 1),
    "version 255": npy(array(), b"\xff\xff"),
    "a header cut short": npy(array())[:20],
    "only the magic": b"\x93NUMPY",
    "nothing of NumPy": b"import os\n",
    "a pickle": EVIL,
    "a zip instead": npz(BOTH),
}
ARCHIVES = {
    "a plain archive": npz(BOTH),
    "a bomb of a gigabyte's zeros": npz({"x.npy": X + b"\0" * 2**26, "y.npy": Y}, zipfile.ZIP_DEFLATED),
    "an archive in an archive": npz({"x.npy": npz(BOTH), "y.npy": Y}),
    "members that climb": npz({"../../CANARY.npy": X, "/tmp/CANARY.npy": X, "x.npy": X, "y.npy": Y}),
    "10,000 members": npz({f"a{at}.npy": X for at in range(10_000)}),
    "the same member twice": npz(BOTH)[:-22] + npz(BOTH),
    "a directory that lies": broken_directory(npz(BOTH)),
    "an archive cut short": npz(BOTH)[:200],
    "an archive of objects": npz({"x.npy": npy(array("'|O'"), body=EVIL), "y.npy": Y}),
    "an archive of pickles": npz({"x": EVIL, "y": EVIL}),
    "an empty archive": npz({}),
    "a comment of 64 KiB": npz(BOTH)[:-2] + struct.pack("<H", 65_535) + b"c" * 65_535,
    "a member in bzip2": npz(BOTH, zipfile.ZIP_BZIP2),
    "a member in LZMA": npz(BOTH, zipfile.ZIP_LZMA),
    "a locked member": npz(BOTH).replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
    "no archive": b"PK\x05\x06" + b"\xff" * 18,
}  # fmt: skip
TABLES = {
    "a plain table": b"x,y\n1,2\n",
    "a line without an end": b"x" * 5_000_000,
    "a header of 200,000 columns": b",".join(b"c%d" % at for at in range(200_000)) + b",x,y\n",
    "a quote without an end": b'"x,y\n' + b"1,2\n" * 100_000,
    "a header of controls": b"x,y,\x1b[2J,\x07\n1,2,3,4\n",
    "formulas of spreadsheets": b"x,y,=cmd|'/C calc'!A0\n1,2,3\n",
    "UTF-16": "x,y\n1,2\n".encode("utf-16"),
    "NUL": b"x,y\0\n1,2\n",
    "nothing but commas": b"," * 1_000_000,
    "names that close their strings": b'x,y,"a\'); CANARY()"\n1,2,3\n',
}
PATHS = {
    "a path out of the root": "/etc/passwd",
    "a path that climbs": "../../../../etc/passwd",
    "a glob out of the root": "/etc/*",
    "a glob that climbs": "../*/../*/*",
    "a glob of everything": "/**/*",
    "a glob of many stars": "*" * 2000 + ".csv",
    "a glob that tries for long": "*a" * 200 + "b",
    "a glob of folders": "**/" * 500 + "*.csv",
    "a class without an end": "[a-",
    "a class of everything": "[!x]*" * 100,
    "a device": "/dev/zero",
    "a process's memory": "/proc/self/mem",
    "a URL": "http://127.0.0.1/CANARY.csv",
    "a bucket": "s3://bucket/key.csv",
    "a home": "~/.netrc",
    "a path of NUL": "a\\0b",
    "a path too long": "x" * 5000,
    "a folder": ".",
    "a link out of the root": "link.csv",
    "links in a circle": "round/round/round/**/*.csv",
    "a pipe": "pipe.csv",
    "a command": "$(touch CANARY)",
}


def beside(folder):
    """What some of the paths lead to."""
    (folder / "link.csv").symlink_to("/etc/passwd")
    (folder / "round").symlink_to(".")
    os.mkfifo(folder / "pipe.csv")


def laid_down(source):
    """Writes a file with that source, and what it may lead to."""

    def lay_down(folder):
        beside(folder)
        (folder / "main.yaml").write_text(SPEC.format(source=source))

    return lay_down


EXPECTED = {
    "a shape of 10^18": "shape-mismatch",
    "a shape of 1,000 axes": "shape-mismatch",
    "10,000 members": "undefined-name",
    "an archive of pickles": "undefined-name",
    "NUL": "undefined-name",
    "nothing but commas": "undefined-name",
    "a quote without an end": "undefined-name",
    "UTF-16": "not-utf8",
}
"""What files give that can be read and hold other columns or shapes; all others do nothing."""


def attacks():
    """Arrays, archives and tables, then paths in each kind of source."""
    for name, content in ARRAYS.items():
        text = SPEC.format(source="{npy: {x: x.npy, y: y.npy}}")
        codes = tuple(EXPECTED.get(name, "").split())
        yield Attack(f"npy: {name}", codes, {"main.yaml": text, "x.npy": content, "y.npy": Y})
    for kind, files in (("npz", ARCHIVES), ("csv", TABLES)):
        for name, content in files.items():
            text = SPEC.format(source=f"{{{kind}: data.{kind}}}")
            codes = tuple(EXPECTED.get(name, "").split())
            yield Attack(f"{kind}: {name}", codes, {"main.yaml": text, f"data.{kind}": content})
    for kind in ("csv", "npz", "parquet"):
        for name, path in PATHS.items():
            yield Attack(f"{kind} {name}", (), laid_down(f'{{{kind}: "{path}"}}'))
