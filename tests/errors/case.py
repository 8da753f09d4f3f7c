"""Cases of faults: a file that has the fault, and what its header says of it.

The header is the comment that a case begins with. Its first line says what is wrong with the file;
then come fields, each of which may go over several lines:

    # A dim that no input binds.
    # Reason: why it is refused.
    # Repair: what one does about it.
    # args: --set model.x=3            what `validate` is given besides the file
    # command: wtspec run main.yaml    instead of `validate`; of several the last one fails
    # made: a.npz: an array of objects  a file that `made_files.py` writes
    # after: 100                        how many other faults are told before this one
    # given: gpu: JAX runs on a GPU.    what `surroundings.py` makes it find
    # schema: true                   JSON Schema alone refuses the file
"""

import dataclasses
import re
import shutil
from pathlib import Path

CASES = Path(__file__).parent / "cases"
_FIELD = re.compile(r"(Reason|Repair|args|command|made|given|after|schema): (.*)")


@dataclasses.dataclass(frozen=True)
class Case:
    """A case.

    Attributes:
        path: The file, or the `main.yaml` of a folder.
        fault: What is wrong with the file, in a sentence.
        fields: What the header says besides, by name.
        body: The file below its header; nothing where the fault needs no such file.
    """

    path: Path
    fault: str
    fields: dict[str, list[str]]
    body: str

    @property
    def code(self):
        return self.path.parent.name if self.path.name == "main.yaml" else self.path.stem

    @property
    def golden(self):
        return CASES / f"{self.code}.txt"

    @property
    def reason(self):
        return "".join(self.fields.get("Reason", []))

    @property
    def repair(self):
        return "".join(self.fields.get("Repair", []))

    @property
    def commands(self):
        """What is typed, the last of which fails."""
        given = " ".join(["wtspec validate", self.path.name, *self.fields.get("args", [])])
        return self.fields.get("command", [given])

    @property
    def made(self):
        """What the files are that can't stand in a repository, by name."""
        return dict(line.split(": ", 1) for line in self.fields.get("made", []))

    @property
    def given(self):
        """What is round it, told by a sentence, by name."""
        return dict(line.split(": ", 1) for line in self.fields.get("given", []))

    @property
    def after(self):
        """How many other faults are told before this one, and left out of the golden output."""
        return int("".join(self.fields.get("after", ["0"])))

    @property
    def files(self):
        """The texts of the files that the case is about, the one with the fault first."""
        first = {self.path.name: self.body} if self.body else {}
        others = {
            str(path.relative_to(self.path.parent)): path.read_text("utf-8")
            for path in self._others()
        }
        return first | others

    def write(self, folder):
        """Puts the case's files into a folder, the first one without its header."""
        for path in self._others():
            copy = folder / path.relative_to(self.path.parent)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
        (folder / self.path.name).write_text(self.body, "utf-8")

    def _others(self):
        if self.path.name != "main.yaml":
            return []
        files = (path for path in self.path.parent.rglob("*") if path.is_file())
        return sorted(path for path in files if path != self.path)


def cases():
    """All cases, by code."""
    paths = [*CASES.glob("*.yaml"), *CASES.glob("*/main.yaml")]
    return sorted(map(read_case, paths), key=lambda case: case.code)


def read_case(path):
    """The case that a file is."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    length = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    fault, *header = (line.removeprefix("#").strip() for line in lines[:length] or [""])
    fields = {}
    for line in header:
        if found := _FIELD.match(line):
            name = found[1]
            fields.setdefault(name, []).append(found[2])
        elif fields:
            fields[name][-1] += f" {line}"
    return Case(path, fault, fields, "".join(lines[length:]).lstrip("\n"))
