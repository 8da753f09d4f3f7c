"""Prints what a model does with the scalars that `add_metric` leaves in its layers.

A metric object inside a layer can't cross a compiled step under JAX, so the layer keeps the value
in a weight and the model averages it.
"""

from __future__ import annotations

from wtspec.codegen.lines import Lines
from wtspec.language.print import quote


def print_trackers(names: tuple[str, ...]) -> Lines:
    """The statement of the model's constructor."""
    if not names:
        return []
    made = [f"{quote(name)}: keras.metrics.Mean(name={quote(name)})" for name in names]
    return [f"self.trackers = {{{', '.join(made)}}}"]


def print_compute_loss(names: tuple[str, ...]) -> Lines:
    """The method of the model."""
    if not names:
        return []
    return [
        "def compute_loss(",
        "    self, x=None, y=None, y_pred=None, sample_weight=None, training=True",
        "):",
        "    for layer in self._flatten_layers():",
        '        for name, value in getattr(layer, "reported", {}).items():',
        "            self.trackers[name].update_state(value)",
        "    return super().compute_loss(x, y, y_pred, sample_weight, training)",
    ]
