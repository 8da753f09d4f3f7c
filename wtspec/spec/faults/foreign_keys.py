"""Keys that people know from elsewhere, and what says the same here."""

from __future__ import annotations

from typing import get_args

from wtspec.document import Document, Mapping
from wtspec.spec.base import Section
from wtspec.spec.data import DataSpec, SplitSpec
from wtspec.spec.file import FileSpec
from wtspec.spec.layers import LayerSpec, ModelSpec, WeightSpec
from wtspec.spec.loggers import LoggerSpec, MLflowSpec, TensorBoardSpec
from wtspec.spec.param import ParamSpec
from wtspec.spec.sublayer import SublayerSpec
from wtspec.spec.train import ProcessesSpec, RuntimeSpec, TrainSpec

_LEARNING_RATE = "the learning rate is the optimizer's: `optimizer: {Adam: {learning_rate: 1e-3}}`"
_ADDRESS = "no file says where numbers are sent: set `MLFLOW_TRACKING_URI` in the environment"
_ADVICE: dict[type[Section], dict[str, str]] = {
    TrainSpec: dict.fromkeys(("lr", "learning_rate"), _LEARNING_RATE),
    MLflowSpec: dict.fromkeys(("tracking_uri", "uri", "url", "host", "server"), _ADDRESS),
    TensorBoardSpec: dict.fromkeys(
        ("log_dir", "logdir", "dir", "path"), "its files are in the run's folder, `tensorboard`"
    ),
}
_BODY = {
    "forward": "call",
    "body": "call",
    "input": "inputs",
    "output": "returns",
    "outputs": "returns",
    "output_shape": "returns",
    "variables": "weights",
    "parameters": "weights",
    "modules": "layers",
    "sublayers": "layers",
    "stack": "sequential",
    "require": "requires",
    "assert": "requires",
    "asserts": "requires",
    "checks": "requires",
    "conditions": "requires",
}
_FOREIGN: dict[type[Section], dict[str, str]] = {
    FileSpec: {
        "version": "wtspec",
        "description": "doc",
        "base": "extends",
        "inherits": "extends",
        "include": "imports",
        "hyperparameters": "params",
        "variables": "params",
        "dataset": "data",
        "training": "train",
        "trainer": "train",
        "network": "model",
        "architecture": "model",
    },
    LayerSpec: _BODY | {"args": "params", "arguments": "params", "config": "params"},
    ModelSpec: _BODY,
    ParamSpec: {"minimum": "min", "maximum": "max", "enum": "choices", "description": "doc"},
    WeightSpec: {
        "init": "initializer",
        "kernel_initializer": "initializer",
        "units": "shape",
        "dim": "shape",
        "dims": "shape",
        "size": "shape",
        "type": "dtype",
        "requires_grad": "trainable",
        "condition": "when",
    },
    SublayerSpec: {
        "type": "layer",
        "class": "layer",
        "count": "repeat",
        "times": "repeat",
        "condition": "when",
    },
    DataSpec: {
        "label": "targets",
        "labels": "targets",
        "target": "targets",
        "y": "targets",
        "x": "inputs",
        "features": "inputs",
        "sample_weight": "weights",
        "sample_weights": "weights",
        "validation_data": "validation",
    },
    SplitSpec: {"val": "validation", "valid": "validation", "dev": "validation"},
    LoggerSpec: {"tensorboardX": "tensorboard", "tb": "tensorboard", "mlflow_logger": "mlflow"},
    MLflowSpec: {"experiment_name": "experiment", "name": "run_name"},
    TrainSpec: {
        "logger": "loggers",
        "logging": "loggers",
        "optim": "optimizer",
        "criterion": "loss",
        "loss_fn": "loss",
        "loss_function": "loss",
        "num_epochs": "epochs",
        "nb_epoch": "epochs",
        "nb_epochs": "epochs",
        "max_epochs": "epochs",
        "n_epochs": "epochs",
        "max_steps": "steps",
        "max_grad_norm": "clip_norm",
        "global_clipnorm": "clip_norm",
        "gradient_clip": "clip_norm",
        "gradient_accumulation_steps": "accumulate",
    },
    RuntimeSpec: {
        "device": "platform",
        "accelerator": "platform",
        "random_seed": "seed",
        "mixed_precision": "precision",
        "dtype": "precision",
        "devices": "mesh",
        "device_mesh": "mesh",
        "hosts": "processes",
        "nodes": "processes",
        "num_nodes": "processes",
        "num_processes": "processes",
        "distributed": "processes",
    },
    ProcessesSpec: {
        "coordinator_address": "coordinator",
        "address": "coordinator",
        "master_addr": "coordinator",
        "num_processes": "count",
        "world_size": "count",
        "process_id": "index",
        "rank": "index",
    },
}


CHOICES = {
    "integer": "int",
    "long": "int int32",
    "number": "float",
    "double": "float float32",
    "boolean": "bool",
    "string": "str",
    "text": "str",
    "int": "int32",
    "float": "float32",
    "half": "float16",
    "bf16": "bfloat16",
    "fp16": "float16",
    "fp32": "float32",
    "fp64": "float32",
    "uint": "uint32",
    "cuda": "gpu",
    "rocm": "gpu",
    "nvidia": "gpu",
}
"""Choices by the names that other tools give them; of several, the first that can stand there."""


def native(section: type[Section], key: str) -> str | None:
    """The section's own key for a foreign one, or None."""
    return _FOREIGN.get(section, {}).get(key)


def advice(section: type[Section], key: str) -> str | None:
    """A help line about a key that has no counterpart in the section, or None."""
    return _ADVICE.get(section, {}).get(key)


def home_of(key: str, document: Document) -> tuple[str, ...] | None:
    """The way to the section of a file in which a key is legal and missing; outer ones first."""
    if key in FileSpec.model_fields:
        return None
    homes = [steps for steps, section in _parts() if key in section.model_fields]
    given = [steps for steps in homes if isinstance(document.find(*steps), Mapping)]
    free = [steps for steps in given if document.find(*steps, key) is None and steps != ("layers",)]
    return next(iter([*free, *given, *homes]), None)


def _parts() -> list[tuple[tuple[str, ...], type[Section]]]:
    """The sections of a file with the keys that lead to them, outer ones first."""
    found: list[tuple[tuple[str, ...], type[Section]]] = []
    queue = [((key,), field.annotation) for key, field in FileSpec.model_fields.items()]
    for path, annotation in queue:
        if isinstance(annotation, type) and issubclass(annotation, Section):
            found.append((path, annotation))
            fields = annotation.model_fields.items()
            queue += [((*path, key), field.annotation) for key, field in fields]
        queue += [(path, part) for part in get_args(annotation)]
    return found
