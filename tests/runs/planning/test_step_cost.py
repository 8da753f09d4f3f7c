"""What plans say of the collectives in a step, beside what theory says."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BLOCKS = """
wtspec: 1
layers:
  Block:
    params: {heads: {type: int}}
    inputs: {x: [batch, time, dim]}
    weights:
      qkv: {shape: [dim, 3, dim], initializer: glorot_uniform, sharding: [null, null, model]}
      out: {shape: [dim, dim], initializer: glorot_uniform, sharding: [model, null]}
      up: {shape: [dim, 4 * dim], initializer: glorot_uniform, sharding: [null, model]}
      down: {shape: [4 * dim, dim], initializer: glorot_uniform, sharding: [model, null]}
    call: |
      parts = (batch, time, 3, heads, dim // heads)
      mixed = reshape(einsum("btd,dce->btce", x, qkv), parts)
      q, k, v = mixed[:, :, 0], mixed[:, :, 1], mixed[:, :, 2]
      scores = softmax(einsum("bqhd,bkhd->bhqk", q, k) / sqrt(dim // heads))
      x = x + reshape(einsum("bhqk,bkhd->bqhd", scores, v), (batch, time, dim)) @ out
      return x + tanh(x @ up) @ down
    returns: [batch, time, dim]
model:
  inputs: {x: [batch, 8, 32]}
  layers: {blocks: {layer: {Block: 4}, repeat: 2}, head: {Dense: 4}}
  call: head(blocks(x))
data:
  source: {synthetic: {rows: 64, columns: {x: {shape: [8, 32]}, y: {shape: [8, 4]}}}}
  inputs: {x: =x}
  targets: =y
  batch_size: 16
train: {steps: 2, optimizer: adam, loss: mse}
runtime: {mesh: {data: 2, model: 4}}
"""
DENSE = """
wtspec: 1
model:
  inputs: {x: [batch, 64]}
  layers: {up: {Dense: {units: 32, activation: relu}}, down: {Dense: 4}}
  call: down(up(x))
data:
  source: {synthetic: {rows: 64, columns: {x: {shape: [64]}, y: {shape: [4]}}}}
  inputs: {x: =x}
  targets: =y
  batch_size: 16
train: {steps: 100, optimizer: adam, loss: mse}
runtime: {mesh: {data: 8}}
"""
SPECS = {
    "blocks": BLOCKS,
    "scanned": BLOCKS.replace("repeat: 2", "repeat: 6, scan: true"),
    "dense": DENSE,
    "spread": DENSE.replace(
        "steps: 100", "steps: 100, groups: [{match: up/kernel, sharding: [data, null]}]"
    ),
    "several": DENSE.replace("steps: 100", "steps: 100, accumulate: 2"),
    "half": DENSE.replace("{mesh: {data: 8}}", "{mesh: {data: 8}, precision: mixed_bfloat16}"),
    "single": DENSE.partition("runtime:")[0],
}
WEIGHTS = 4 * (64 * 32 + 32 + 32 * 4 + 4)
"""Bytes of the dense model."""
BLOCK = 4 * (4 * 32 * 32 + 8 * 32 * 32)
SHARED = 8 * 8 * 32 * 4
"""Bytes of what a block gives for the rows of a device."""


@pytest.fixture(scope="module")
def costs():
    done = subprocess.run(
        [sys.executable, "-m", "tests.runs.planning.costs"],
        cwd=Path(__file__).parents[3],
        input=json.dumps(SPECS),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def total(cost, **wanted):
    """Arrays and bytes of what is exchanged so."""
    found = [
        one
        for one in cost["collectives"]
        if all(one[key] == value for key, value in wanted.items())
    ]
    return sum(one["arrays"] for one in found), sum(one["bytes"] for one in found)


def test_rows_that_are_divided_sum_gradients_as_large_as_the_weights(costs):
    cost = costs["dense"]
    assert set(cost["operations"]) == {"all-reduce"}
    assert total(cost, phase="backward", axes=["data"]) == (4, WEIGHTS)
    named = {one["place"] for one in cost["collectives"] if one["is_weight"]}
    assert named == {"up/kernel", "up/bias", "down/kernel", "down/bias"}
    assert total(cost, is_weight=True)[1] == WEIGHTS
    assert total(cost, phase="forward")[1] <= 16  # the loss


@pytest.mark.parametrize(("name", "depth"), [("blocks", 2), ("scanned", 6)])
def test_blocks_cut_as_megatron_does_exchange_once_each_way_and_each_part(costs, name, depth):
    cost = costs[name]
    once = 2 * depth, 2 * depth * SHARED  # attention and the two products
    assert total(cost, axes=["model"], phase="forward") == once
    arrays, exchanged = total(cost, axes=["model"], phase="backward")
    first = 1 if name == "blocks" else 0  # nobody asks for the gradient of the first input
    assert (arrays + first, exchanged + first * SHARED) == once
    head = 4 * (32 * 4 + 4)
    gradients = total(cost, axes=["data"], phase="backward")[1]
    assert gradients == depth * BLOCK // 4 + head


def test_the_flops_of_a_step_are_those_of_its_products(costs):
    tokens = 8 * 8
    forward = 2 * (2 * tokens * BLOCK // 4 // 4 + 2 * 2 * 8 * 8 * 8 * 32 // 4)
    head = 2 * tokens * 32 * 4
    flops = costs["blocks"]["flops"]
    # Backward takes twice as many, but for the gradient of the first input, which nobody asks for.
    skipped = 2 * tokens * 32 * 3 * 32 // 4
    assert flops == 3 * (forward + head) - skipped
    assert costs["single"]["flops"] == 2 * 16 * (2 * 64 * 32 + 3 * 32 * 4)


def test_a_weight_that_is_cut_along_the_rows_is_gathered_where_it_is_used(costs):
    (gathered,) = [one for one in costs["spread"]["collectives"] if one["kind"] == "all-gather"]
    assert (gathered["place"], gathered["is_weight"]) == ("up/kernel", True)
    assert (gathered["phase"], gathered["bytes"]) == ("forward", 4 * 64 * 32)


def test_gradients_of_16_bits_are_known_for_their_weights(costs):
    named = {one["place"] for one in costs["half"]["collectives"] if one["is_weight"]}
    assert named == {"up/kernel", "up/bias", "down/kernel", "down/bias"}


def test_batches_of_one_update_exchange_their_gradients_each(costs):
    cost = costs["several"]
    assert cost["flops"] == 2 * costs["dense"]["flops"]
    assert total(cost, phase="backward") == (8, 2 * WEIGHTS)


def test_a_single_device_exchanges_nothing(costs):
    cost = costs["single"]
    assert (cost["operations"], cost["collectives"]) == ({}, [])
    assert cost["temporary_bytes"] > 0


def test_programs_written_by_hand_are_read_as_theory_and_their_text_have_them(costs):
    cost = costs["by hand"]
    assert cost["operations"] == cost["named"] == {"all-reduce": 2}
    assert total(cost, kind="all-reduce") == (2, 2 * 16 * 32 * 4)
    assert cost["flops"] == 2 * 16 * 32 * 128 // 8 * 6


def test_a_device_holds_what_was_planned(costs):
    assert costs["held"]["found"] == costs["held"]["planned"]
