"""The rows that a workload is trained on: random ones, of which there is something to learn."""

import numpy as np

from scripts.bench.workloads import Workload

CLASSES = 10
_SHAPES = {
    "mlp": (784,),
    "wide": (784,),
    "cnn": (28, 28, 1),
    "gru": (64, 16),
    "residual": (64,),
}


def make_rows(workload: Workload, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and integer targets for so many full batches, the same in each process."""
    count = steps * workload.batch_size
    rng = np.random.default_rng(0)
    if workload.model == "decoder":
        return _tokens(rng, count, workload)
    x = rng.random((count, *_SHAPES[workload.model]), "float32") - 0.5
    last = x.reshape(count, -1)[:, -CLASSES:]
    return x, last.argmax(axis=1).astype("int32")


def _tokens(
    rng: np.random.Generator, count: int, workload: Workload
) -> tuple[np.ndarray, np.ndarray]:
    """Each token's successor follows from it: ids and targets, both (rows, tokens)."""
    sizes = workload.decoder
    first = rng.integers(0, sizes.vocabulary, (count, 1))
    text = (first + 3 * np.arange(sizes.tokens + 1)) % sizes.vocabulary
    return text[:, :-1].astype("int32"), text[:, 1:].astype("int32")
