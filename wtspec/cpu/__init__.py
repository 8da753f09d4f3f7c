"""Programs as XLA's CPU backend runs them fast: the same numbers, to round-off, by other steps.

XLA calls a fast convolution on the CPU only where the dims stand in one certain order. It puts
them so by itself, but nowhere within a loop, so that gradients of convolutions take 5 to 100
times as long there. Max pooling's gradient and grouped convolutions are slow everywhere, and
products that sum over several axes copy what they multiply.
"""

from wtspec.cpu.rewrite import equations, for_cpu, slow_in_loops

__all__ = ["equations", "for_cpu", "slow_in_loops"]
