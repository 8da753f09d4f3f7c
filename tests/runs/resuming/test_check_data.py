import pytest

from wtspec.data.parts import read_parts
from wtspec.runs.part_rows import fingerprints_of
from wtspec.runs.preprocessing import read_preprocessing
from wtspec.runs.resuming.check_data import check_data

CHANGES = {
    "a value": (lambda lines: [lines[0], "9.9,red,0", *lines[2:]], "other values of"),
    "a row more": (lambda lines: [*lines, "1.0,red,0"], "43 rows, and not 42"),
    "another order": (lambda lines: [lines[0], *lines[:0:-1]], "other values of"),
}


def checked_data(checked, parts, recorded, **named):
    prints = fingerprints_of(checked.program, parts)
    return check_data(checked.spec.document, parts, prints, recorded, **named)


@pytest.fixture
def goes_on(project, spec, train):
    """Trains a run, and checks the data that it would go on with after the table was changed."""
    folder = train(overrides=[("train.epochs", 1)]).folder
    checked = spec()

    def check(change=lambda lines: lines, **named):
        table = project / "flowers.csv"
        table.write_text("\n".join(change(table.read_text().splitlines())) + "\n")
        parts = read_parts(checked.program, checked.spec.document, project)
        recorded = read_preprocessing(folder / "preprocessing.json").parts
        return checked_data(checked, parts, recorded, **named)

    return check


def test_same_rows_are_what_a_run_goes_on_with(goes_on):
    assert goes_on() == ()


@pytest.mark.parametrize("name", CHANGES)
def test_changed_data_are_refused_for_all_parts_in_one_error(goes_on, fault, name):
    change, words = CHANGES[name]
    told = fault(goes_on, change)
    assert told.code == "data-changed"
    assert told.received is not None
    assert words in told.received
    assert told.help is not None
    assert "`--allow-changed-data`" in told.help


def test_parts_with_other_rows_are_named(goes_on, fault):
    told = fault(goes_on, CHANGES["another order"][0])
    assert told.message == (
        "the rows of `train`, `validation`, `test` are not those of the run: "
        "`flowers.csv` has changed"
    )
    assert [line.partition(":")[0] for line in told.received.split("\n")] == [
        "train",
        "validation",
        "test",
    ]


def test_changed_data_that_are_allowed_are_said(goes_on):
    said = goes_on(CHANGES["a row more"][0], allow_changed_data=True)
    assert said[0] == "`train` has 43 rows, and not 42"


def test_part_of_which_nothing_was_recorded_is_passed_over(goes_on, spec, project):
    checked = spec()
    parts = read_parts(checked.program, checked.spec.document, project)
    assert checked_data(checked, parts, {}) == ()


def test_validation_rows_of_their_own_are_told_at_their_source(project, spec, train, fault):
    (project / "held.csv").write_text((project / "flowers.csv").read_text())
    overrides = [("data.validation", "{csv: held.csv}"), ("data.split", "null")]
    folder = train(overrides=[*overrides, ("train.epochs", 1)]).folder
    checked = spec(overrides=overrides)
    (project / "held.csv").write_text((project / "flowers.csv").read_text() + "1.0,red,0\n")
    parts = read_parts(checked.program, checked.spec.document, project)
    recorded = read_preprocessing(folder / "preprocessing.json").parts
    told = fault(checked_data, checked, parts, recorded)
    assert told.message.endswith("`held.csv` has changed")
    assert told.span.text == "{csv: held.csv}"
    assert told.received == "validation: 71 rows, and not 70"
