"""Runs beside each other, made up."""

from msgspec.structs import replace

from tests.report.samples.curves import curves
from tests.report.samples.runs import ENVIRONMENT, classifier
from wtspec.report.comparison import ChangedValue, ComparedWeight, RunComparison, in_short
from wtspec.report.report import BestValue


def compared(at):
    report = classifier()
    others = {"JAX": "0.8.2"} if at else {}
    return replace(
        in_short(report),
        label=["digits-base", "digits-wide", "digits-slow"][at],
        status=["finished", "finished", "interrupted in epoch 31"][at],
        wall_seconds=16.4 + 9 * at,
        epochs=40 - 10 * (at == 2),
        parameters=4810 * (at + 1),
        metrics={
            "train": {"loss": 0.08 / (at + 1), "accuracy": 0.98, "energy": 3.0 + at},
            "test": {"loss": 0.12 + 0.01 * at, "accuracy": [0.961, 0.972, None][at]},
        },
        curves=curves(range(1, 41 - 10 * (at == 2)), seed=7 * at),
        best=BestValue("val_loss", 33 - at, 0.12, chosen=True),
        environment=[(name, others.get(name, value)) for name, value in ENVIRONMENT],
    )


def comparison():
    """Three runs: a wider one, and one that was interrupted."""
    return RunComparison(
        runs=[compared(at) for at in range(3)],
        changes=[
            ChangedValue("params.width", ["64", "128", "64"]),
            ChangedValue("train.optimizer.Adam.learning_rate", ["0.001", "0.001", "0.0001"]),
            ChangedValue("train.clip", [None, None, "{norm: 1.0}"]),
        ],
        weights=[
            ComparedWeight("linear/kernel", ["[64, 64]", "[64, 128]", "[64, 64]"],
                           [9.13, 12.81, 8.77], [0.0, None, 0.31]),
            ComparedWeight("linear/bias", ["[64]", "[128]", "[64]"],
                           [0.51, 0.6, None], [0.0, None, None]),
            ComparedWeight("dense/extra", ["[10]", None, "[10]"],
                           [1.0, None, 1.1], [0.0, None, 0.1]),
        ],
    )  # fmt: skip
