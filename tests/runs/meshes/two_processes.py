"""One of two processes with two devices each, which save, look at and read a state together."""

import json
import os
import sys
from pathlib import Path


def main(index, port, folder):
    """Does all, and prints what it has seen."""
    os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=2"
    os.environ["KERAS_BACKEND"] = "jax"
    from wtspec.model.processes.join import join, leave
    from wtspec.program.program import Processes

    join(Processes(f"127.0.0.1:{port}", 2, index), None)
    sys.stdout.write(json.dumps(seen(Path(folder))))
    leave()


def seen(folder):
    """What this process has seen."""
    import numpy as np

    from tests.runs.meshes.models import kernel_of, make_model, own_bits, take
    from wtspec.model import load_weights, save_weights
    from wtspec.model.paths import weights
    from wtspec.runs.checkpoints.checkpoint import read_checkpoint, write_checkpoint
    from wtspec.runs.checkpoints.find_lost import find_lost_weight
    from wtspec.runs.weights_table import weights_table
    from wtspec.train.gauge import see_weights
    from wtspec.train.take_snapshot import put_snapshot

    sizes = {"model": 2, "data": 2}  # so that each process has a part alone
    model, other = make_model(sizes, 1), make_model(sizes, 2)
    save_weights(model, folder / "w.safetensors")
    path = folder / "epoch_1_step_2"
    write_checkpoint(take(model), path, 0.0)
    differed = own_bits(other) != own_bits(model)
    put_snapshot(other, read_checkpoint(path, lazily=True)[0])
    third = make_model(sizes, 3)
    load_weights(third, folder / "w.safetensors")
    (part,) = take(model).arrays["weights/hidden/kernel"].parts
    found = {
        "differed": differed,
        "is_read": own_bits(other) == own_bits(model),
        "is_loaded": shards(third.weights) == shards(model.weights),
        "norms": see_weights(weights(model), 1).norms,
        "table": weights_table(weights(model), {}),
        "part": part,
    }
    kernel = kernel_of(model)
    kernel.assign(kernel.value.at[0, 7].set(np.nan))
    found["lost"] = find_lost_weight(take(model).arrays)
    return found


def shards(variables):
    """The parts that this process has."""
    import numpy as np

    each = [one for each in variables for one in each.value.addressable_shards]
    return [np.asarray(one.data).tobytes() for one in each]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
