"""The validated spec: one file for each section, frozen.

Python code that writes a spec calls the sections by their plain names, `wtspec.spec.Weight`.
"""

from wtspec.spec.base import Section
from wtspec.spec.data import (
    DataSpec,
    DateSpec,
    ImagesSpec,
    SourceSpec,
    SplitSpec,
    SyntheticColumnSpec,
    SyntheticSpec,
    TableSpec,
    WindowsSpec,
)
from wtspec.spec.file import FileSpec, Spec
from wtspec.spec.given import refuse
from wtspec.spec.in_python import InPython
from wtspec.spec.layers import (
    InputSpec,
    LayerSpec,
    ModelSpec,
    PretrainedSpec,
    WeightSpec,
)
from wtspec.spec.loggers import LoggerSpec, MLflowSpec, TensorBoardSpec
from wtspec.spec.param import ParamSpec
from wtspec.spec.sublayer import SublayerSpec
from wtspec.spec.sweep import GoalSpec, RangeSpec, SweepSpec
from wtspec.spec.train import CheckpointSpec, GroupSpec, ProcessesSpec, RuntimeSpec, TrainSpec
from wtspec.spec.validate import validate, validate_sound
from wtspec.spec.weight_field import WeightField

Checkpoint = CheckpointSpec
Data = DataSpec
Date = DateSpec
File = FileSpec
Goal = GoalSpec
Group = GroupSpec
Images = ImagesSpec
Input = InputSpec
Layer = LayerSpec
Logger = LoggerSpec
MLflow = MLflowSpec
Model = ModelSpec
Param = ParamSpec
Pretrained = PretrainedSpec
Processes = ProcessesSpec
Range = RangeSpec
Runtime = RuntimeSpec
Source = SourceSpec
Split = SplitSpec
Sublayer = SublayerSpec
Sweep = SweepSpec
Synthetic = SyntheticSpec
SyntheticColumn = SyntheticColumnSpec
Table = TableSpec
TensorBoard = TensorBoardSpec
Train = TrainSpec
Weight = WeightSpec
Windows = WindowsSpec

InPython.refuse = refuse

__all__ = [
    "Checkpoint",
    "CheckpointSpec",
    "Data",
    "DataSpec",
    "Date",
    "DateSpec",
    "File",
    "FileSpec",
    "Goal",
    "GoalSpec",
    "Group",
    "GroupSpec",
    "Images",
    "ImagesSpec",
    "Input",
    "InputSpec",
    "Layer",
    "LayerSpec",
    "Logger",
    "LoggerSpec",
    "MLflow",
    "MLflowSpec",
    "Model",
    "ModelSpec",
    "Param",
    "ParamSpec",
    "Pretrained",
    "PretrainedSpec",
    "Processes",
    "ProcessesSpec",
    "Range",
    "RangeSpec",
    "Runtime",
    "RuntimeSpec",
    "Section",
    "Source",
    "SourceSpec",
    "Spec",
    "Split",
    "SplitSpec",
    "Sublayer",
    "SublayerSpec",
    "Sweep",
    "SweepSpec",
    "Synthetic",
    "SyntheticColumn",
    "SyntheticColumnSpec",
    "SyntheticSpec",
    "Table",
    "TableSpec",
    "TensorBoard",
    "TensorBoardSpec",
    "Train",
    "TrainSpec",
    "Weight",
    "WeightField",
    "WeightSpec",
    "Windows",
    "WindowsSpec",
    "validate",
    "validate_sound",
]
