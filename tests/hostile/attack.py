"""What an attack is, and where the attacks stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Content = str | bytes


@dataclass(frozen=True)
class Attack:
    """Files that mean harm, and what comes of them.

    Attributes:
        name: What is tried.
        expected: The codes of the errors; none where the file is valid and does no harm.
        files: By path. A function instead lays down what no text can: links, pipes, a thousand
            files.
        main: The file that is validated.
        overrides: What `--set` says.
        unplaced: Whether no text is at hand in which an error could be placed.
    """

    name: str
    expected: tuple[str, ...]
    files: Mapping[str, Content] | Callable[[Path], None]
    main: str = "main.yaml"
    overrides: tuple[tuple[str, str], ...] = ()
    unplaced: bool = False

    def lay_down(self, folder: Path) -> None:
        """Writes the files below a folder."""
        if callable(self.files):
            self.files(folder)
            return
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())


def one_file(name: str, expected: str, content: Content, **more: object) -> Attack:
    """An attack of one file; `expected` has codes with blanks between them, or `harmless`."""
    codes = () if expected == "harmless" else tuple(sorted(expected.split()))
    return Attack(name, codes, {"main.yaml": content}, **more)  # type: ignore[arg-type]
