"""Public names of Keras that a spec may not use, and why."""

from __future__ import annotations

_FOREIGN = "it carries code of its own, and a spec is data"
_SAVES = (
    "it writes files of its own; a run saves its last weights, or its best by `early_stopping` "
    "with `restore_best_weights`"
)
_FILES = "it writes files of its own; a run's folder records what it would"
_LOGGER = "it writes files where it likes; `loggers: [tensorboard]` writes a run's into its folder"
_BASE = "it is a base class, to be subclassed in Python"
_TENSORFLOW = "it needs TensorFlow, and wtspec runs on JAX"
_CALLABLE = "it takes a function, which a formula can't write"
_LOOPS = "it takes functions; use `scan`, `map` or `for … in range(…)`"
_BRANCHES = "it takes functions; use `where(…)`, or `if` over something static"
_EAGER = "its result's shape depends on the data, which a compiled step can't have"
_UNTRACEABLE = "Keras can't compute it inside a compiled step under JAX"
_HOST = "it leaves the compiled step"
_DATA = "it takes images with labels or boxes as one dictionary, which a layer's call can't pass"
_GROUPS = "it sorts weights by Python objects; use `train.groups`"
_ONE_VALUE = "it averages one value and knows no targets; use `add_metric`, or a formula metric"

EXCLUDED: dict[str, dict[str, str]] = {
    "layer": {
        "CutMix": _DATA,
        "FlaxLayer": _FOREIGN,
        "HashedCrossing": _TENSORFLOW,
        "Hashing": _TENSORFLOW,
        "Input": "`inputs` declares the inputs",
        "InputLayer": "`inputs` declares the inputs",
        "InputSpec": "it is no layer; shape patterns say what an input must be",
        "IntegerLookup": _TENSORFLOW,
        "JaxLayer": _FOREIGN,
        "Lambda": _FOREIGN,
        "Layer": _BASE,
        "MaxNumBoundingBoxes": _DATA,
        "MixUp": _DATA,
        "StringLookup": _TENSORFLOW,
        "TFSMLayer": "it loads and runs a program from a file",
        "TextVectorization": _TENSORFLOW,
        "TorchModuleWrapper": _FOREIGN,
        "Wrapper": _BASE,
    },
    "initializer": {"Initializer": _BASE},
    "regularizer": {"Regularizer": _BASE},
    "constraint": {"Constraint": _BASE},
    "optimizer": {
        "MultiOptimizer": _GROUPS,
        "Optimizer": _BASE,
        "OptimizerMap": _GROUPS,
    },
    "schedule": {"LearningRateSchedule": _BASE},
    "loss": {"Loss": _BASE},
    "metric": {
        "Mean": _ONE_VALUE,
        "MeanMetricWrapper": _CALLABLE,
        "Metric": _BASE,
        "Sum": _ONE_VALUE,
    },
    "callback": {
        "BackupAndRestore": "it writes files of its own; this version trains in one go",
        "CSVLogger": _FILES,
        "Callback": _BASE,
        "CallbackList": "it is a container; `callbacks` is the list",
        "History": "every run records its history",
        "LambdaCallback": _FOREIGN,
        "LearningRateScheduler": "it takes a function; give the optimizer a schedule",
        "ModelCheckpoint": _SAVES,
        "OrbaxCheckpoint": _SAVES,
        "ProgbarLogger": "every run shows its progress",
        "RemoteMonitor": "it sends what happens to a server",
        "TensorBoard": _LOGGER,
    },
    "function": {
        "bartlett": _UNTRACEABLE,
        "bincount": _EAGER,
        "blackman": _UNTRACEABLE,
        "cond": _BRANCHES,
        "convert_to_numpy": _HOST,
        "custom_gradient": _CALLABLE,
        "fori_loop": _LOOPS,
        "hamming": _UNTRACEABLE,
        "hanning": _UNTRACEABLE,
        "image.elastic_transform": _UNTRACEABLE,
        "is_tensor": "it asks about Python objects; everything in a formula is a tensor or static",
        "jvp": _CALLABLE,
        "kaiser": _UNTRACEABLE,
        "linalg.jvp": _CALLABLE,
        "nonzero": _EAGER,
        "random.SeedGenerator": "each layer owns its seed",
        "switch": _BRANCHES,
        "vectorize": "it takes a function; use `vectorized_map`",
        "while_loop": _LOOPS,
    },
}
