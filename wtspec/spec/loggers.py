"""`train.loggers`: who else is told of a training's numbers."""

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from wtspec.spec.base import Section
from wtspec.spec.kinds import Takes
from wtspec.spec.values import as_text

TAG = r"^(?!(?:mlflow|wtspec)\.)[A-Za-z0-9_][A-Za-z0-9_.:/ \-]{0,249}$"
"""The names of tags: what MLflow takes on any system, without those that say by whom a run is."""

TagText = Annotated[
    str,
    Field(max_length=5000),
    BeforeValidator(as_text),
    Takes(("text", "formula", "bool", "int", "float"), "text"),
    WithJsonSchema({"type": ["string", "number", "boolean"], "maxLength": 5000}),
]


class TensorBoardSpec(Section):
    """TensorBoard's files, in the run's own folder; there is nothing to set."""


class MLflowSpec(Section):
    """How MLflow calls a run. Where it is sent is never the file's to say."""

    experiment: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    """The experiment that the run belongs to; the spec's name by default."""
    run_name: Annotated[str, Field(min_length=1, max_length=250)] | None = None
    """The run's name there; that of its folder by default."""
    tags: dict[str, TagText] = {}
    """More tags of the run, texts by name."""


class LoggerSpec(Section):
    """Exactly one logger, with its options."""

    tensorboard: TensorBoardSpec | None = None
    """Files for TensorBoard, in the run's folder."""
    mlflow: MLflowSpec | None = None
    """MLflow: the server that MLFLOW_TRACKING_URI names, else a database beside the runs."""
