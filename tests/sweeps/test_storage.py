"""Where trials are kept: what opens it, and what is never written down."""

import optuna
import pytest
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from wtspec.errors import SpecError
from wtspec.stages import check_file
from wtspec.sweeps.marks import IDENTITY
from wtspec.sweeps.start import begin_sweep, resume_sweep
from wtspec.sweeps.storage import open_storage, place_of

SECRET = "hunter2"  # noqa: S105 - nobody has it


@pytest.mark.parametrize(
    "given",
    [
        f"postgresql://ada:{SECRET}@db/sweeps",
        f"postgresql://ada@db/sweeps?password={SECRET}",
        f"mysql+pymysql://ada:{SECRET}@db/sweeps",
    ],
)
def test_a_password_is_in_nothing_that_is_shown_or_kept(tmp_path, given):
    place = place_of(given, tmp_path)
    assert SECRET in place.url
    assert place.is_secret
    assert SECRET not in place.shown + place.kept


@pytest.mark.parametrize("given", ["redis://db/0", "http://db", "sqlite://", "sqlite:///:memory:"])
def test_other_kinds_of_storage_are_refused(tmp_path, given):
    with pytest.raises(SpecError) as caught:
        place_of(given, tmp_path)
    assert caught.value.diagnostics[0].code == "invalid-storage"


def test_what_can_not_be_reached_is_told_without_its_password(tmp_path):
    given = f"postgresql://ada:{SECRET}@127.0.0.1:1/sweeps"
    with pytest.raises(SpecError) as caught:
        open_storage(place_of(given, tmp_path))
    (fault,) = caught.value.diagnostics
    assert fault.code in ("not-installed", "unreachable-storage")
    assert SECRET not in f"{fault.message} {fault.help}"


@pytest.mark.parametrize(
    "raised",
    [
        IntegrityError("CREATE TABLE studies", None, Exception("duplicate key value")),
        ProgrammingError("CREATE TABLE studies", None, Exception("relation exists")),
        OperationalError("CREATE TABLE studies", None, Exception("table studies already exists")),
    ],
)
def test_a_database_is_opened_whose_tables_another_machine_makes_just_now(
    tmp_path, monkeypatch, raised
):
    """Three machines that began at once on an empty PostgreSQL: one of them was told this."""
    faults = [raised, raised]
    real = optuna.storages.RDBStorage

    def open_once(*arguments):
        if faults:
            raise faults.pop()
        return real(*arguments)

    monkeypatch.setattr(optuna.storages, "RDBStorage", open_once)
    monkeypatch.setattr("wtspec.sweeps.storage._RETRY_SECONDS", 0)
    assert open_storage(place_of(None, tmp_path)).get_all_studies() == []
    assert not faults


def test_a_database_that_is_not_there_is_not_waited_for(tmp_path, monkeypatch):
    fault = OperationalError("CONNECT", None, Exception("connection refused"))
    tried = []

    def open_once(*_):
        tried.append(1)
        raise fault

    monkeypatch.setattr(optuna.storages, "RDBStorage", open_once)
    with pytest.raises(SpecError) as caught:
        open_storage(place_of(None, tmp_path))
    assert caught.value.diagnostics[0].code == "unreachable-storage"
    assert len(tried) == 1


@pytest.mark.parametrize("shared", ["sqlite:///{}/shared.db", "{}/shared.log"])
def test_two_machines_join_one_sweep_each_with_a_folder_of_its_own(begin, tmp_path, shared):
    one = begin(storage=shared.format(tmp_path), runs="here")
    other = begin(storage=shared.format(tmp_path), runs="there")
    again = begin(storage=shared.format(tmp_path), runs="here")
    assert one.study.user_attrs[IDENTITY] == other.study.user_attrs[IDENTITY]
    assert (one.folder, other.folder) == (again.folder, tmp_path / "there/tiny/sweep-0001")
    resumed = resume_sweep(other.folder)
    assert resumed.study.user_attrs[IDENTITY] == one.facts.identity


def test_a_study_of_another_spec_is_not_joined(begin, tmp_path, write_tiny):
    shared = str(tmp_path / "shared.log")
    begin(storage=shared, length="trials: 3")
    begin(storage=shared, length="trials: 9")
    with pytest.raises(SpecError) as caught:
        begin(storage=shared, epochs=3)
    assert caught.value.diagnostics[0].code == "other-sweep"
    checked = check_file(write_tiny(tmp_path, epochs=3))
    begin_sweep(checked, runs_dir=tmp_path / "runs", storage=shared, study="second")
