"""Where the trials of a sweep are kept, and may be shared: a database or a journal."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from wtspec.errors import Diagnostic, SpecError
from wtspec.sweeps.optuna_manners import require_optuna
from wtspec.sweeps.sweep_file import DATABASE, SweepFile

if TYPE_CHECKING:
    from optuna.storages import BaseStorage, RDBStorage

_SCHEMES = ("sqlite", "postgresql", "mysql")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*)://")
_PATIENCE_SECONDS = 60
"""Who writes into a file of SQLite waits so long for others that do."""

_TRIES = 5
_RETRY_SECONDS = 0.5


class StoragePlace(msgspec.Struct, frozen=True):
    """Where trials are kept.

    Attributes:
        url: As SQLAlchemy takes it; empty for a journal.
        journal: A file; None for a database.
        shown: The same as it was given, without passwords.
        kept: For records: without passwords, with the whole paths of files.
        is_secret: Whether that leaves out something that is needed to open it.
    """

    url: str
    journal: Path | None
    shown: str
    kept: str
    is_secret: bool = False


def place_of(given: str | None, folder: Path) -> StoragePlace:
    """What `--storage` says, or the database in the sweep's folder.

    Args:
        given: A URL of SQLite, PostgreSQL or MySQL, or the path of a journal; None for the folder's
            own database.
        folder: Of the sweep.

    Raises:
        SpecError: `invalid-storage`.
    """
    if given is None or given == DATABASE:
        return StoragePlace(f"sqlite:///{(folder / DATABASE).resolve()}", None, DATABASE, DATABASE)
    found = _SCHEME.match(given)
    if found is None:
        path = Path(given).resolve()
        return StoragePlace("", path, given, str(path))
    if found[1].partition("+")[0].lower() not in _SCHEMES:
        raise SpecError(_invalid(f"trials can't be kept at `{found[1]}://…`"))
    require_optuna()
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(given)
    except (ArgumentError, ValueError) as error:
        raise SpecError(_invalid("this is no URL of a database")) from error
    is_secret = url.password is not None or bool(url.query)
    shown = url.set(password=None, query={}).render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:":
            raise SpecError(_invalid("a database in memory keeps no trials"))
        url, is_secret = url.set(database=str(Path(url.database).resolve()), query={}), False
    kept = url.set(password=None, query={}).render_as_string(hide_password=True)
    return StoragePlace(url.render_as_string(hide_password=False), None, shown, kept, is_secret)


def place_of_sweep(facts: SweepFile, given: str | None, folder: Path) -> StoragePlace:
    """Where a sweep that has begun keeps its trials.

    Args:
        facts: What its folder says.
        given: What `--storage` says now, if anything.
        folder: Of the sweep.

    Raises:
        SpecError: `storage-needed`, `invalid-storage`.
    """
    if given is None and facts.is_secret:
        message = f"the trials of `{folder}` are kept at `{facts.storage}`, whose password is not"
        help = "give the URL again: `--storage URL`, or `WTSPEC_STORAGE=URL` in the environment"
        raise SpecError(Diagnostic("storage-needed", message, help=help))
    return place_of(given or facts.storage, folder)


def open_storage(place: StoragePlace) -> BaseStorage:
    """Opens it, and makes it where there is none.

    Raises:
        SpecError: `not-installed`, `unreachable-storage`.
    """
    require_optuna()
    from optuna.storages import JournalStorage, RDBStorage
    from optuna.storages.journal import JournalFileBackend

    with telling_of(place):
        if place.journal is not None:
            return JournalStorage(JournalFileBackend(str(place.journal)))
        patience = {"timeout": _PATIENCE_SECONDS} if place.url.startswith("sqlite") else {}
        made = partial(RDBStorage, place.url, {"pool_pre_ping": True, "connect_args": patience})
        return _begun(made)


def _begun(open_once: Callable[[], RDBStorage]) -> RDBStorage:
    """Opens a database; again where others make its tables in the same moment, as Optuna does."""
    from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

    for _ in range(_TRIES - 1):
        try:
            return open_once()
        except (IntegrityError, ProgrammingError):
            time.sleep(_RETRY_SECONDS)
        except OperationalError as error:
            if "already exists" not in str(error):
                raise
            time.sleep(_RETRY_SECONDS)
    return open_once()


@contextmanager
def telling_of(place: StoragePlace) -> Iterator[None]:
    """Within it what a storage raises is told as a fault, without passwords.

    Raises:
        SpecError: `unreachable-storage`, `not-installed`.
    """
    from optuna.exceptions import StorageInternalError
    from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

    try:
        yield
    except ImportError as error:
        message = f"the driver of `{place.shown}` is not installed"
        help = "install what SQLAlchemy needs for it, such as `pip install psycopg2-binary`"
        raise SpecError(Diagnostic("not-installed", message, help=help)) from error
    except (SQLAlchemyError, StorageInternalError, NoSuchModuleError, OSError) as error:
        cause = error.__cause__ if isinstance(error, StorageInternalError) else error
        first = str(getattr(cause, "orig", None) or cause or error).strip().split("\n")[0]
        message = (
            f"the trials at `{place.shown}` can't be reached: {_without_secrets(first, place)}"
        )
        raise SpecError(Diagnostic("unreachable-storage", message)) from None


def _without_secrets(text: str, place: StoragePlace) -> str:
    if not place.is_secret:
        return text
    from sqlalchemy.engine import make_url

    url = make_url(place.url)
    values = [one for one in url.query.values() if isinstance(one, str)]
    for secret in (url.password, *values):
        text = text.replace(str(secret), "***") if secret else text
    return text


def _invalid(message: str) -> Diagnostic:
    return Diagnostic(
        "invalid-storage",
        message,
        expected="`sqlite:///FILE`, `postgresql://…`, `mysql://…`, or the path of a journal",
    )
