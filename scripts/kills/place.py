"""Where a run of a spec lies, and the commands that act on it there."""

from dataclasses import dataclass
from pathlib import Path

from scripts.kills.process import Process

SPECS = {path.stem: path for path in sorted((Path(__file__).parent / "specs").glob("*.yaml"))}


@dataclass(frozen=True, slots=True)
class Place:
    """A folder for the runs of one spec; its newest run is the one that counts.

    Attributes:
        spec: The file.
        folder: With the runs and what was told of them.
        caches: Of compiled programs.
    """

    spec: Path
    folder: Path
    caches: Path

    def run(self) -> Path | None:
        """The folder of the newest run, if one began."""
        runs = self.folder / "runs" / self.spec.stem
        return max(runs.iterdir(), default=None) if runs.exists() else None

    def start(self) -> Process:
        """Starts a run anew."""
        return self._verb("run", str(self.spec), "--runs-dir", str(self.folder / "runs"))

    def resume(self, run: Path) -> Process:
        """Goes on with a run."""
        return self._verb("run", "--resume", str(run))

    def evaluate(self, run: Path) -> Process:
        """Measures a run as far as it came."""
        return self._verb("evaluate", str(run), "--part", "train")

    def _verb(self, *verb: str) -> Process:
        self.folder.mkdir(parents=True, exist_ok=True)
        number = len(list(self.folder.glob("*.txt")))
        return Process(verb, self.folder / f"{number}-{verb[0]}.txt", self.caches)
