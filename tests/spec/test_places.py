"""Sections know where they stand in a file, and so do the values in them."""

import pytest

from wtspec.spec import InputSpec


def test_a_section_tells_where_its_key_and_values_stand(spec, good):
    kernel = spec(good).file.layers["Linear"].weights["kernel"]
    assert kernel.key_span().text == "kernel"
    assert kernel.key_span("initializer").text == "initializer"
    assert kernel.span("shape").text == "[features, units]"
    assert kernel.at("shape", 1).text == "units"


def test_the_short_form_stands_for_its_key(spec, good):
    file = spec(good).file
    inputs = file.layers["Linear"].inputs["x"]
    assert (inputs.key_span().text, inputs.span("shape").text) == ("x", "[..., features]")
    assert file.params["width"].span("default").text == "64"
    dense = file.model.sequential[2]
    assert dense.key_span() == dense.span("layer")


def test_a_value_that_is_left_out_is_none_and_told_at_what_is_round_it(spec, good):
    kernel = spec(good).file.layers["Linear"].weights["kernel"]
    assert kernel.find("dtype") is None
    assert kernel.span("dtype") == kernel.span()
    with pytest.raises(LookupError):
        kernel.at("dtype")


def test_a_section_that_is_left_out_is_told_at_the_whole_file(spec, good):
    file = spec(good[: good.index("runtime:")] if "runtime:" in good else good).file
    assert file.runtime.span("precision") == file.span()


def test_sections_are_equal_wherever_they_stand(spec, good):
    assert spec(good).file.layers["Linear"].inputs["x"] == InputSpec(shape=["...", "features"])


def test_a_section_that_no_file_holds_has_no_values_with_places():
    made = InputSpec(shape=["batch"])
    assert made.find("shape") is None
    with pytest.raises(LookupError):
        made.span("shape")
