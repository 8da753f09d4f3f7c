"""Each page reads true from top to bottom: its commands and Python blocks are run in order."""

import contextlib
import io
import pathlib

import pytest

from tests.docs.agree import same_output, same_source
from tests.docs.blocks import PAGES, ROOT, read_blocks
from tests.docs.commands import run_command, split_console
from tests.docs.fragments import copy_configs, write_spec
from wtspec.codegen import generate
from wtspec.stages import check, load

NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


class Reader:
    """Follows a page in a folder of its own, as its reader would.

    Attributes:
        corrected: What commands and Python blocks print, where it is not what the page shows.
    """

    def __init__(self, page, folder):
        self.blocks = read_blocks(page)
        self.folder = folder
        self.names = {"__name__": "__main__"}
        self.printed = None
        self.corrected = {}
        copy_configs(folder)
        for block in self.blocks:
            if "file" in block.marks:
                write_spec(block, folder)

    def read(self):
        for block in self.blocks:
            if block.language == "console":
                with self.changed(block):
                    self.run_console(block)
            elif block.language == "python" and "generated" in block.marks:
                self.compare_source(block)
            elif block.language == "python":
                self.run_python(block)
            elif block.language == "text" and self.printed is not None:
                self.compare(block, block.text, self.printed)
            elif "run" in block.marks:
                self.train(block)
            if block.language != "python":
                self.printed = None

    @contextlib.contextmanager
    def changed(self, block):
        """Makes the change to a file that the marks of a block describe, for as long as it runs."""
        if "change" not in block.marks:
            yield
            return
        file = self.folder / block.marks["change"]
        text = file.read_text("utf-8")
        assert block.marks["from"] in text
        file.write_text(text.replace(block.marks["from"], block.marks["to"], 1), "utf-8")
        yield
        file.write_text(text, "utf-8")

    def run_console(self, block):
        shown = []
        for command, output in split_console(block.text):
            printed, status = run_command(command)
            expected = int(block.marks.get("status", "error[" in output))
            assert status == expected, f"{block}: `{command}` ends with {status}:\n{printed}"
            same = same_output(output, printed)
            shown.append(f"$ {command}\n{output if same else printed}")
        self.compare(block, block.text, "".join(shown))

    def run_python(self, block):
        printed = io.StringIO()
        code = compile("\n" * block.line + block.text, str(block.page), "exec")
        with contextlib.redirect_stdout(printed):
            exec(code, self.names)  # noqa: S102 - the repository's own pages
        self.printed = printed.getvalue()

    def compare(self, block, shown, printed):
        if not same_output(shown, printed):
            self.corrected[block] = printed

    def compare_source(self, block):
        """The lines that the page shows stand in the generated source, in this order."""
        checked = check(load(pathlib.Path(block.marks["generated"])))
        source = generate(checked.program, checked.spec.document.source, "0.0")
        assert same_source(block.text, source), f"{block}: the source is now\n{source}"

    def train(self, block):
        path = write_spec(block, self.folder)
        command = f"python -m wtspec run {path.relative_to(self.folder)}"
        printed, status = run_command(f"{command} --set name=trial --set train.epochs=1")
        assert status == 0, f"{block}:\n{printed}"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Keras's own, on new NumPy
@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_what_its_examples_do(name, tmp_path, monkeypatch, request):
    monkeypatch.chdir(tmp_path)
    reader = Reader(ROOT / name, tmp_path)
    reader.read()
    if request.config.getoption("--write-golden"):
        rewrite(ROOT / name, reader.corrected)
    told = [f"{one}:\n{one.text}\nis now:\n{now}" for one, now in reader.corrected.items()]
    assert not told, "\n".join(told)


def rewrite(page, corrected):
    """Puts what was printed in the place of what the page shows."""
    lines = page.read_text("utf-8").splitlines(keepends=True)
    for block in sorted(corrected, key=lambda one: one.line, reverse=True):
        end = block.line + block.text.count("\n")
        lines[block.line : end] = [corrected[block].strip("\n") + "\n"]
    page.write_text("".join(lines), "utf-8")
