"""What may stand for a parameter, told from its name, its default and its documentation.

A wrong answer refuses a right spec, so every rule here stays silent where it is unsure.
"""

from __future__ import annotations

import re

_BY_NAME: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(.*_)?initializer", ("initializer",)),
    (r"(.*_)?regularizer", ("regularizer",)),
    (r"(.*_)?constraint", ("constraint",)),
    (r"(recurrent_)?activation", ("activation",)),
    (r"layer|backward_layer", ("layer",)),
    (r"cell", ("layer", "layers")),
    (r"layers|cells", ("layers",)),
    (r"inner_optimizer", ("optimizer",)),
    (r"learning_rate", ("float", "schedule")),
    (r"initial_learning_rate|end_learning_rate|decay_rate|loss_scale_factor", ("float",)),
    (r"(.*_)?dtype", ("dtype",)),
    (r"name", ("str",)),
    (r"seed", ("int",)),
    (r"data_format", ("str",)),
    (r"trainable|autocast", ("bool",)),
)

# Where Keras's documentation is silent or says less than is true.
_FLOATS = (
    "adam_beta_1",
    "adam_beta_2",
    "baseline",
    "beta",
    "beta_1",
    "beta_2",
    "clipnorm",
    "clipvalue",
    "decay_steps",
    "delta",
    "dropout",
    "ema_momentum",
    "epsilon",
    "fill_value",
    "first_decay_steps",
    "gain",
    "gamma",
    "global_clipnorm",
    "initial_accumulator_value",
    "l1",
    "l2",
    "label_smoothing",
    "logit_soft_cap",
    "lora_alpha",
    "margin",
    "mask_value",
    "max_value",
    "maxval",
    "min_delta",
    "min_value",
    "minval",
    "momentum",
    "rate",
    "renorm_momentum",
    "rho",
    "stddev",
    "threshold",
    "warmup_steps",
    "weight_decay",
)
_INTS = (
    "chain_depth",
    "class_id",
    "ema_overwrite_frequency",
    "gradient_accumulation_steps",
    "head_dim",
    "height",
    "ignore_class",
    "k",
    "key_dim",
    "num_bins",
    "num_chains",
    "num_classes",
    "num_labels",
    "num_ops",
    "num_thresholds",
    "num_tokens",
    "patience",
    "start_from_epoch",
    "top_k",
    "value_dim",
    "width",
)
_STRINGS = (
    "average",
    "class_aggregation",
    "curve",
    "distribution",
    "equation",
    "fill_mode",
    "interpolation",
    "mode",
    "monitor",
    "output_mode",
    "score_mode",
    "summation_method",
)
_FLOAT_OR_LIST = (
    "alpha",
    "brightness_factor",
    "contrast_factor",
    "factor",
    "height_factor",
    "hue_factor",
    "mean",
    "offset",
    "saturation_factor",
    "thresholds",
    "variance",
    "width_factor",
    "x_factor",
    "y_factor",
)
_INT_OR_LIST = (
    "attention_axes",
    "axis",
    "cropping",
    "dilation_rate",
    "kernel_size",
    "output_padding",
    "output_shape",
    "output_size",
    "pool_size",
    "shared_axes",
    "strides",
)
_LISTS = (
    "boundaries",
    "dims",
    "noise_shape",
    "target_shape",
    "value_range",
    "values",
)
_CURATED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_FLOATS, ("float",)),
    **dict.fromkeys(_INTS, ("int",)),
    **dict.fromkeys(_STRINGS, ("str",)),
    **dict.fromkeys(_FLOAT_OR_LIST, ("float", "list")),
    **dict.fromkeys(_INT_OR_LIST, ("int", "list")),
    **dict.fromkeys(_LISTS, ("list",)),
    **dict.fromkeys(("merge_mode", "reduction"), ("str", "null")),
    "flash_attention": ("bool",),
    "use_cudnn": ("bool", "str"),
    "value": ("bool", "float", "list"),
    "verbose": ("bool", "int"),
    "Conv3DTranspose.padding": ("str",),
    "Normalization.axis": ("int", "list", "null"),
    "OrthogonalRegularizer.factor": ("float",),
    "ReduceLROnPlateau.factor": ("float",),
    "Rescaling.scale": ("float", "list"),
    "VarianceScaling.scale": ("float",),
    "ZeroPadding1D.padding": ("int", "list"),
}

_WORDS: dict[str, str] = {
    "int": r"int|ints|integer|integers|number of",
    "float": r"float|floats|numbers?(?! of)|scalar",
    "bool": r"bool|bools|boolean|booleans",
    "str": r"str|strs|string|strings",
    "list": r"list|lists|tuple|tuples|sequence|iterable|array|arrays|pair",
}
_OPENING = re.compile(
    r"^(?:(?:optional|positive|non-negative|a|an|python|single|one|the|if)\s+)*"
    rf"(?:{'|'.join(_WORDS.values())})\b",
    re.IGNORECASE,
)
_BEYOND_DATA = re.compile(
    r"\b(?:callables?|functions?|instances?|dicts?|dictionary|tensors?|objects?)\b", re.IGNORECASE
)


def component_accepts(owner: str, name: str, default: object, doc: str) -> tuple[str, ...]:
    """What a constructor's parameter accepts; empty where that can't be told."""
    curated = _CURATED.get(f"{owner}.{name}", _CURATED.get(name, ()))
    if curated and _covers(curated, default):
        return curated
    known = _named(name) or (_documented(doc) if not _is_bool(default) else ("bool",))
    if not known or not _covers(known, default):
        return ()
    return known


def function_accepts(name: str, default: object) -> tuple[str, ...]:
    """What a function's parameter accepts besides tensors; empty where that can't be told."""
    if name in {"f", "function"}:
        return ("function",)
    if name == "dtype":
        return ("dtype",)
    return ("bool",) if _is_bool(default) else ()


def _named(name: str) -> tuple[str, ...]:
    for pattern, accepts in _BY_NAME:
        if re.fullmatch(pattern, name):
            return accepts
    return ()


def _documented(doc: str) -> tuple[str, ...]:
    if not _OPENING.match(doc) or _BEYOND_DATA.search(doc):
        return ()
    types = [kind for kind, words in _WORDS.items() if _mentions(doc, words)]
    if re.search(r"\bNone\b", doc):
        types.append("null")
    return tuple(types)


def _mentions(doc: str, words: str) -> bool:
    return re.search(rf"\b(?:{words})\b", doc, re.IGNORECASE) is not None


def _covers(accepts: tuple[str, ...], default: object) -> bool:
    if isinstance(default, str):
        return "str" in accepts or not {"bool", "int", "float", "list"} & set(accepts)
    needed = {int: {"int", "float"}, float: {"float"}, list: {"list"}}.get(type(default))
    return needed is None or bool(needed & set(accepts))


def _is_bool(default: object) -> bool:
    return isinstance(default, bool)
