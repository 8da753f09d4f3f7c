"""Everything that a spec says, checked."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wtspec.program.declared import Function, Layer
from wtspec.program.pretrained import Pretrained
from wtspec.program.sweep.sweep import Sweep
from wtspec.program.training import Prepared, Training
from wtspec.sources.request import SourceRequest

MODEL = "model:"
"""Stands for the model among names of layers and functions."""


class Processes(Struct, frozen=True):
    """Several processes that train together.

    Attributes:
        coordinator: Host and port where the first one listens; None where JAX is to find out what
            the surroundings say: Slurm, Open MPI, Kubernetes, TPU pods.
        count: How many there are; None likewise.
        index: Which one this is, from 0; None likewise.
    """

    coordinator: str | None = None
    count: int | None = None
    index: int | None = None


class Settings(Struct, frozen=True):
    """The plain numbers of `data` and `runtime`, formulas among them evaluated.

    Attributes:
        validation: The share of the rows that validates, 0 for none; `test` likewise.
        split_seed: What the split follows from.
        stratify: The column whose labels each part has in the same proportions, or None.
        group: The column whose equal labels stay in one part, or None.
        order: The column in whose order the parts follow each other, or None.
        shuffle: Whether training sees its rows in another order each epoch.
        seed: Of the run: initial weights, dropout, the order of rows.
        precision: A Keras dtype policy.
        rewrite_for_cpu: Whether steps are rewritten so that a CPU runs them faster.
        mesh: The size of each axis, None for `auto`; None for a single device.
        processes: None for a process by itself.
    """

    batch_size: int
    shuffle: bool
    drop_remainder: bool
    validation: float
    test: float
    split_seed: int
    split_shuffle: bool
    stratify: str | None
    group: str | None
    order: str | None
    seed: int
    precision: str
    platform: str
    compile_cache: bool
    deterministic: bool
    rewrite_for_cpu: bool
    mesh: tuple[tuple[str, int | None], ...] | None
    processes: Processes | None


class Program(Struct, frozen=True):
    """Everything that a spec says, checked.

    Attributes:
        name: Of the file.
        origin: The file, as a user named it.
        layers: Those before others that use them.
        model: None for a library.
        params: The file's knobs, with their values.
        written: The key of each layer, each function and the model, with what the file says of it.
        sources: What the data section asks for: `source`, and `validation` and `test` where they
            stand by themselves.
        sweep: How many of its kind are tried; it is no part of a single run.
    """

    name: str
    origin: str
    doc: str | None
    params: dict[str, object]
    functions: tuple[Function, ...]
    layers: tuple[Layer, ...]
    model: Layer | None
    pretrained: Pretrained | None
    data: Prepared | None
    training: Training | None
    sources: dict[str, SourceRequest]
    settings: Settings
    written: Mapping[str, tuple[str, object]]
    sweep: Sweep | None = None

    @property
    def split_columns(self) -> tuple[str, ...]:
        """The columns that rows are divided by."""
        named = (self.settings.stratify, self.settings.group, self.settings.order)
        return tuple(name for name in named if name is not None)

    @property
    def with_model(self) -> tuple[Layer, ...]:
        """The layers, and the model if there is one."""
        return (*self.layers, *((self.model,) if self.model is not None else ()))
