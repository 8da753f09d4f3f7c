"""Compiles the steps of specs for eight devices that are pretended, in a process of its own.

Reads specs by name from stdin, as JSON, and prints what their steps cost; and what hand-written
programs exchange.
"""

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import jax
import jax.numpy as jnp

jax.config.update("jax_num_cpu_devices", 8)

from jax.sharding import Mesh, NamedSharding, PartitionSpec  # noqa: E402 - devices come first

from wtspec.model import prepare_backend  # noqa: E402
from wtspec.runs.planning.hlo.count_flops import count_flops  # noqa: E402
from wtspec.runs.planning.hlo.find_collectives import find_collectives  # noqa: E402
from wtspec.runs.planning.hlo.read_module import read_module  # noqa: E402
from wtspec.runs.planning.plan_spec import plan_spec  # noqa: E402
from wtspec.runs.run import run  # noqa: E402
from wtspec.stages import check_file  # noqa: E402


def cost_of(text):
    """What a step of a spec costs, as a plan tells it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "spec.yaml")
        path.write_text(text)
        return asdict(plan_spec(check_file(path), compiled=True).plan.cost)


def held(text):
    """What a device holds after a training, beside what the plan said that it would."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "spec.yaml")
        path.write_text(text)
        checked = check_file(path)
        planned = plan_spec(checked).plan.held
        model = run(checked, runs_dir=Path(folder, "runs")).model
    found = [_on_first(model.weights), _on_first(model.optimizer.variables)]
    return {"planned": [planned.weights, planned.optimizer], "found": found}


def _on_first(variables):
    first = jax.devices()[0]
    shards = (part for one in variables for part in one.value.addressable_shards)
    return sum(part.data.nbytes for part in shards if part.device == first)


def megatron():
    """A hand-written block of two products, cut as Megatron does, and its gradient."""
    mesh = Mesh(jax.devices(), ("model",))

    def lie(shape, *axes):
        where = NamedSharding(mesh, PartitionSpec(*axes))
        return jax.ShapeDtypeStruct(shape, "float32", sharding=where)

    def loss(weights, x):
        up, down = weights
        return jnp.mean(jnp.square(jnp.tanh(x @ up) @ down))

    weights = lie((32, 128), None, "model"), lie((128, 32), "model", None)
    where = tuple(one.sharding for one in weights)
    whole = NamedSharding(mesh, PartitionSpec())
    program = jax.jit(jax.grad(loss, argnums=(0, 1)), out_shardings=(where, whole))
    text = program.lower(weights, lie((16, 32))).compile().as_text()
    module = read_module(text)
    times, found = find_collectives(module, {"model": 8}, [])
    return {
        "operations": times,
        "collectives": [asdict(one) for one in found],
        "flops": count_flops(module),
        "named": {kind: text.count(f" {kind}(") for kind in times},
    }


if __name__ == "__main__":
    prepare_backend("cpu", compile_cache=False)
    given = json.load(sys.stdin)
    costs = {name: cost_of(text) for name, text in given.items()}
    costs["by hand"] = megatron()
    costs["held"] = held(given["blocks"])
    json.dump(costs, sys.stdout)
