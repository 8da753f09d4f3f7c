"""Trains a spec on meshes of eight pretended devices, and prints what came of it as JSON."""

import gc
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=8"

from wtspec.model import alone
from wtspec.runs.run import run
from wtspec.stages import check_file


def train(spec, settings):
    """One run: its metrics, how each weight and slot lies, and what lay whole that is cut."""
    import jax

    gc.collect()
    seen, before = {}, jax.live_arrays()  # of other runs
    known = set(map(id, before))

    def look(event):
        for one in jax.live_arrays():
            if id(one) not in known:
                seen.setdefault(one.shape, set()).add(_part(one))

    checked = check_file(Path(spec), list(settings.items()))
    with tempfile.TemporaryDirectory() as runs, alone():
        done = run(checked, runs_dir=Path(runs), listener=look)
        model = done.model
        variables = {one.path: one.value for one in [*model.variables, *model.optimizer.variables]}
    cut = {one.shape for one in variables.values() if _part(one) != one.shape}
    return {
        "history": list(done.history),
        "lies": {path: _lies(one) for path, one in variables.items()},
        "whole": sorted(str(shape) for shape in cut if shape in seen[shape]),
    }


def _part(value):
    return value.sharding.shard_shape(value.shape)


def _lies(value):
    """The axes of the mesh by dim, and the shapes of the parts on each device."""
    parts = {str(shard.data.shape) for shard in value.addressable_shards}
    return list(getattr(value.sharding, "spec", ())), len(value.addressable_shards), sorted(parts)


if __name__ == "__main__":
    pairs = zip(sys.argv[1::2], sys.argv[2::2], strict=True)
    sys.stdout.write(json.dumps([train(spec, json.loads(settings)) for spec, settings in pairs]))
