"""A run as MLflow's server, or its database beside the runs, has it."""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import urlsplit
from urllib.request import url2pathname

from wtspec.program.training import Logger
from wtspec.runs.checks.check_installed import TRACKING_URI
from wtspec.runs.checks.check_link import check_link
from wtspec.runs.loggers.logger import Ending, Logged
from wtspec.runs.loggers.mlflow_manners import hush
from wtspec.runs.write import write_text
from wtspec.version import __version__

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Run as RemoteRun

KEPT = "mlflow.json"
"""Says in a run's folder which of MLflow's runs it is."""
DATABASE = "mlflow.db"
_ARTIFACTS = "mlartifacts"
_FILES = ("config.resolved.yaml", "metrics.jsonl", "weights.txt", "report.html")
_STATUS = {"finished": "FINISHED", "interrupted": "KILLED", "failed": "FAILED"}
_MOST_METRICS = 1000
_MOST_PARAMS = 100
_MOST_LETTERS = 250
_LONGEST_VALUE = 500
"""What servers of any age take."""
One = TypeVar("One")


class Point(NamedTuple):
    """A metric's value.

    Attributes:
        timestamp: In milliseconds since 1970.
        step: The number of the epoch.
    """

    name: str
    value: float
    timestamp: int
    step: int


class MLflowRun:
    """One of MLflow's runs. Where numbers go is the environment's to say, and never a spec's."""

    def __init__(self, logger: Logger, run: Logged) -> None:
        """Finds the run, where it goes on, or makes one, and tells what is trained."""
        self._run = run
        self._client = _client(run)
        there = self._find() if run.saved is not None else None
        self._id = there.info.run_id if there is not None else self._make(logger)
        self._known = set(self._known_points(there)) if there is not None else set[_Key]()
        self._describe(logger, there)

    def log(self, points: Sequence[Point]) -> None:
        """Sends points, but for those that are there already."""
        from mlflow.entities import Metric

        new = [point for point in points if _key(point) not in self._known]
        for some in _in_parts(new, _MOST_METRICS):
            told = [Metric(name_of(one.name), one.value, one.timestamp, one.step) for one in some]
            self._client.log_batch(self._id, metrics=told)
            self._known.update(map(_key, some))

    def end(self, ending: Ending) -> None:
        """Sends the run's files, and how it ended."""
        try:
            self._send_files()
        finally:
            self._client.set_tag(self._id, "wtspec.status", ending)
            self._client.set_terminated(self._id, _STATUS[ending])

    def _send_files(self) -> None:
        place = self._client.get_run(self._id).info.artifact_uri or ""
        if not os.environ.get(TRACKING_URI) and not _lies_in(place, _beside(self._run)):
            message = f"it has a place for files that is not beside the runs, {place}"
            raise ValueError(message)
        for name in _FILES:
            if (self._run.folder / name).is_file():
                self._client.log_artifact(self._id, str(self._run.folder / name))

    def _find(self) -> RemoteRun | None:
        """The run that the folder names; None where the server has no such run any more."""
        from mlflow.exceptions import MlflowException

        check_link(self._run.folder / KEPT)
        run_id = _kept_id(self._run.folder / KEPT)
        if run_id is None:
            return None
        try:
            found = self._client.get_run(run_id)
        except MlflowException as error:
            if error.error_code != "RESOURCE_DOES_NOT_EXIST":
                raise
            return None
        return found if found.info.lifecycle_stage == "active" else None

    def _make(self, logger: Logger) -> str:
        experiment = self._experiment(logger.experiment or self._run.name)
        name = logger.run_name or self._run.folder.name
        began = int(self._run.began * 1000)
        made = self._client.create_run(experiment, start_time=began, run_name=name)
        run_id = made.info.run_id
        write_text(self._run.folder / KEPT, json.dumps({"run_id": run_id}) + "\n")
        return run_id

    def _experiment(self, name: str) -> str:
        from mlflow.exceptions import MlflowException

        found = self._client.get_experiment_by_name(name)
        if found is not None:
            return found.experiment_id
        folder = None if os.environ.get(TRACKING_URI) else _beside(self._run) / _ARTIFACTS
        place = None if folder is None else folder.as_uri()
        try:
            return self._client.create_experiment(name, artifact_location=place)
        except MlflowException:
            found = self._client.get_experiment_by_name(name)  # another run may have been quicker
            if found is None:
                raise
            return found.experiment_id

    def _describe(self, logger: Logger, there: RemoteRun | None) -> None:
        """What a run is; a setting that was told can't be changed, so that it stays as it began."""
        from mlflow.entities import Param, RunTag

        told = there.data.params if there is not None else {}
        params = {name_of(name): _short(value) for name, value in self._run.settings.items()}
        new = [Param(name, value) for name, value in params.items() if name not in told]
        for some in _in_parts(new, _MOST_PARAMS):
            self._client.log_batch(self._id, params=some)
        tags = {
            "wtspec.version": __version__,
            "wtspec.folder": str(self._run.folder.resolve()),
            "wtspec.status": "training",
            **dict(logger.tags),
        }
        for some in _in_parts([RunTag(*one) for one in tags.items()], _MOST_PARAMS):
            self._client.log_batch(self._id, tags=some)
        if there is not None:
            self._client.update_run(self._id, status="RUNNING", name=logger.run_name)

    def _known_points(self, there: RemoteRun) -> Iterator[_Key]:
        for name in there.data.metrics:
            for one in self._client.get_metric_history(self._id, name):
                yield name, one.step, repr(one.value)


_Key = tuple[str, int, str]


def name_of(text: str) -> str:
    """A text as the name of a metric or param: MLflow takes letters, digits and some marks."""
    name = re.sub(r"[^/\w.\- :]", "_", text)[:_MOST_LETTERS]
    whole = posixpath.normpath(name) == name and not name.startswith(("/", ".."))
    return name if whole and name != "." else re.sub(r"[/.]", "_", name) or "_"


def tracking_uri(run: Logged) -> str:
    """Where MLflow keeps runs: as the environment says, else in a database beside the runs."""
    from sqlalchemy.engine import URL

    said = os.environ.get(TRACKING_URI)
    if said:
        return said
    for name in (DATABASE, _ARTIFACTS):
        check_link(_beside(run) / name)
    return URL.create("sqlite", database=str(_beside(run) / DATABASE)).render_as_string()


def _client(run: Logged) -> MlflowClient:
    from mlflow import MlflowClient

    hush()
    uri = tracking_uri(run)
    return MlflowClient(tracking_uri=uri, registry_uri=uri)


def _beside(run: Logged) -> Path:
    """The folder that holds all runs."""
    return run.folder.resolve().parents[1]


def _lies_in(place: str, folder: Path) -> bool:
    """Whether a database, which may be a stranger's as a run may, keeps files below a folder."""
    parts = urlsplit(place)
    if parts.scheme not in {"", "file"} or parts.netloc:
        return False
    return Path(url2pathname(parts.path)).resolve().is_relative_to(folder)


def _kept_id(path: Path) -> str | None:
    with suppress(OSError, ValueError, RecursionError):
        kept = json.loads(path.read_text(encoding="utf-8"))
        run_id = kept.get("run_id") if isinstance(kept, Mapping) else None
        if isinstance(run_id, str) and re.fullmatch(r"[0-9a-f]{32}", run_id):
            return run_id
    return None


def _key(point: Point) -> _Key:
    return name_of(point.name), point.step, repr(point.value)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _in_parts(items: Iterable[One], size: int) -> Iterator[list[One]]:
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
