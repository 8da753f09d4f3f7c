"""What is trained: the size of each model, its batches and its epochs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decoder:
    """The sizes of a decoder such as GPT-2.

    Attributes:
        hidden: Units between the two layers of a feed-forward net.
    """

    vocabulary: int = 128
    tokens: int = 32
    width: int = 64
    heads: int = 4
    hidden: int = 256
    depth: int = 2


@dataclass(frozen=True, slots=True)
class Workload:
    """A model and how it is trained.

    Attributes:
        title: Heads its table.
        model: Which model; `specs/` has a file of that name.
        steps: In an epoch, long enough that its end weighs little.
        decoder: Its sizes, where the model has some to choose.
        half: Whether it computes in bfloat16, with weights in float32.
        alone: Whether its processes are too large to wait beside each other.
    """

    title: str
    model: str
    batch_size: int
    steps: int
    decoder: Decoder = Decoder()
    half: bool = False
    alone: bool = False


WORKLOADS = {
    "mlp": Workload("tutorial MLP: 784-64-10, batch 32", "mlp", 32, 1875),
    "cnn": Workload("small CNN: 28 x 28, convolutions of 32 and 64, batch 64", "cnn", 64, 40),
    "transformer": Workload(
        "transformer: 2 blocks of width 64, 32 tokens, batch 32", "decoder", 32, 100
    ),
    "gru": Workload("GRU: width 64, 64 steps of 16 features, batch 32", "gru", 32, 100),
    "wide": Workload("wide MLP: 4 x 2048, batch 256", "wide", 256, 10),
    "residual": Workload("residual MLP: 48 blocks of width 64, batch 32", "residual", 32, 400),
    "gpt2": Workload(
        "GPT-2 small: 12 blocks of width 768, 1,024 tokens, batch 8, bfloat16",
        "decoder",
        8,
        40,
        Decoder(50257, 1024, 768, 12, 3072, 12),
        half=True,
        alone=True,
    ),
    "gpt2_tiny": Workload(
        "GPT-2's code at a tiny size, bfloat16", "decoder", 8, 20, Decoder(), half=True
    ),
}

ON_GPU_ONLY = "gpt2"
FOR_TRIAL_ONLY = "gpt2_tiny"
