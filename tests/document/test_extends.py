import pytest

from wtspec.document import plain, read_document
from wtspec.errors import SpecError


@pytest.fixture
def read(tmp_path):
    """Reads the first of the files that it writes."""

    def read_files(files, **options):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(content, encoding="utf-8")
        return read_document(tmp_path / next(iter(files)), **options)

    return read_files


@pytest.fixture
def faults(read):
    def find(files, **options):
        with pytest.raises(SpecError) as caught:
            read(files, **options)
        return caught.value.diagnostics

    return find


def test_a_file_is_merged_over_its_base_and_that_over_its_own(read, tmp_path):
    document = read(
        {
            "a.yaml": "extends: bases/b.yaml\nname: a\n",
            "bases/b.yaml": "extends: c.yaml\nname: b\nparams: {x: 1}\n",
            "bases/c.yaml": "wtspec: 1\nparams: {y: 2, x: 3}\n",
        }
    )
    assert plain(document.tree) == {"wtspec": 1, "params": {"y": 2, "x": 1}, "name": "a"}
    assert [path.relative_to(tmp_path).as_posix() for path in document.files] == [
        "a.yaml",
        "bases/b.yaml",
        "bases/c.yaml",
    ]


def test_a_value_from_a_base_points_into_the_base_and_back(read, tmp_path):
    document = read({"a.yaml": "extends: b.yaml\n", "b.yaml": "params:\n  x: 1\n"})
    span = document.span("params", "x")
    assert (span.source.name, span.start) == (str(tmp_path / "b.yaml"), (2, 6))
    assert [str(via) for via in span.source.via] == [f"{tmp_path / 'a.yaml'}:1:10"]


def test_a_cycle_of_bases_shows_its_chain(faults):
    (fault,) = faults(
        {"a.yaml": "extends: b.yaml", "b.yaml": "extends: c.yaml", "c.yaml": "extends: a.yaml"}
    )
    assert fault.code == "cyclic-files"
    assert fault.span.source.name.endswith("c.yaml")
    assert [related.span.source.name[-6:] for related in fault.related] == ["a.yaml", "b.yaml"]


def test_a_file_that_extends_itself_is_refused(faults):
    assert [fault.code for fault in faults({"a.yaml": "extends: a.yaml"})] == ["cyclic-files"]


def test_a_chain_longer_than_the_limit_is_refused(faults):
    files = {f"{i}.yaml": f"extends: {i + 1}.yaml" for i in range(1500)}
    assert [fault.code for fault in faults(files)] == ["nesting-too-deep"]


def test_a_missing_base_is_told_where_it_is_named(faults):
    (fault,) = faults({"a.yaml": "x: 1\nextends: bse.yaml\n", "base.yaml": "y: 1"})
    assert fault.code == "file-not-found"
    assert fault.span.start == (2, 10)
    assert fault.help == "did you mean `base.yaml`?"


def test_faults_of_all_files_are_told_at_once(faults):
    found = faults(
        {"a.yaml": "extends: b.yaml\nimports: [c.yaml]", "b.yaml": "x: 1\nx: 2", "c.yaml": "a: ["}
    )
    assert {fault.code for fault in found} == {"duplicate-key", "yaml-syntax"}


@pytest.mark.parametrize(
    "text",
    ["extends: [b.yaml]", "extends: 5", "extends: {a: b}", "imports: b.yaml", "imports: [5]"],
)
def test_what_names_no_file_is_refused(faults, text):
    assert [fault.code for fault in faults({"a.yaml": text, "b.yaml": "x: 1"})] == ["wrong-type"]


@pytest.mark.parametrize("text", ["extends:", "imports: []", "imports: ~"])
def test_nothing_to_read_is_fine(read, text):
    assert read({"a.yaml": text}).libraries == ()


@pytest.mark.parametrize("path", ["https://example.org/b.yaml", "file:///b.yaml", "s3://b/c.yaml"])
def test_urls_are_refused(faults, path):
    assert [fault.code for fault in faults({"a.yaml": f"extends: {path}"})] == ["url"]


@pytest.mark.parametrize(
    "path", ["../b.yaml", "/etc/passwd", "x/../../b.yaml", "~/b.yaml/../../../b"]
)
def test_nothing_outside_the_root_is_read(faults, path):
    files = {"in/a.yaml": f"extends: {path}", "b.yaml": "x: 1", "in/pyproject.toml": ""}
    found = faults(files)
    assert [fault.code for fault in found] == ["outside-root"]


def test_a_link_that_leaves_the_root_is_told_with_where_it_leads(faults, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.yaml").symlink_to(tmp_path / "out.yaml")
    files = {"in/a.yaml": "extends: b.yaml", "out.yaml": "x: 1", "in/pyproject.toml": ""}
    found = faults(files)
    assert [fault.code for fault in found] == ["outside-root"]
    target = tmp_path / "out.yaml"
    assert found[0].message == f"`b.yaml` is a link that leads out of the root, to `{target}`"
    assert "--root" in found[0].help


@pytest.mark.parametrize("marker", [".git/HEAD", "pyproject.toml"])
def test_a_project_s_folder_is_the_root(read, tmp_path, marker):
    document = read({"in/a.yaml": "extends: ../b.yaml", "b.yaml": "x: 1", marker: ""})
    assert document.root == tmp_path
    assert plain(document.tree) == {"x": 1}


def test_a_root_that_is_given_wins(read, tmp_path):
    document = read({"in/a.yaml": "extends: ../b.yaml", "b.yaml": "x: 1"}, root=tmp_path)
    assert document.root == tmp_path


def test_a_root_that_is_no_folder_is_refused(faults, tmp_path):
    assert [fault.code for fault in faults({"a.yaml": "x: 1"}, root=tmp_path / "no")] == [
        "root-not-found"
    ]


def test_a_base_that_is_no_ordinary_file_is_refused(faults):
    (fault,) = faults({"a.yaml": "extends: b.yaml", "b.yaml/c": ""})
    assert fault.code == "not-a-file"


@pytest.mark.parametrize("path", ['"a\\0b"', "x" * 5000])
def test_a_path_that_no_system_takes_is_refused(faults, path):
    (fault,) = faults({"a.yaml": f"extends: {path}"})
    assert fault.code == "unreadable-file"
    assert fault.span.start == (1, 10)
