"""Functions of PyTorch, TensorFlow and NumPy, with what Keras calls the same.

Read only where a formula has an error.
"""

from __future__ import annotations

FUNCTIONS = {
    "arccosine": "arccos",
    "batch_norm": "batch_normalization",
    "bmm": "matmul",
    "cat": "concatenate",
    "chunk": "split",
    "clamp": "clip",
    "clip_by_value": "clip",
    "concat": "concatenate",
    "detach": "stop_gradient",
    "div": "divide",
    "dropout": "random.dropout",
    "gather": "take",
    "hardtanh": "hard_tanh",
    "index_select": "take",
    "layer_norm": "layer_normalization",
    "logsigmoid": "log_sigmoid",
    "masked_fill": "where",
    "matrix_transpose": "transpose",
    "mm": "matmul",
    "mul": "multiply",
    "mv": "matmul",
    "neg": "negative",
    "permute": "transpose",
    "pow": "power",
    "rand": "random.uniform",
    "randint": "random.randint",
    "randn": "random.normal",
    "random_normal": "random.normal",
    "random_uniform": "random.uniform",
    "reduce_all": "all",
    "reduce_any": "any",
    "reduce_logsumexp": "logsumexp",
    "reduce_max": "max",
    "reduce_mean": "mean",
    "reduce_min": "min",
    "reduce_prod": "prod",
    "reduce_sum": "sum",
    "repeat_interleave": "repeat",
    "rms_norm": "rms_normalization",
    "softmax_cross_entropy_with_logits": "categorical_crossentropy",
    "sparse_softmax_cross_entropy_with_logits": "sparse_categorical_crossentropy",
    "sub": "subtract",
    "topk": "top_k",
    "unsqueeze": "expand_dims",
    "upsample": "image.resize",
}
"""Names elsewhere, and here."""

ADVICE = {
    "bmm": "Keras calls it `matmul`, or write `a @ b`",
    "clamp": "Keras calls it `clip(x, x_min, x_max)`",
    "dropout": "declare a sublayer `{Dropout: rate}`, or call `random.dropout(x, rate)`",
    "mm": "Keras calls it `matmul`, or write `a @ b`",
    "permute": "Keras calls it `transpose(x, axes)`",
    "pow": "Keras calls it `power`, or write `a ** b`",
    "print": 'a spec prints nothing; `add_metric("name", value)` reports a value',
    "unsqueeze": "Keras calls it `expand_dims(x, axis)`",
    "dict": "a formula has no dicts, but for what a body returns",
    "dir": "a formula asks for nothing but what the layer declares",
    "enumerate": "loop over positions: `for i in range(len(blocks)):`",
    "eval": "a formula runs no text",
    "exec": "a formula runs no text",
    "filter": "a list comprehension chooses by its range",
    "getattr": "a sublayer's weight is named as `dense.kernel`",
    "hasattr": "what may be missing is compared: `x is not none`",
    "input": "what a layer is given stands under `inputs`",
    "isinstance": "each param has one `type`; what may be missing is compared: `x is not none`",
    "list": "write the items in brackets: `[a, b]`",
    "open": "a formula reads no files; `data` does",
    "reversed": "loop over positions: `for i in range(len(blocks) - 1, -1, -1):`",
    "setattr": "`assign(weight, value)` sets a weight that does not train",
    "str": "a formula makes no text",
    "super": "a layer extends no other: declare that as a sublayer, and call it",
    "tuple": "write the items in brackets: `(a, b)`",
    "type": "each param has one `type`; what may be missing is compared: `x is not none`",
    "zip": "loop over positions: `for i in range(len(blocks)):`",
}
"""What to say of some of them, and of Python's that have no place in a formula, besides a name."""

NO_VALUES = {"bool", "dict", "float", "int", "list", "str", "tuple", "type"}
"""Names of types, which Python's functions take as arguments."""


def function_help(name: str) -> str | None:
    """What to say of a function that others call `name`."""
    known = f"Keras calls it `{FUNCTIONS[name]}`" if name in FUNCTIONS else None
    return ADVICE.get(name, known)
