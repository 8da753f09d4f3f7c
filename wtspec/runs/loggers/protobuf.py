"""What TensorBoard's files are made of; protobuf makes these classes as it is imported."""

from __future__ import annotations

from typing import Any

from tensorboardX.proto import event_pb2, summary_pb2, tensor_pb2, tensor_shape_pb2

_event: Any = event_pb2
_summary: Any = summary_pb2
_tensor: Any = tensor_pb2
_shape: Any = tensor_shape_pb2

Message = Any
TensorEvent = _event.Event
SessionLog = _event.SessionLog
HistogramProto = _summary.HistogramProto
Summary = _summary.Summary
SummaryMetadata = _summary.SummaryMetadata
TensorProto = _tensor.TensorProto
TensorShapeProto = _shape.TensorShapeProto
