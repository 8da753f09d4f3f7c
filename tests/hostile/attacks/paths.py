"""Files that lead out of the root, in a circle, or to what is no file."""

import os
import socket
from pathlib import Path

from tests.hostile.attack import Attack

LIBRARY = "wtspec: 1\nlayers:\n  Double:\n    inputs: {x: [b, d]}\n    call: x * 2\n"
EMPTY = "wtspec: 1\nlayers: {}\n"
LINKS = ("imports: [{}]", "extends: {}")


def main(line):
    """A file with one more line."""
    return f"{EMPTY}{line}\n"


TRAVERSALS = {
    "outside-root": [
        "../secret.yaml",
        "../../../../../../../../../../etc/passwd",
        "/etc/passwd",
        "//etc/passwd",
        "/proc/self/environ",
        "/proc/self/mem",
        "/proc/self/fd/0",
        "/dev/zero",
        "/dev/stdin",
        "/dev/tty",
        "/root/.ssh/id_rsa",
        "a/../../secret.yaml",
        "./a/b/../../../secret.yaml",
        "..",
        "/",
        "x/../..//secret.yaml",
    ],
    "file-not-found": [
        "~/.netrc",
        "~root/.bashrc",
        "$HOME/.netrc",
        "${HOME}",
        "%2e%2e/secret.yaml",
        "..\\\\secret.yaml",
        "C:\\\\secret.yaml",
        "a.yaml;touch CANARY",
        "|touch CANARY",
        "$(touch CANARY)",
        "`touch CANARY`",
        "-",
        "--help",
        "*.yaml",
        "{a,b}.yaml",
        "a.yaml\\n",
        " main.yaml ",
        "CON",
        "file:/etc/passwd",
        "\\u202esecret.yaml",
    ],
    "not-a-file": [".", "./", "a/.."],
    "url": ["http://127.0.0.1/a.yaml", "FILE:///etc/passwd", "s3://bucket/a", "data://text/plain,x"],
    "unreadable-file": ["a\\0.yaml", "x" * 5000],
}  # fmt: skip


def traversals():
    """Each path as an import and as a base."""
    for expected, paths in TRAVERSALS.items():
        for path in paths:
            for link in LINKS:
                word = link.partition(":")[0]
                files = {"main.yaml": main(link.format(f'"{path}"')), "a/b/lib.yaml": LIBRARY}
                yield Attack(f"{word} {path[:60]}", (expected,), files)


def link_out(folder):
    (folder / "main.yaml").write_text(main("imports: [link.yaml]"))
    (folder / "link.yaml").symlink_to("/etc/passwd")


def link_out_by_folder(folder):
    (folder / "main.yaml").write_text(main("imports: [link/passwd]"))
    (folder / "link").symlink_to("/etc")


def link_to_parent(folder):
    (folder / "main.yaml").write_text(main("extends: link/secret.yaml"))
    (folder / "link").symlink_to("..")


def link_within(folder):
    (folder / "main.yaml").write_text(main("imports: [link.yaml]"))
    (folder / "library.yaml").write_text(LIBRARY)
    (folder / "link.yaml").symlink_to("library.yaml")


def link_chain(folder):
    (folder / "main.yaml").write_text(main("imports: [l0.yaml]"))
    for at in range(60):
        (folder / f"l{at}.yaml").symlink_to(f"l{at + 1}.yaml")
    (folder / "l60.yaml").write_text(LIBRARY)


def link_loop(folder):
    (folder / "main.yaml").write_text(main("imports: [a.yaml]"))
    (folder / "a.yaml").symlink_to("b.yaml")
    (folder / "b.yaml").symlink_to("a.yaml")


def link_to_nothing(folder):
    (folder / "main.yaml").write_text(main("imports: [a.yaml]"))
    (folder / "a.yaml").symlink_to("nothing.yaml")


def link_to_itself(folder):
    (folder / "main.yaml").symlink_to("main.yaml")


def main_is_link_to_device(folder):
    (folder / "main.yaml").symlink_to("/dev/zero")


