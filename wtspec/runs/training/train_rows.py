"""Trains and measures a model as its spec says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wtspec.data.rows import Rows
from wtspec.data.weigh_rows import weigh_rows
from wtspec.errors import Span
from wtspec.model.generated import Generated
from wtspec.model.made import naming_unmade
from wtspec.program.program import Program
from wtspec.train.events import Listener
from wtspec.train.length import Length
from wtspec.train.numbers import Metrics

if TYPE_CHECKING:
    import keras

    from wtspec.train.fit import Begin, Trained
    from wtspec.train.keeper import Keeper
    from wtspec.train.measure import Measurer


def train_rows(
    code: Generated,
    model: keras.Model,
    measurer: Measurer,
    parts: Mapping[str, Rows],
    factors: Mapping[int, float],
    length: Length,
    listener: Listener,
    keeper: Keeper,
    begin: Begin,
) -> Trained:
    """Trains on the part `train`; after each epoch the part `validation` is measured.

    Args:
        code: Says how, and makes the callbacks.
        model: Compiled.
        measurer: Of the model.
        parts: Rows by part.
        factors: What the rows of each class count, by label.
        length: Of the training.
        listener: Is told how it goes.
        keeper: Is offered its states.
        begin: Where it begins, or goes on.

    Raises:
        SpecError: What `fit` raises.
        Stopped: As the keeper wishes.
    """
    from wtspec.train.feeding.feed import Order
    from wtspec.train.fit import fit
    from wtspec.train.watch import TrainingSpans

    program, module = code.program, code.module
    settings, training = program.settings, program.training
    callbacks = module.make_callbacks() if hasattr(module, "make_callbacks") else []
    used = training.callbacks if training is not None else ()
    with naming_unmade(code, model):
        return fit(
            model,
            weigh_rows(parts["train"], factors),
            parts.get("validation"),
            length,
            Order(settings.seed, settings.shuffle, settings.drop_remainder),
            measurer=measurer,
            callbacks=callbacks,
            listener=listener,
            spans=TrainingSpans(_loss_span(program), tuple(use.span for use in used)),
            keeper=keeper,
            begin=begin,
        )


def measure_rows(
    measurer: Measurer, parts: Mapping[str, Rows], trained: Trained, *, keeps_last: bool
) -> dict[str, Metrics]:
    """The metrics of the final weights by part.

    Those of `train` are the last epoch's, as the weights changed, where it gave the final weights.
    """
    last = trained.history[-1] if trained.history else {}
    trained_on = {name: value for name, value in last.items() if not name.startswith("val_")}
    if not keeps_last:
        trained_on = measurer.measure(parts["train"])
    held_out = {name: measurer.measure(rows) for name, rows in parts.items() if name != "train"}
    return {"train": trained_on, **held_out}


def _loss_span(program: Program) -> Span | None:
    losses = program.training.each_loss if program.training is not None else ()
    return losses[0][1].span if losses else None
