"""Cuts that do not fit the weights are told before anything is compiled, where they are said."""

import pytest

from wtspec.errors import SpecError
from wtspec.model.abstract import build_abstract
from wtspec.model.mesh.check_axes import check_axes
from wtspec.model.mesh.weight_axes import weight_axes

SPEC = """
layers:
  Mix:
    params: {{units: 6}}
    inputs: {{x: [batch, dim]}}
    weights:
      kernel: {{shape: [dim, units], initializer: zeros, sharding: {sharding}}}
      bias: {{shape: [units], initializer: zeros}}
    call: x @ kernel + bias
model:
  inputs: {{x: [batch, 6]}}
  layers:
    mix: Mix
    blocks: {{layer: {{Mix: 6}}, repeat: 4, scan: {scan}}}
    head: {{Dense: 4}}
  call: head(blocks(mix(x)))
data:
  source: {{synthetic: {{rows: 64, columns: {{x: {{shape: [6]}}, y: {{shape: [4]}}}}}}}}
  inputs: {{x: =x}}
  targets: =y
train:
  epochs: 1
  optimizer: Adam
  loss: MeanSquaredError
  groups: {groups}
runtime:
  mesh: {{data: auto, model: auto_or_not}}
"""


@pytest.fixture
def faults(compiled):
    """The faults of cuts under `model: 2` or more, and the axes of those that have none."""

    def find(groups="[]", sharding="[null, null]", model=2, scan="false"):
        text = SPEC.format(groups=groups, sharding=sharding, scan=scan)
        found = compiled(text.replace("{data: auto, model: auto_or_not}", "{model: auto}"))
        abstract = build_abstract(found.code)
        try:
            check_axes(found.code, abstract, {"data": 2, "model": model})
        except SpecError as error:
            return list(error.diagnostics)
        return weight_axes(found.code, abstract)

    return find


def test_a_size_that_the_settled_axis_does_not_divide_is_told_at_the_declaration(faults):
    assert faults(sharding="[null, model]")["mix/kernel"] == (None, "model")
    (fault,) = faults(sharding="[null, model]", model=4)
    assert (fault.code, fault.expected, fault.received) == (
        "indivisible-size",
        "a multiple of 4",
        "`6`",
    )
    assert fault.span.text == "[null, model]"


def test_a_size_that_a_group_cuts_unevenly_is_told_at_the_group(faults):
    (fault,) = faults('[{match: "head/kernel", sharding: [model, null]}]', model=4)
    assert (fault.code, fault.span.text) == ("indivisible-size", '"head/kernel"')
    assert "`head/kernel`" in fault.message


def test_a_groups_sharding_of_another_rank_is_told_once(faults):
    (fault,) = faults('[{match: "*/bias", sharding: [null, model]}]')
    assert (fault.code, fault.received) == ("sharding-rank", "2")


def test_a_later_group_replaces_a_cut_that_would_not_fit(faults):
    cut = '{match: "**/kernel", sharding: [null, model]}'
    whole = '{match: "**/kernel", sharding: [null, null]}'
    assert faults(f"[{cut}, {whole}]", model=4) == {}


def test_a_group_that_cuts_some_blocks_of_a_scan_is_told(faults):
    group = '[{match: "blocks/1/kernel", sharding: [null, model]}]'
    (fault,) = faults(group, scan="true")
    assert (fault.code, fault.span.text) == ("scan-divided", '"blocks/1/kernel"')
    assert "[null, model] for `blocks/1/kernel`, but null for `blocks/0/kernel`" in fault.message
    assert list(faults(group)) == ["blocks/1/kernel"]


def test_a_group_that_leaves_some_blocks_of_a_cut_scan_whole_is_told(faults):
    group = '[{match: "blocks/0/kernel", sharding: [null, null]}]'
    (fault,) = faults(group, sharding="[model, null]", scan="true")
    assert fault.code == "scan-divided"


def test_all_blocks_of_a_scan_can_be_cut(faults):
    axes = faults('[{match: "blocks/*/kernel", sharding: [null, model]}]', scan="true")
    assert list(axes) == [f"blocks/{index}/kernel" for index in range(4)]


def test_a_group_that_cuts_nothing_of_the_model_is_told(faults):
    (fault,) = faults('[{match: "head/kernl", sharding: [null, model]}]')
    assert (fault.code, fault.help) == ("unmatched-glob", "did you mean `head/kernel`?")
