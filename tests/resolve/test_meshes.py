"""What shardings name is an axis of the mesh, whose devices divide what they share."""

import pytest

from wtspec.errors import SpecError
from wtspec.stages import check_file

SPEC = """\
wtspec: 1
params: {{width: 6}}
layers:
  Mix:
    params: {{units: 4}}
    inputs: {{x: [..., dim]}}
    weights:
      kernel: {{shape: {shape}, initializer: zeros, sharding: {sharding}}}
    call: x @ kernel
model:
  inputs: {{x: [batch, 8]}}
  sequential: [{{Mix: {{units: =width}}}}, Mix]
data:
  source: {{synthetic: {{rows: 64, columns: {{x: {{shape: [8]}}, y: {{shape: [4]}}}}}}}}
  inputs: {{x: =x}}
  targets: =y
train:
  epochs: 1
  optimizer: Adam
  loss: MeanSquaredError
  groups: {groups}
runtime: {runtime}
"""
WHOLE = '[{match: "**", trainable: true}]'


@pytest.fixture
def faults(tmp_path):
    """The code and the place of each fault of a file."""

    def find(
        sharding="[null, model]",
        runtime="{mesh: {data: auto, model: 2}}",
        groups=WHOLE,
        shape="[dim, units]",
        overrides=(),
    ):
        path = tmp_path / "spec.yaml"
        path.write_text(
            SPEC.format(sharding=sharding, runtime=runtime, groups=groups, shape=shape), "utf-8"
        )
        try:
            check_file(path, overrides)
        except SpecError as error:
            return [(fault.code, fault.span.text) for fault in error.diagnostics]
        return []

    return find


@pytest.mark.parametrize("axes", ["[null, model]", "[data, model]", "[data, null]", "null"])
def test_axes_of_the_mesh_can_be_named_and_data_is_always_one(faults, axes):
    assert faults(axes) == []
    assert faults(axes, "{mesh: {model: 2}}") == []


def test_an_axis_that_the_mesh_lacks_is_told_once_where_it_stands_first(faults):
    group = '[{match: "mix/kernel", sharding: [expert, null]}]'
    assert faults("[expert, null]") == [("unknown-axis", "expert")]
    assert faults("[expert, expert2]", groups=group) == [
        ("unknown-axis", "expert"),
        ("unknown-axis", "expert2"),
    ]
    assert faults("null", groups=group) == [("unknown-axis", "expert")]


def test_without_a_mesh_that_alone_is_told(faults):
    group = '[{match: "mix/kernel", sharding: [expert, null]}]'
    assert faults(runtime="{seed: 1}", groups=group) == [("missing-mesh", "model")]
    assert faults("null", runtime="{seed: 1}", groups=group) == [("missing-mesh", "expert")]


def test_several_processes_have_a_mesh_of_all_devices_along_data(faults):
    assert faults("[data, null]", "{processes: auto}") == []
    assert faults("[null, model]", "{processes: auto}") == [("unknown-axis", "model")]


def test_a_fault_of_the_mesh_is_not_told_of_what_names_its_axes(faults):
    assert faults("[null, model]", "{mesh: {data: auto, model: 0}}") == [("out-of-range", "0")]
    assert faults("[null, model]", "{mesh: {data: auto, model: auto}}") == [
        ("several-autos", "mesh")
    ]
    assert faults("[null, model]", "{mesch: {data: auto, model: 2}}") == [("unknown-key", "mesch")]


def test_a_size_that_params_settle_must_be_divided(faults):
    assert faults(runtime="{mesh: {model: 4}}") == [("indivisible-size", "[null, model]")]
    assert faults(runtime="{mesh: {model: 4}}", overrides=[("params.width", "8")]) == []


def test_an_auto_axis_is_asked_nothing_before_the_devices_are_counted(faults):
    assert faults(runtime="{mesh: {model: auto}}") == []


def test_a_size_that_is_odd_whatever_the_params_are_must_be_divided_too(faults):
    odd = "[dim, 2 * units + 1]"
    assert faults(shape=odd) == [("indivisible-size", "[null, model]")]


def test_a_shape_that_is_a_formula_has_a_rank_as_well(faults):
    assert faults("[null]", shape="'=[dim, units]'") == [("sharding-rank", "[null]")]


def test_a_library_leaves_it_to_others_whether_there_is_a_mesh(tmp_path):
    library = SPEC.format(
        shape="[dim, units]", sharding="[null, model]", groups=WHOLE, runtime="{}"
    )
    text = library[: library.index("model:\n  inputs")].replace("params: {width: 6}\n", "")
    (tmp_path / "lib.yaml").write_text(text, "utf-8")
    main = (
        "wtspec: 1\nimports: [lib.yaml]\nmodel:\n  inputs: {x: [batch, 8]}\n  sequential: [Mix]\n"
    )
    (tmp_path / "main.yaml").write_text(main, "utf-8")
    assert check_file(tmp_path / "lib.yaml").warnings == ()
    check_file(tmp_path / "main.yaml")
    (tmp_path / "main.yaml").write_text(main + "runtime: {mesh: {data: 2}}\n", "utf-8")
    with pytest.raises(SpecError) as caught:
        check_file(tmp_path / "main.yaml")
    assert [fault.code for fault in caught.value.diagnostics] == ["unknown-axis"]


PROCESSES = [
    ("{coordinator: 'node-0:1234', count: 2, index: 1}", []),
    ("{coordinator: '[::1]:1234', count: =width, index: =width - 1}", []),
    ("{coordinator: 'node-0:1234', count: 2, index: 2}", ["invalid-index"]),
    ("{coordinator: 'node-0:1234', count: =width, index: 6}", ["invalid-index"]),
    ("{coordinator: node-0, count: 2, index: 1}", ["invalid-address"]),
    ("{coordinator: 'node-0:0', count: 2, index: 1}", ["invalid-address"]),
    ("{coordinator: 'node-0:65536', count: 2, index: 1}", ["invalid-address"]),
    ("{coordinator: 'http://node-0:1234', count: 2, index: 1}", ["invalid-address"]),
    ("{coordinator: 'user@node-0:1234', count: 2, index: 1}", ["invalid-address"]),
]


@pytest.mark.parametrize(("given", "codes"), PROCESSES)
def test_processes_are_counted_from_zero_and_the_first_has_an_address(faults, given, codes):
    found = faults("null", f"{{processes: {given}}}")
    assert [code for code, _ in found] == codes