def folder_loop(folder):
    (folder / "main.yaml").write_text(main("imports: [in/in/in/in/library.yaml]"))
    (folder / "in").symlink_to(".")
    (folder / "library.yaml").write_text(LIBRARY)


def same_file_by_links(folder):
    """A library under a hundred names is one file."""
    names = [f"l{at}.yaml" for at in range(100)]
    (folder / "main.yaml").write_text(main(f"imports: [{', '.join(names)}]"))
    (folder / "library.yaml").write_text(LIBRARY)
    for name in names:
        (folder / name).symlink_to("library.yaml")


def pipe(folder):
    (folder / "main.yaml").write_text(main("imports: [pipe.yaml]"))
    os.mkfifo(folder / "pipe.yaml")


def pipe_as_base(folder):
    (folder / "main.yaml").write_text(main("extends: pipe.yaml"))
    os.mkfifo(folder / "pipe.yaml")


def a_socket(folder):
    (folder / "main.yaml").write_text(main("imports: [socket.yaml]"))
    here = Path.cwd()
    os.chdir(folder)  # a socket's path has at most a hundred letters
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("socket.yaml")
    finally:
        os.chdir(here)


def a_folder(folder):
    (folder / "main.yaml").write_text(main("imports: [library.yaml]"))
    (folder / "library.yaml").mkdir()


def main_is_a_folder(folder):
    (folder / "main.yaml").mkdir()


def through_a_file(folder):
    (folder / "main.yaml").write_text(main("imports: [library.yaml/more.yaml]"))
    (folder / "library.yaml").write_text(LIBRARY)


def name_that_is_no_text(folder):
    """A file beside ours whose name has bytes that are no text; its neighbor is asked for."""
    (folder / "main.yaml").write_text(main("imports: [librar.yaml]"))
    (folder / os.fsdecode(b"library\xff\x1b[2J.yaml")).write_text(LIBRARY)


def many_neighbors(folder):
    """The nearest of many names is sought."""
    (folder / "main.yaml").write_text(main("imports: [librar.yaml]"))
    for at in range(3000):
        (folder / f"library-{at}.yaml").touch()


def many_imports(folder):
    """Libraries that are all there, each importing all others before it."""
    names = [f"l{at}.yaml" for at in range(100)]
    (folder / "main.yaml").write_text(main(f"imports: [{', '.join(names)}]"))
    for at, name in enumerate(names):
        before = ", ".join(names[max(0, at - 30) : at]) if at % 31 else ""
        text = f"wtspec: 1\nimports: [{before}]\nfunctions: {{'f{at}(x)': x}}\n"
        (folder / name).write_text(text)


def diamonds(folder):
    """Thirty levels of two files that both import both of the next: 2^30 ways through them."""
    (folder / "main.yaml").write_text(main("imports: [a0.yaml, b0.yaml]"))
    for at in range(30):
        nexts = f"imports: [a{at + 1}.yaml, b{at + 1}.yaml]\n" if at < 29 else ""
        for letter in "ab":
            text = f"wtspec: 1\n{nexts}functions: {{'{letter}{at}(x)': x}}\n"
            (folder / f"{letter}{at}.yaml").write_text(text)


def long_chain(word, count):
    """Files that each lead to the next."""

    def lay_down(folder):
        line = "imports: [l{}.yaml]\n" if word == "imports" else "extends: l{}.yaml\n"
        (folder / "main.yaml").write_text(main(line.format(0)))
        for at in range(count):
            (folder / f"l{at}.yaml").write_text("wtspec: 1\n" + line.format(at + 1))
        (folder / f"l{count}.yaml").write_text("wtspec: 1\n")

    return lay_down


def circle(word):
    """Fifty files that lead round to the first."""

    def lay_down(folder):
        line = "imports: [{}]\n" if word == "imports" else "extends: {}\n"
        names = ["main.yaml", *(f"l{at}.yaml" for at in range(20))]
        for name, following in zip(names, [*names[1:], names[0]], strict=True):
            (folder / name).write_text("wtspec: 1\n" + line.format(following))

    return lay_down


