"""Specs as text, resolved; most tests need one layer and its body."""

from textwrap import indent

import pytest

from wtspec.errors import SpecError
from wtspec.stages import check, load

LAYER = """\
layers:
  Thing:
    params: {units: 4, flag: true, act: {type: activation, default: relu}}
    inputs: {x: [batch, time, dim], mask: {shape: [batch, time], dtype: bool, optional: true}}
    weights:
      w: {shape: [dim, dim], initializer: ones}
      mean: {shape: [dim], initializer: zeros, trainable: false}
    layers:
      dense: {Dense: =dim}
      blocks: {layer: {Dense: =dim}, repeat: 2}
    call: |
"""


def body(lines):
    """A file with one layer whose `call` has these lines."""
    return LAYER + indent(lines, "      ")


@pytest.fixture
def program(tmp_path):
    """The program of a text."""

    def resolve(text):
        path = tmp_path / "spec.yaml"
        path.write_text("wtspec: 1\n" + text, encoding="utf-8")
        return check(load(path)).program

    return resolve


@pytest.fixture
def codes(program):
    """The codes of a text's faults; none where it is right."""

    def read(text):
        try:
            program(text)
        except SpecError as error:
            return [fault.code for fault in error.diagnostics]
        return []

    return read


@pytest.fixture
def fault(program):
    """The one fault of a text."""

    def read(text):
        with pytest.raises(SpecError) as caught:
            program(text)
        (found,) = caught.value.diagnostics
        return found

    return read


@pytest.fixture
def bound(program):
    """The layer `Thing` with a body of these lines, bound."""

    def bind(lines, functions=""):
        (layer,) = program(functions + body(lines)).layers
        return layer

    return bind


@pytest.fixture
def body_codes(codes):
    """The codes of the faults of a body."""
    return lambda lines, functions="": codes(functions + body(lines))
