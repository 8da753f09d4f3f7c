"""Specs as text, and the warnings about them."""

import pytest

from wtspec.stages import check, load

FILE = """\
wtspec: 1
model:
  inputs: {{x: [batch, 16]}}
{model}
data:
  source: {{npz: not_at_hand.npz}}
  inputs: {{x: =x}}
  targets: {targets}
{data}
train:
  epochs: 1
  optimizer: adam
{train}
"""

LAYER = """\
wtspec: 1
layers:
  Thing:
    inputs: {{x: [batch, time, dim]}}
{parts}
    call: |
{call}
"""


def indented(text, by):
    return "\n".join(" " * by + line for line in text.strip("\n").split("\n")) if text else ""


def trained(model, train="loss: mse", data="", targets="=y"):
    """A file whose model has these lines, trained so."""
    return FILE.format(
        model=indented(model, 2), train=indented(train, 2), data=indented(data, 2), targets=targets
    )


def one_layer(call, parts=""):
    """A library with one layer."""
    return LAYER.format(call=indented(call, 6), parts=indented(parts, 4))


@pytest.fixture
def warnings(tmp_path):
    """The warnings about a text."""

    def check_text(text):
        path = tmp_path / "spec.yaml"
        path.write_text(text, encoding="utf-8")
        return check(load(path)).warnings

    return check_text


@pytest.fixture
def codes(warnings):
    """The codes of the warnings about a text."""
    return lambda text: [one.code for one in warnings(text)]


@pytest.fixture
def told(warnings):
    """The texts that the warnings about a file underline, each with its code."""

    def read(text):
        return [(one.code, underlined(one.span)) for one in warnings(text)]

    return read


def underlined(span):
    line = span.source.lines[span.line - 1]
    return line[span.column - 1 : span.end_column - 1]