def many_missing(folder):
    names = ", ".join(f"missing{at}.yaml" for at in range(10_000))
    (folder / "main.yaml").write_text(main(f"imports: [{names}]"))


def import_by_merge(folder):
    """The bases' imports come along, a clash among them too."""
    (folder / "main.yaml").write_text(main("extends: base.yaml\nimports: [a.yaml]"))
    (folder / "base.yaml").write_text("wtspec: 1\nimports: [b.yaml]\n")
    (folder / "a.yaml").write_text(LIBRARY)
    (folder / "b.yaml").write_text(LIBRARY)


def text_import(folder):
    (folder / "main.yaml").write_text(main("imports: [a.py]"))
    (folder / "a.py").write_text("import os\nos.system('touch CANARY')\n")


def bomb_in_a_library(folder):
    (folder / "main.yaml").write_text(main("imports: [a.yaml]"))
    (folder / "a.yaml").write_text("[" * 100_000)


def bombs_that_add_up(folder):
    """Bases below each limit, whose merged tree is above it."""
    (folder / "main.yaml").write_text(main("extends: b0.yaml"))
    for at in range(20):
        params = ", ".join(f"p{at}_{number}: 1" for number in range(500))
        following = f"extends: b{at + 1}.yaml\n" if at < 19 else ""
        (folder / f"b{at}.yaml").write_text(f"wtspec: 1\n{following}params: {{{params}}}\n")


LAID_DOWN = [
    ("a link out of the root", "outside-root", link_out),
    ("a link to a folder out of the root", "outside-root", link_out_by_folder),
    ("a link to the folder above", "outside-root", link_to_parent),
    ("a link within the root", "harmless", link_within),
    ("sixty links to one file", "harmless", link_chain),
    ("links in a circle", "unreadable-file", link_loop),
    ("a link to nothing", "file-not-found", link_to_nothing),
    ("a folder in itself", "harmless", folder_loop),
    ("one library under a hundred names", "harmless", same_file_by_links),
    ("a pipe", "not-a-file", pipe),
    ("a pipe as a base", "not-a-file", pipe_as_base),
    ("a socket", "not-a-file", a_socket),
    ("a folder named like a file", "not-a-file", a_folder),
    ("a path through a file", "unreadable-file", through_a_file),
    ("a neighbor whose name is no text", "file-not-found", name_that_is_no_text),
    ("thousands of neighbors", "file-not-found", many_neighbors),
    ("a hundred libraries", "harmless", many_imports),
    ("2^30 ways through sixty libraries", "harmless", diamonds),
    ("a chain of 40 imports", "nesting-too-deep", long_chain("imports", 40)),
    ("a chain of 1,000 imports", "nesting-too-deep", long_chain("imports", 1000)),
    ("a chain of 40 bases", "nesting-too-deep", long_chain("extends", 40)),
    ("a chain of 1,000 bases", "nesting-too-deep", long_chain("extends", 1000)),
    ("imports in a circle", "cyclic-files", circle("imports")),
    ("bases in a circle", "cyclic-files", circle("extends")),
    ("10,000 libraries that are not there", "file-not-found too-many-faults", many_missing),
    ("clashing imports of a base", "name-clash", import_by_merge),
    ("a Python file", "not-a-mapping", text_import),
    ("a bomb in a library", "nesting-too-deep", bomb_in_a_library),
    ("bases that add up", "harmless", bombs_that_add_up),
]
FIRST_FILES = [
    ("the file is a link to itself", "unreadable-file", link_to_itself),
    ("the file is a folder", "not-a-file", main_is_a_folder),
]


def attacks():
    """Paths, then what they lead to."""
    yield from traversals()
    for name, expected, lay_down in LAID_DOWN:
        codes = () if expected == "harmless" else tuple(sorted(expected.split()))
        yield Attack(name, codes, lay_down)
    for name, expected, lay_down in FIRST_FILES:
        yield Attack(name, (expected,), lay_down, unplaced=True)
