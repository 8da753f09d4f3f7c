"""How much of a device a language model's training uses."""

from scripts.bench.workloads import Workload

PEAK_FLOPS = {
    "H200": 989e12,
    "H100": 989e12,
    "A100": 312e12,
    "L40S": 362e12,
    "L4": 121e12,
    "A10": 125e12,
}
"""Of dense products in bfloat16, a second, by what the device's name holds; as its maker says."""


def tokens_per_second(workload: Workload, step_seconds: float) -> float:
    """Tokens that a step of such a length reads in a second."""
    return workload.batch_size * workload.decoder.tokens / step_seconds


def share_of_peak(
    workload: Workload, parameters: int, step_seconds: float, kind: str
) -> float | None:
    """FLOPs of the step, by those that the device could have done; None where nobody knows them.

    Counted as in Chowdhery et al. 2022 (PaLM), appendix B: six for each parameter and token, and
    twelve for each block, feature and pair of tokens. The embedding counts, as it is the head too.
    """
    peak = next((flops for name, flops in PEAK_FLOPS.items() if name in kind), None)
    if peak is None:
        return None
    sizes = workload.decoder
    for_pairs = 12 * sizes.depth * sizes.width * sizes.tokens
    return tokens_per_second(workload, step_seconds) * (6 * parameters + for_pairs) / peak
