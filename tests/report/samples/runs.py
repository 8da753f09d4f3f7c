"""Reports as runs leave them, made up."""

from msgspec.structs import replace

from tests.report.samples.curves import constant, curves, falling, histogram
from tests.report.samples.pictures import picture
from wtspec.graph import Edge, Graph, GraphNode, GraphWeight
from wtspec.report.outcome import Confusion, Example, Outcome, Residuals
from wtspec.report.report import BestValue, Origin, ReportWeight, RunReport

SPEC = """\
wtspec: 1
name: digits
doc: A two-layer classifier of handwritten digits.
params:
  width: 64
model:
  inputs:
    pixels: [batch, 64]
  sequential:
  - Linear: {units: =width}
  - relu
  - Dense: 10
data:
  source: {sklearn: digits}
  batch_size: 32
train:
  epochs: 40
  optimizer: {Adam: {learning_rate: 0.001}}
"""
ENVIRONMENT = [
    ("wtspec", "0.1.0"),
    ("Python", "3.11.7"),
    ("Keras", "3.12.0"),
    ("JAX", "0.8.1"),
    ("platform", "Linux-6.8.0-x86_64-with-glibc2.36"),
    ("device", "cpu: 2 cores"),
]
HEADS = ("query", "key", "value", "output")
TIMINGS = [("imports", 3.1), ("data", 0.42), ("build", 0.21), ("compile", 1.9), ("train", 10.2)]
MODEL = Graph(
    name="digits",
    doc="A two-layer classifier of handwritten digits.",
    nodes=(
        GraphNode("pixels", "input", "pixels", shape="[batch, 64]"),
        GraphNode(
            "linear",
            "layer",
            "linear",
            layer="Linear",
            arguments="units=64",
            doc="y = x W + b",
            shape="[batch, 64]",
            weights=(
                GraphWeight(
                    "kernel",
                    "linear/kernel",
                    "[64, 64]",
                    initializer="glorot_uniform",
                    line='self.kernel = self.add_weight(name="kernel", shape=(64, 64))',
                ),
                GraphWeight("bias", "linear/bias", "[64]", initializer="zeros"),
            ),
            inner=Graph(
                "Linear",
                nodes=(
                    GraphNode("linear.x", "input", "x", shape="[batch, 64]"),
                    GraphNode("linear.y", "formula", "y = x @ kernel"),
                    GraphNode("linear.out", "output", "y + bias", shape="[batch, 64]"),
                ),
                edges=(Edge("linear.x", "linear.y"), Edge("linear.y", "linear.out")),
            ),
        ),
        GraphNode("relu", "layer", "relu", layer="relu", shape="[batch, 64]"),
        GraphNode("dense", "layer", "dense", layer="Dense", arguments="10", shape="[batch, 10]"),
        GraphNode("out", "output", "output", shape="[batch, 10]"),
    ),
    edges=(
        Edge("pixels", "linear", "[batch, 64]"),
        Edge("linear", "relu", "[batch, 64]"),
        Edge("relu", "dense", "[batch, 64]"),
        Edge("dense", "out", "[batch, 10]"),
    ),
)


def weight(path, shape, initializer="glorot_uniform", *, at=0, trainable=True):
    """A weight that grew a little."""
    epochs = list(range(0, 41, 4))
    zero = initializer == "zeros"
    many = 1
    for size in shape:
        many *= size
    return ReportWeight(
        path=path,
        shape=shape,
        dtype="float32",
        initializer=initializer,
        trainable=trainable,
        line=f'self.w = self.add_weight(name="{path}", shape={tuple(shape)}, init="{initializer}")',
        before=constant(0.0, many) if zero else histogram(0.0, 0.12),
        after=histogram(0.02, 0.05 if zero else 0.2 + 0.01 * (at % 7)),
        epochs=epochs,
        norms=falling(range(1, len(epochs) + 1), 0.1 if zero else 5, 7 + at % 5, 4, at),
    )


