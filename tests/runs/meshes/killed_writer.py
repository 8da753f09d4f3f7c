"""A process on two devices that is killed while it writes its second state."""

import os
import signal
import sys
from pathlib import Path


def main(run):
    """Never returns."""
    os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=2"
    os.environ["KERAS_BACKEND"] = "jax"
    from tests.runs.meshes.models import make_model, take
    from wtspec.runs.checkpoints import checkpoint

    model = make_model({"data": 1, "model": 2}, 1)
    checkpoint.write_checkpoint(take(model), run / "checkpoints" / "epoch_1_step_2", 0.0)

    write = checkpoint.write_parts

    def write_and_die(parts, folder):
        write(parts, folder)
        os.kill(os.getpid(), signal.SIGKILL)

    checkpoint.write_parts = write_and_die
    checkpoint.write_checkpoint(take(model), run / "checkpoints" / "epoch_2", 0.0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
