"""`validate --format`: what goes where, and that it is whole whatever happens."""

import json

import pytest

SEVERAL = ("json", "sarif")


@pytest.fixture(params=SEVERAL)
def form(request):
    return request.param


def test_machines_get_theirs_on_stdout_and_nothing_else(wtspec, broken, form):
    said = wtspec("validate", "--format", form, broken)
    assert (said.status, said.err) == (1, "")
    json.loads(said.out)


def test_a_good_file_is_told_to_machines_too(wtspec, small, form):
    said = wtspec("validate", "--format", form, small)
    assert (said.status, said.err) == (0, "")
    json.loads(said.out)


@pytest.mark.parametrize("path", ["gone.yaml", "gone/", "*.gone", ".", "x" * 300 + ".yaml"])
def test_a_path_that_leads_nowhere_is_told_to_machines_too(wtspec, form, path):
    said = wtspec("validate", "--format", form, path)
    assert (said.status, said.err) == (1, "")
    json.loads(said.out)


def test_a_root_that_leads_nowhere_is_told_to_machines_too(wtspec, small, form):
    said = wtspec("validate", "--format", form, small, "--root", "gone")
    assert said.status == 1
    assert "root-not-found" in json.dumps(json.loads(said.out))


def test_a_file_that_is_no_text_is_told_to_machines_too(wtspec, tmp_path, form):
    (tmp_path / "binary.yaml").write_bytes(b"\x00\xff\xfe" * 9)
    assert wtspec("validate", "--format", form, "binary.yaml").status == 1


def test_github_gets_a_command_a_fault_and_no_summary(wtspec, broken):
    said = wtspec("validate", "--format", "github", broken, "gone.yaml")
    assert (said.status, said.err) == (1, "")
    first, second = said.out.splitlines()
    assert first.startswith("::error title=wtspec%3A file-not-found::")
    assert second.startswith("::error file=broken.yaml,line=12,endLine=12,col=15,")


def test_github_gets_nothing_where_all_is_well(wtspec, small):
    said = wtspec("validate", "--format", "github", small)
    assert (said.status, said.out, said.err) == (0, "", "")


def test_a_file_is_told_from_the_top_of_its_repository(wtspec, broken, tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "models"
    inner.mkdir()
    broken.rename(inner / "broken.yaml")
    monkeypatch.chdir(inner)
    said = wtspec("validate", "--format", "github", "broken.yaml")
    assert "file=models/broken.yaml," in said.out
    log = json.loads(wtspec("validate", "--format", "sarif", "broken.yaml").out)
    (place,) = log["runs"][0]["results"][0]["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "models/broken.yaml"


def test_an_unknown_format_is_misuse(wtspec, small):
    said = wtspec("validate", "--format", "xml", small)
    assert (said.status, said.out) == (2, "")
    assert "'sarif'" in said.err