def confusion(classes):
    """Mostly right."""
    many = len(classes)
    counts = [[(7 * one + 3 * to) % 11 // 9 for to in range(many)] for one in range(many)]
    for at in range(many):
        counts[at][at] = 20 + (at * 13) % 17
    if many > 5:
        counts[3][5], counts[1][7 % many] = 9, 6
    return Confusion(list(classes), counts)


def classifier(classes=10):
    """Digits, with pictures of the worst; the best epoch's weights were kept."""
    names = (
        [str(at) for at in range(10)]
        if classes == 10
        else [f"species {at}" for at in range(classes)]
    )
    epochs = range(1, 41)
    worst = [
        Example(17 * at + 3, 4.2 / (at + 1), names[at % classes], names[(at + 1) % classes],
                0.98 - 0.05 * at, picture(at))
        for at in range(8)
    ]  # fmt: skip
    return RunReport(
        label="digits-2026-11-29T19-04-11",
        name="digits",
        doc="A two-layer classifier of handwritten digits; its first layer is declared.",
        status="finished",
        weights_are="best: epoch 33, val_loss 0.1183",
        began="2026-11-29T19:04:11+01:00",
        wall_seconds=16.42,
        epochs=40,
        parameters=4_810,
        metrics={
            "train": {"loss": 0.081234, "accuracy": 0.98765},
            "validation": {"loss": 0.118345, "accuracy": 0.96543},
            "test": {"loss": 0.1291, "accuracy": 0.9611},
        },
        curves=curves(epochs),
        best=BestValue("val_loss", 33, 0.118345, chosen=True),
        graph=MODEL,
        weights=[
            weight("linear/kernel", [64, 64]),
            weight("linear/bias", [64], "zeros", at=1),
            weight("dense/kernel", [64, 10], at=2),
            weight("dense/bias", [10], "zeros", at=3),
        ],
        outcomes=[Outcome("", "test", 360, confusion(names), worst=worst)],
        spec=SPEC,
        origins=[
            Origin(5, "params.width", "--set params.width=64"),
            Origin(17, "train.epochs", "base.yaml:12"),
        ],
        environment=ENVIRONMENT,
        timings=TIMINGS,
        remarks=[],
    )


def regression():
    """Two outputs' residuals, rows of columns."""
    true = [25 + 3.1 * ((37 * at) % 101) for at in range(300)]
    predicted = [0.7 * one + 55 + 60 * (((91 * at) % 47) / 47 - 0.5) for at, one in enumerate(true)]
    names = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
    columns = [(name, f"{59 - 4.8598 * at:.4g}") for at, name in enumerate(names)]
    counts = [1, 3, 8, 14, 30, 41, 52, 44, 37, 29, 21, 12, 5, 3]
    residuals = Residuals("progression", true, predicted, -110.0, 120.0, counts, 42.31, 0.4817)
    worst = [
        Example(9 + at, 812.4 - 70 * at, str(310 - at), f"{142.7 + at:.4g}", None, "",
                columns[: 4 if at % 2 else 10])
        for at in range(6)
    ]  # fmt: skip
    return replace(
        classifier(),
        label="diabetes-7",
        name="diabetes",
        doc="",
        weights_are="last: epoch 40",
        metrics={"train": {"loss": 2811.123, "mean_absolute_error": 42.31}},
        curves=curves(range(1, 41), ("loss", "mean_absolute_error")),
        best=BestValue("loss", 40, 0.0831, chosen=True),
        graph=None,
        outcomes=[Outcome("", "validation", 300, residuals=[residuals], worst=worst)],
        origins=[],
        remarks=["The model is not drawn: `model.py` was changed by hand."],
    )


def interrupted():
    """One epoch alone, then an interrupt; metrics that are not finite."""
    report = classifier()
    short = curves(range(1, 13))
    short.series["loss"][5:] = [None] * 7
    short.series["val_loss"][5:] = [None] * 7
    return replace(
        report,
        label="digits-broken",
        status="interrupted in epoch 13",
        weights_are="last: epoch 12",
        epochs=12,
        curves=short,
        best=BestValue("val_loss", 5, 0.61, chosen=False),
        metrics={"train": {"loss": None, "accuracy": 0.1}},
        outcomes=[],
        remarks=[
            "There are no outcomes: the run was interrupted.",
            "The weights are those of epoch 12.",
        ],
    )


def large():
    """768 weights, 5,000 epochs, 40 classes."""
    epochs = range(5, 5001, 5)
    weights = [
        weight(f"block_{at // 16}/attention/{HEADS[at % 4]}/w_{at}",
               [256, 256], at=at)
        for at in range(768)
    ]  # fmt: skip
    names = ("loss", "accuracy", "top_5_accuracy", "entropy")
    return replace(
        classifier(40),
        label="gpt-768",
        name="large",
        epochs=5000,
        parameters=50_331_648,
        curves=curves(epochs, names),
        best=BestValue("val_loss", 4120, 0.0871, chosen=True),
        weights=weights,
    )
