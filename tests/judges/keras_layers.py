"""Keras's layers that are declared in `specs/keras`, and what each is judged by."""

import re
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import keras

import wtspec
from tests.judges.beside import CHECKS, Pair
from tests.judges.keras_tests import Outcome, load_tests, run_test
from tests.judges.verdict import Verdict, ask

SPECS = Path(__file__).parent / "specs" / "keras"


@dataclass(frozen=True)
class Case:
    """A layer as it is made and fed, to be compared with Keras's."""

    params: dict
    shapes: tuple[tuple[int, ...], ...]
    ids: int = 0
    random: bool = False


@dataclass(frozen=True)
class Judged:
    """Some layers that one of Keras's test files judges together.

    Attributes:
        spec: Stem of the file that declares them.
        tests: Keras's test module, within `keras.src.layers`.
        cases: By layer, what is compared with Keras's own.
    """

    spec: str
    tests: str
    cases: dict[str, tuple[Case, ...]]

    @property
    def classes(self) -> dict[str, type]:
        return {name: declared(self.spec, name) for name in self.cases}


@cache
def declared(spec: str, name: str) -> type:
    """A declared layer, as wtspec makes it."""
    return wtspec.layer(SPECS / f"{spec}.yaml", name)


def pairs(judged: Judged) -> list[tuple[str, Pair]]:
    """What is compared, each with its name."""
    return [
        (f"{name} {case.params or ''}".strip(), _pair(judged.spec, name, case))
        for name, cases in judged.cases.items()
        for case in cases
    ]


def _pair(spec: str, name: str, case: Case) -> Pair:
    ours, theirs = declared(spec, name), getattr(keras.layers, name)
    if name.endswith("Cell"):
        ours, theirs = partial(_over_time, ours), partial(_over_time, theirs)
    return Pair(ours, theirs, case.params, case.shapes, case.ids, case.random)


def _over_time(cell: type, dtype: str | None = None, **params) -> keras.layers.RNN:
    """A cell as it is used, running over the steps of a sequence."""
    return keras.layers.RNN(cell(dtype=dtype, **params), return_sequences=True, dtype=dtype)


def of(*shapes: tuple[int, ...], ids: int = 0, random: bool = False, **params) -> Case:
    return Case(params, shapes, ids, random)


ROW, STEPS = (3, 4), (2, 6, 4)
PLACES, ROOM = (2, 6, 6, 4), (2, 4, 4, 4, 2)
BY_RANK = {1: STEPS, 2: PLACES, 3: ROOM}


def ranks(
    stem: str, *cases: dict, only: tuple[int, ...] = (1, 2, 3)
) -> dict[str, tuple[Case, ...]]:
    """The same cases for `…1D`, `…2D` and `…3D`."""
    return {
        stem.format(rank): tuple(of(BY_RANK[rank], **params) for params in cases) for rank in only
    }


CONV = {"kernel_size": 3, "padding": "same", "activation": "relu"}

