"""Texts of compiled programs in the forms that XLA has for them."""

from pathlib import Path

import pytest

from wtspec.runs.planning.hlo.count_flops import count_flops
from wtspec.runs.planning.hlo.device_groups import axes_of, first_group
from wtspec.runs.planning.hlo.find_collectives import find_collectives
from wtspec.runs.planning.hlo.op_names import origin_of
from wtspec.runs.planning.hlo.read_module import Array, read_module

LOOPS = Path(__file__).with_name("loops.hlo").read_text("utf-8")
MESH = {"data": 2, "model": 2}


def test_loops_count_as_often_as_they_run():
    times, found = find_collectives(read_module(LOOPS), MESH, ["dense/kernel"])
    assert times == {"all-gather": 1, "all-reduce": 5}
    reduced, gathered = found
    assert (reduced.kind, reduced.arrays, reduced.bytes) == ("all-reduce", 5, 5 * 4 * 8 * 2)
    assert (reduced.axes, reduced.phase, reduced.place) == (("model",), "forward", "blocks/*")
    assert (gathered.kind, gathered.bytes) == ("all-gather", 12 * 4 * 2)
    assert (gathered.place, gathered.is_weight) == ("dense/kernel", True)
    assert gathered.axes == ("data", "model")


def test_a_loop_of_unknown_length_counts_once_and_is_told():
    text = LOOPS.replace(', backend_config={"known_trip_count":{"n":"5"}}', "")
    module = read_module(text)
    assert module.has_open_loops
    assert not read_module(LOOPS).has_open_loops
    assert find_collectives(module, MESH, [])[0]["all-reduce"] == 1


def test_products_count_two_for_each_number_that_is_summed_up():
    assert count_flops(read_module(LOOPS)) == 2 * 2 * 4 * 3


def test_convolutions_count_the_window_and_the_channels_of_a_group():
    line = "  ROOT %out = f32[2,6,6,8]{3,2,1,0} convolution(%x, %w), window={size=3x3}, "
    labels = "dim_labels=b01f_01io->b01f, feature_group_count=2"
    text = (
        "ENTRY %main (x: f32[2,8,8,4], w: f32[3,3,2,8]) -> f32[2,6,6,8] {\n"
        "  %x = f32[2,8,8,4]{3,2,1,0} parameter(0)\n"
        "  %w = f32[3,3,2,8]{3,2,1,0} parameter(1)\n" + line + labels + "\n}\n"
    )
    assert count_flops(read_module(text)) == 2 * (2 * 6 * 6 * 8) * (3 * 3 * 2)


@pytest.mark.parametrize(
    ("said", "group", "axes"),
    [
        ("replica_groups={{0,2},{1,3}}", (0, 2), ("data",)),
        ("replica_groups=[2,2]<=[4]", (0, 1), ("model",)),
        ("replica_groups=[2,2]<=[2,2]T(1,0), dimensions={0}", (0, 2), ("data",)),
        ("replica_groups=[1,4]<=[4]", (0, 1, 2, 3), ("data", "model")),
        ("replica_groups=mesh['a'=2,'b'=1,'c'=2] {'a'}", (0, 2), ("data",)),
        ("replica_groups=mesh['a'=2,'b'=2] {'a','b'}", (0, 1, 2, 3), ("data", "model")),
        ("source_target_pairs={{0,0},{1,3},{3,1}}", (1, 3), ("data",)),
        ("replica_groups={}", (0, 1, 2, 3), ("data", "model")),
    ],
)
def test_groups_of_devices_are_read_in_every_form(said, group, axes):
    assert first_group(f", channel_id=1, {said}, x=y", 4) == group
    assert axes_of(group, MESH) == axes


@pytest.mark.parametrize(
    ("name", "phase", "layer"),
    [
        ("jit(_once)/jvp(blocks.0)/up/dot_general", "forward", "blocks/0/up"),
        ("jit(_once)/transpose(jvp(head))/reduce_sum", "backward", "head"),
        ("jit(_once)/transpose(jvp(embed))/jit(_take)/scatter-add", "backward", "embed"),
        (
            "jit(_once)/jvp(blocks.*)/while/body/closed_call/blocks.0/after/mul",
            "forward",
            "blocks/*/after",
        ),
        ("jit(_once)/adam/add", "update", "adam"),
        ("jit(_once)/jvp(head)/btd,dce->btce/dot_general", "forward", "head"),
        ("jit(_once)/jvp()/add", "forward", ""),
        ("", "update", ""),
    ],
)
def test_names_of_operations_tell_layers_and_ways(name, phase, layer):
    assert origin_of(name) == (phase, layer)


def test_types_take_their_bytes():
    sizes = {"f32": 4, "bf16": 2, "pred": 1, "s32": 4, "f8e4m3fn": 1, "u8": 1, "c64": 8}
    assert {one: Array(one, ()).bytes for one in sizes} == sizes
    assert Array("bf16", (3, 5)).bytes == 30
    assert Array("token", ()).bytes == 0
