"""What formulas do, noted while they are bound."""

from __future__ import annotations

from msgspec import Struct, field

from wtspec.program.declared import Facts


class Found(Struct):
    """What the formulas of one binder do.

    Attributes:
        reads: The names that they read.
        needed: Parameters of the function at hand that must be static.
        called: The file's functions that they call.
        metrics: The names that `add_metric` reports, in order.
    """

    reads: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    metrics: dict[str, None] = field(default_factory=dict)
    uses_training: bool = False
    uses_random: bool = False
    adds_loss: bool = False

    @property
    def facts(self) -> Facts:
        """What the program keeps of it."""
        return Facts(
            reads=frozenset(self.reads),
            uses_training=self.uses_training,
            uses_random=self.uses_random,
            adds_loss=self.adds_loss,
            metrics=tuple(self.metrics),
        )
