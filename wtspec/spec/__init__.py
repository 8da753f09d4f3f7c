"""The validated spec: one file for each section, frozen."""

from wtspec.spec.base import Section
from wtspec.spec.data import (
    DataSpec,
    ImagesSpec,
    SourceSpec,
    SplitSpec,
    SyntheticColumnSpec,
    SyntheticSpec,
    TableSpec,
)
from wtspec.spec.file import FileSpec, Spec
from wtspec.spec.later import find_not_yet
from wtspec.spec.layers import (
    InputSpec,
    LayerSpec,
    ModelSpec,
    ParamSpec,
    PretrainedSpec,
    SublayerSpec,
    WeightSpec,
    param,
    param_at,
    sublayer,
    sublayer_at,
    tensor_at,
)
from wtspec.spec.train import CheckpointSpec, GroupSpec, RuntimeSpec, TrainSpec
from wtspec.spec.validate import validate, validate_sound
from wtspec.spec.weight_field import WeightField

__all__ = [
    "CheckpointSpec",
    "DataSpec",
    "FileSpec",
    "GroupSpec",
    "ImagesSpec",
    "InputSpec",
    "LayerSpec",
    "ModelSpec",
    "ParamSpec",
    "PretrainedSpec",
    "RuntimeSpec",
    "Section",
    "SourceSpec",
    "Spec",
    "SplitSpec",
    "SublayerSpec",
    "SyntheticColumnSpec",
    "SyntheticSpec",
    "TableSpec",
    "TrainSpec",
    "WeightField",
    "WeightSpec",
    "find_not_yet",
    "param",
    "param_at",
    "sublayer",
    "sublayer_at",
    "tensor_at",
    "validate",
    "validate_sound",
]
