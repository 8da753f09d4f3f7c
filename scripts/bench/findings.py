"""All that one run of the benchmark measured."""

from dataclasses import dataclass, field

from scripts.bench.compiling import Compiled
from scripts.bench.goals import Goal, scan_goal, start_goal, training_goals, whole_goals
from scripts.bench.machine import Machine
from scripts.bench.measure import Run
from scripts.bench.race import Raced
from scripts.bench.verbs import Numbers


@dataclass(slots=True)
class Findings:
    """What was measured; what was not asked for is empty or None.

    Attributes:
        machine: On which.
        steps: In an epoch, by workload.
        verbs: Of `validate` and `plan`.
        training: By workload and contender.
        start: Seconds of compiling, first and once more.
        scan: The same, of few and many blocks; or why there are none.
        whole: Of the quickstart's processes.
    """

    machine: Machine
    steps: dict[str, int] = field(default_factory=dict)
    verbs: Numbers = field(default_factory=dict)
    training: dict[str, dict[str, Raced]] = field(default_factory=dict)
    start: Compiled | None = None
    scan: Compiled | str | None = None
    whole: dict[str, list[Run]] | None = None

    def goals(self) -> list[Goal]:
        """Those that speak of what was measured."""
        return [
            *training_goals(self.training),
            *([start_goal(self.start)] if self.start is not None else []),
            *([scan_goal(self.scan)] if self.scan is not None else []),
            *(whole_goals(self.whole) if self.whole is not None else []),
        ]
