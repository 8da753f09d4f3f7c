"""Programs that train a workload, an epoch whenever they are told to; each a process of its own."""

WTSPEC = "wtspec"
KERAS = "Keras fit"
JAX = "JAX, jitted step"
FLAX = "flax.nnx, optax"
TORCH = "PyTorch"
TORCH_COMPILED = "PyTorch, compiled"
LIMIT = "limit: XLA loop"

CONTENDERS = {
    WTSPEC: "wtspec_run",
    KERAS: "keras_fit",
    JAX: "jax_steps",
    FLAX: "flax_loop",
    TORCH: "torch_loop",
    TORCH_COMPILED: "torch_compiled",
    LIMIT: "xla_loop",
}
"""Each one's module, by what tables call it."""