JUDGED = (
    Judged(
        "core",
        "core.dense_test",
        {"Dense": (of(ROW, units=5, activation="gelu"), of(STEPS, units=3, use_bias=False))},
    ),
    Judged(
        "core",
        "core.embedding_test",
        {"Embedding": (of((3, 5), ids=7, input_dim=7, output_dim=4),)},
    ),
    Judged("core", "core.identity_test", {"Identity": (of(STEPS),)}),
    Judged("core", "core.masking_test", {"Masking": (of(STEPS),)}),
    Judged(
        "activations",
        "activations.activation_test",
        {"Activation": (of(STEPS, activation="tanh"),)},
    ),
    Judged(
        "activations",
        "activations.relu_test",
        {"ReLU": (of(ROW), of(ROW, max_value=1.0, negative_slope=0.2, threshold=0.3))},
    ),
    Judged("activations", "activations.leaky_relu_test", {"LeakyReLU": (of(ROW),)}),
    Judged("activations", "activations.elu_test", {"ELU": (of(ROW, alpha=0.5),)}),
    Judged(
        "activations",
        "activations.prelu_test",
        {"PReLU": (of(ROW), of(PLACES, shared_axes=[1, 2]))},
    ),
    Judged(
        "activations", "activations.softmax_test", {"Softmax": (of(ROW), of(PLACES, axis=[1, 2]))}
    ),
    Judged(
        "regularization",
        "regularization.dropout_test",
        {"Dropout": (of(STEPS, rate=0.5, random=True),)},
    ),
    Judged(
        "regularization",
        "regularization.spatial_dropout_test",
        ranks("SpatialDropout{}D", {"rate": 0.5, "random": True}),
    ),
    Judged(
        "regularization",
        "regularization.gaussian_dropout_test",
        {"GaussianDropout": (of(STEPS, rate=0.5, random=True),)},
    ),
    Judged(
        "regularization",
        "regularization.gaussian_noise_test",
        {"GaussianNoise": (of(STEPS, stddev=0.5, random=True),)},
    ),
    Judged(
        "regularization",
        "regularization.alpha_dropout_test",
        {"AlphaDropout": (of(STEPS, rate=0.5, random=True),)},
    ),
    Judged(
        "regularization",
        "regularization.activity_regularization_test",
        {"ActivityRegularization": (of(ROW, l1=0.1, l2=0.2),)},
    ),
    Judged(
        "normalization",
        "normalization.batch_normalization_test",
        {"BatchNormalization": (of(ROW), of(PLACES, axis=1, momentum=0.9))},
    ),
    Judged(
        "normalization",
        "normalization.layer_normalization_test",
        {"LayerNormalization": (of(STEPS), of(STEPS, axis=[1, 2], scale=False))},
    ),
    Judged(
        "normalization",
        "normalization.rms_normalization_test",
        {"RMSNormalization": (of(STEPS), of(STEPS, axis=[1, 2]))},
    ),
    Judged(
        "normalization",
        "normalization.group_normalization_test",
        {"GroupNormalization": (of(PLACES, groups=2), of(PLACES, groups=-1, center=False))},
    ),
    Judged(
        "normalization",
        "normalization.unit_normalization_test",
        {"UnitNormalization": (of(STEPS), of(STEPS, axis=[1, 2]))},
    ),
    Judged(
        "convolution",
        "convolutional.conv_test",
        ranks(
            "Conv{}D",
            {"filters": 4, **CONV},
            {"filters": 2, "kernel_size": 2, "strides": 2, "groups": 2},
        ),
    ),
    Judged(
        "convolution",
        "convolutional.conv_transpose_test",
        ranks(
            "Conv{}DTranspose",
            {"filters": 3, **CONV},
            {"filters": 2, "kernel_size": 2, "strides": 2},
        ),
    ),
    Judged(
        "convolution",
        "convolutional.depthwise_conv_test",
        ranks(
            "DepthwiseConv{}D",
            {**CONV, "depth_multiplier": 2},
            {"kernel_size": 2, "strides": 2},
            only=(1, 2),
        ),
    ),
    Judged(
        "convolution",
        "convolutional.separable_conv_test",
        ranks(
            "SeparableConv{}D",
            {"filters": 3, **CONV},
            {"filters": 2, "kernel_size": 2, "depth_multiplier": 2},
            only=(1, 2),
        ),
    ),
    Judged(
        "pooling",
        "pooling.max_pooling_test",
        ranks("MaxPooling{}D", {}, {"pool_size": 2, "strides": 1, "padding": "same"}),
    ),
    Judged(
        "pooling",
        "pooling.average_pooling_test",
        ranks(
            "AveragePooling{}D", {"pool_size": 2}, {"pool_size": 2, "strides": 1, "padding": "same"}
        ),
    ),
    Judged(
        "pooling",
        "pooling.global_max_pooling_test",
        ranks("GlobalMaxPooling{}D", {}, {"keepdims": True}),
    ),
    Judged(
        "pooling",
        "pooling.global_average_pooling_test",
        ranks("GlobalAveragePooling{}D", {}, {"keepdims": True}),
    ),
    Judged(
        "pooling",
        "pooling.adaptive_pooling1d_test",
        ranks("AdaptiveMaxPooling{}D", {"output_size": 3}, only=(1,))
        | ranks("AdaptiveAveragePooling{}D", {"output_size": 3}, only=(1,)),
    ),
    Judged(
        "pooling",
        "pooling.adaptive_pooling2d_test",
        ranks("AdaptiveMaxPooling{}D", {"output_size": 3}, only=(2,))
        | ranks("AdaptiveAveragePooling{}D", {"output_size": 3}, only=(2,)),
    ),
    Judged(
        "pooling",
        "pooling.adaptive_pooling3d_test",
        ranks("AdaptiveMaxPooling{}D", {"output_size": 2}, only=(3,))
        | ranks("AdaptiveAveragePooling{}D", {"output_size": 2}, only=(3,)),
    ),
    Judged(
        "reshaping",
        "reshaping.flatten_test",
        {"Flatten": (of(STEPS), of(PLACES, data_format="channels_first"))},
    ),
    Judged("reshaping", "reshaping.reshape_test", {"Reshape": (of(STEPS, target_shape=[4, -1]),)}),
    Judged("reshaping", "reshaping.permute_test", {"Permute": (of(STEPS, dims=[2, 1]),)}),
    Judged("reshaping", "reshaping.repeat_vector_test", {"RepeatVector": (of(ROW, n=3),)}),
    *(
        Judged(
            "reshaping",
            f"reshaping.up_sampling{rank}d_test",
            ranks("UpSampling{}D", {"size": 2}, only=(rank,)),
        )
        for rank in BY_RANK
    ),
    *(
        Judged(
            "reshaping",
            f"reshaping.zero_padding{rank}d_test",
            ranks("ZeroPadding{}D", {"padding": 2}, only=(rank,)),
        )
        for rank in BY_RANK
    ),
    *(
        Judged(
            "reshaping",
            f"reshaping.cropping{rank}d_test",
            ranks("Cropping{}D", {"cropping": 1}, only=(rank,)),
        )
        for rank in BY_RANK
    ),
    Judged(
        "recurrent",
        "rnn.simple_rnn_test",
        {"SimpleRNNCell": (of(STEPS, units=3), of(STEPS, units=3, dropout=0.5, random=True))},
    ),
    Judged(
        "recurrent",
        "rnn.gru_test",
        {"GRUCell": (of(STEPS, units=3), of(STEPS, units=3, reset_after=False, use_bias=False))},
    ),
    Judged(
        "recurrent",
        "rnn.lstm_test",
        {"LSTMCell": (of(STEPS, units=3), of(STEPS, units=3, recurrent_activation="tanh"))},
    ),
    Judged(
        "attention",
        "",
        {
            "Attention": (
                of(STEPS, (2, 5, 4)),
                of(STEPS, (2, 5, 4), use_scale=True, score_mode="concat"),
            )
        },
    ),
    Judged("attention", "", {"AdditiveAttention": (of(STEPS, (2, 5, 4)),)}),
    Judged(
        "merging",
        "",
        {
            name: (of(STEPS, STEPS),)
            for name in (
                "Add",
                "Subtract",
                "Multiply",
                "Average",
                "Maximum",
                "Minimum",
                "Concatenate",
            )
        },
    ),
    Judged(
        "merging",
        "",
        {"Dot": (of(STEPS, STEPS, axes=-1), of(STEPS, STEPS, axes=[1, 1], normalize=True))},
    ),
)

LEFT_OUT = {
    r"quanti|int4|int8|float8|gptq|awq": "quantizing is a method of a live layer, not what it is",
    r"lora": "LoRA is declared as a layer round another (see papers), not switched on within one",
    r"legacy_load_own_variables": "reads a private attribute of Keras's own class",
}
"""Tests of Keras that ask for something else than a layer, by their names."""


def judge_by_tests(judged: Judged) -> list[Verdict]:
    """What Keras's test file says of the layers that it tests."""
    if not judged.tests:
        return []
    classes = judged.classes
    subject = " ".join(classes)
    found: list[Verdict] = []
    for test in load_tests(judged.tests, classes):
        name = test._testMethodName
        why = next((why for words, why in LEFT_OUT.items() if re.search(words, name)), "")
        outcome = Outcome(name, skipped=why) if why else run_test(test, classes)
        found.append(Verdict("keras's tests", subject, name, outcome.fault, outcome.skipped))
    return found


def judge_beside(judged: Judged) -> list[Verdict]:
    """How the layers compare with Keras's own."""
    return [
        ask("beside keras", subject, name, lambda check=check, pair=pair: check(pair))
        for subject, pair in pairs(judged)
        for name, check in CHECKS.items()
    ]
