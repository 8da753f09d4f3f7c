import pytest

from wtspec.document import plain, read_document
from wtspec.errors import SpecError


@pytest.fixture
def write(tmp_path):
    """Writes files below a folder of their own, and gives the folder."""

    def write_files(**files):
        for name, content in files.items():
            path = tmp_path / f"{name}.yaml"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write_files


def faults(path, **options):
    with pytest.raises(SpecError) as caught:
        read_document(path, **options)
    return caught.value.diagnostics


def test_a_document_knows_its_file_and_its_text(write):
    folder = write(a="wtspec: 1\nname: x\n")
    document = read_document(folder / "a.yaml")
    assert plain(document.tree) == {"wtspec": 1, "name": "x"}
    assert document.path == folder / "a.yaml"
    assert document.files == (folder / "a.yaml",)
    assert document.source.text == "wtspec: 1\nname: x\n"
    assert str(document.key_span("name")) == f"{folder / 'a.yaml'}:2:1"


def test_a_missing_file_offers_the_nearest_name(write):
    folder = write(digits="wtspec: 1")
    (fault,) = faults(folder / "digit.yaml")
    assert fault.code == "file-not-found"
    assert fault.help == f"did you mean `{folder / 'digits.yaml'}`?"


def test_a_missing_suffix_is_offered(write):
    folder = write(digits="wtspec: 1")
    (fault,) = faults(folder / "digits")
    assert fault.help == f"did you mean `{folder / 'digits.yaml'}`?"


def test_a_missing_folder_is_named(tmp_path):
    (fault,) = faults(tmp_path / "no" / "a.yaml")
    assert fault.code == "file-not-found"
    assert fault.help == f"there is no folder `{tmp_path / 'no'}`"


def test_a_folder_is_no_file(tmp_path):
    (fault,) = faults(tmp_path)
    assert fault.code == "not-a-file"


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_a_path_that_no_system_takes_is_an_error(tmp_path, name):
    (fault,) = faults(tmp_path / name)
    assert fault.code == "unreadable-file"


def test_a_link_to_itself_is_an_error(tmp_path):
    (tmp_path / "a.yaml").symlink_to(tmp_path / "a.yaml")
    (fault,) = faults(tmp_path / "a.yaml")
    assert fault.code == "unreadable-file"


@pytest.mark.parametrize("content", ["", "\n\n", "# only\n", "---\n", "~"])
def test_an_empty_file_is_told(write, content):
    (fault,) = faults(write(a=content) / "a.yaml")
    assert fault.code == "empty-file"


@pytest.mark.parametrize(
    ("content", "found"), [("- a\n", "a list"), ("a\n", "text"), ("5", "text")]
)
def test_a_file_that_is_no_mapping_is_told(write, content, found):
    (fault,) = faults(write(a=content) / "a.yaml")
    assert (fault.code, fault.received) == ("not-a-mapping", found)


def test_a_colon_without_its_space_is_guessed(write):
    (fault,) = faults(write(a="wtspec:1") / "a.yaml")
    assert fault.help == "put a space after the colon"


def test_bytes_that_are_no_utf8_are_located(write):
    (fault,) = faults(write(a="é: 1\r\nö: ".encode() + b"\xff\xfe") / "a.yaml")
    assert fault.code == "not-utf8"
    assert fault.span.start == (2, 4)
    assert "0xff" in fault.message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_encodings_are_named(write, encoding):
    (fault,) = faults(write(a="a: 1".encode(encoding)) / "a.yaml")
    assert fault.code == "not-utf8"
    assert encoding.upper() in fault.message


def test_a_byte_order_mark_of_utf8_is_no_part_of_the_text(write):
    document = read_document(write(a="a: 1".encode("utf-8-sig")) / "a.yaml")
    assert document.source.text == "a: 1"


def test_a_file_above_the_size_limit_is_not_read_whole(write):
    (fault,) = faults(write(a=b"#" * (1_048_576 + 1)) / "a.yaml")
    assert fault.code == "file-too-large"


def test_the_limit_itself_is_fine(write):
    assert plain(read_document(write(a=b"a: 1\n" + b"#" * 1_048_571) / "a.yaml").tree) == {"a": 1}
