"""Files of cases that can't stand in a repository: too large, or not text."""


def write_large(path):
    path.write_text("wtspec: 1\n" + "# a long remark\n" * 70_000)


def write_latin(path):
    path.write_bytes("wtspec: 1\nname: café\n".encode("latin-1"))


def write_bell(path):
    path.write_text('wtspec: 1\nname: "ding\x07"\n')


MADE = {
    "large.yaml": write_large,
    "latin.yaml": write_latin,
    "bell.yaml": write_bell,
}
