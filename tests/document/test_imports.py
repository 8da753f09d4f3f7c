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


def names(document):
    return [library.path.name for library in document.libraries]


def test_libraries_come_once_and_after_what_they_need(read):
    document = read(
        {
            "a.yaml": "imports: [b.yaml, c.yaml]",
            "b.yaml": "imports: [d.yaml]",
            "c.yaml": "imports: [d.yaml, b.yaml]",
            "d.yaml": "layers: {D: {}}",
        }
    )
    assert names(document) == ["d.yaml", "b.yaml", "c.yaml"]
    assert [path.name for path in document.files] == ["a.yaml", "d.yaml", "b.yaml", "c.yaml"]


def test_paths_are_relative_to_the_importing_file(read, tmp_path):
    document = read(
        {
            "a.yaml": "imports: [lib/b.yaml]",
            "lib/b.yaml": "imports: [c.yaml]",
            "lib/c.yaml": "functions: {f(x): x}",
        }
    )
    library = document.libraries[0]
    assert library.source.name == str(tmp_path / "lib" / "c.yaml")
    assert [str(span)[-11:] for span in library.source.via] == ["a.yaml:1:11", "b.yaml:1:11"]


def test_the_imports_of_a_base_stay(read):
    document = read(
        {
            "a.yaml": "extends: base/b.yaml\nimports: [d.yaml]",
            "base/b.yaml": "imports: [c.yaml]",
            "base/c.yaml": "layers: {C: {}}",
            "d.yaml": "layers: {D: {}}",
        }
    )
    assert names(document) == ["c.yaml", "d.yaml"]


def test_a_library_may_extend_a_base(read):
    document = read(
        {
            "a.yaml": "imports: [b.yaml]",
            "b.yaml": "extends: c.yaml",
            "c.yaml": "layers: {C: {doc: x}}",
        }
    )
    assert plain(document.libraries[0].tree) == {"layers": {"C": {"doc": "x"}}}


def test_a_cycle_of_imports_shows_its_chain(faults):
    (fault,) = faults(
        {
            "a.yaml": "imports: [b.yaml]",
            "b.yaml": "imports: [c.yaml]",
            "c.yaml": "imports: [b.yaml]",
        }
    )
    assert fault.code == "cyclic-files"
    assert fault.span.source.name.endswith("c.yaml")
    assert [related.span.source.name[-6:] for related in fault.related] == ["b.yaml"]


def test_a_cycle_through_a_base_is_found(faults):
    (fault,) = faults(
        {"a.yaml": "imports: [b.yaml]", "b.yaml": "extends: c.yaml", "c.yaml": "imports: [a.yaml]"}
    )
    assert fault.code == "cyclic-files"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("layers: {L: {}}", "layers: {L: {}}"),
        ("functions: {f(x): x}", "functions:\n  f(y, z): y\n"),
    ],
)
def test_one_name_in_two_files_names_both_places(faults, one, two):
    (fault,) = faults({"a.yaml": "imports: [b.yaml, c.yaml]", "b.yaml": one, "c.yaml": two})
    assert fault.code == "name-clash"
    assert fault.span.source.name.endswith("c.yaml")
    assert fault.related[0].span.source.name.endswith("b.yaml")


def test_a_file_s_own_layer_clashes_with_an_imported_one(faults):
    (fault,) = faults({"a.yaml": "imports: [b.yaml]\nlayers: {L: {}}", "b.yaml": "layers: {L: {}}"})
    assert fault.span.source.name.endswith("a.yaml")


def test_a_layer_and_a_function_of_one_name_do_not_clash(read):
    assert read({"a.yaml": "imports: [b.yaml]\nlayers: {f: {}}", "b.yaml": "functions: {f(x): x}"})


def test_a_base_shared_with_a_library_does_not_clash(read):
    assert read(
        {
            "a.yaml": "extends: c.yaml\nimports: [b.yaml]",
            "b.yaml": "extends: c.yaml",
            "c.yaml": "layers: {L: {doc: x}}",
        }
    )


def test_the_same_file_twice_is_one_library(read):
    document = read({"a.yaml": "imports: [b.yaml, ./b.yaml]", "b.yaml": "layers: {L: {}}"})
    assert names(document) == ["b.yaml"]
