"""Runs' folders as a training leaves them, without one."""

import json

SPEC = "wtspec: 1\nname: digits\ntrain:\n  epochs: 5\n"
WITH_BEST = SPEC + "  checkpoint: {{every: 1 epoch, best: {}}}\n"


def write_run(folder, status="finished", losses=(3.0, 1.0, 2.0), spec=SPEC):
    """A run of five epochs, of which those with a loss are over."""
    folder.mkdir(parents=True)
    (folder / "config.resolved.yaml").write_text(spec, "utf-8")
    (folder / "environment.json").write_text(json.dumps({"status": status}), "utf-8")
    lengths = {"steps_per_epoch": 10, "total_steps": 45}
    (folder / "preprocessing.json").write_text(json.dumps({"lengths": lengths}), "utf-8")
    lines = [
        {"loss": loss / 2, "val_loss": loss, "val_accuracy": loss / 4, "epoch": epoch}
        for epoch, loss in enumerate(losses, start=1)
    ]
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    (folder / "metrics.jsonl").write_text(text, "utf-8")
    return folder
