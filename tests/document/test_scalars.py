import math

import pytest

from wtspec.document import plain, read_text
from wtspec.errors import SpecError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 1e-3),
        ("1.", 1.0),
        (".5", 0.5),
        ("-2.5E+2", -250.0),
        ("010", 10),
        ("0o17", 15),
        ("0x1f", 31),
        ("-7", -7),
        ("+7", 7),
        ("18446744073709551615", 2**64 - 1),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("null", None),
        ("", None),
    ],
)
def test_plain_scalars_follow_the_core_schema(text, value):
    found = plain(read_text(f"key: {text}", "t.yaml"))["key"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text",
    ["on", "yes", "off", "tRUE", "1_000", "0b1", "1:30", "2024-01-01", "e3", "0o8", "0xg", "."],
)
def test_what_other_schemas_convert_stays_text(text):
    assert plain(read_text(f"key: {text}", "t.yaml")) == {"key": text}


def test_nan_is_a_float():
    assert math.isnan(plain(read_text("key: .nan", "t.yaml"))["key"])


def test_quoted_scalars_are_text():
    assert plain(read_text("""{a: "1", b: 'null', c: "true"}""", "t.yaml")) == {
        "a": "1",
        "b": "null",
        "c": "true",
    }


@pytest.mark.parametrize(
    "text", ["9" * 5000, "-" + "9" * 20, "0x" + "f" * 17, "0o" + "7" * 30, "1e999", "-1e999"]
)
def test_a_number_that_does_not_fit_is_an_error_at_the_number(text):
    with pytest.raises(SpecError) as caught:
        read_text(f"key: {text}", "t.yaml")
    (fault,) = caught.value.diagnostics
    assert fault.code == "number-too-large"
    assert (fault.span.column, fault.span.end_column) == (6, 6 + len(text))
