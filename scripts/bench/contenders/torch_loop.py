"""PyTorch: a plain loop, eager."""

# Only `make bench` installs it.
# pyright: reportMissingImports=false

import torch
from torch.nn import functional

from scripts.bench.contenders.turns import Turns, read_task, take_turns
from scripts.bench.models.in_torch import count_params, make_model
from scripts.bench.rows import make_rows


def main(*, compiled: bool = False) -> None:
    """Batches are taken where the data lie; the metrics are read at the epoch's end."""
    task, turns = read_task(), Turns()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.backends.cuda.matmul.allow_tf32 = True  # as JAX does by itself
    x, y = (torch.from_numpy(rows).to(device) for rows in make_rows(task.workload, task.steps))
    y = y.long()
    model = make_model(task.workload).to(device)
    turns.ready(count_params(model))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)  # its fastest
    forward = torch.compile(model) if compiled else model
    autocast = torch.autocast(device, torch.bfloat16, enabled=task.workload.half)

    def step(x: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        with autocast:
            logits = forward(x)
            loss = functional.cross_entropy(logits.flatten(0, -2), y.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach(), (logits.detach().argmax(-1) == y).float().mean()

    def epoch() -> tuple[float, float]:
        loss, accuracy = torch.zeros((), device=device), torch.zeros((), device=device)
        for rows in torch.randperm(len(x), device=device).view(task.steps, -1):
            one_loss, one_accuracy = step(x[rows], y[rows])
            loss += one_loss
            accuracy += one_accuracy
        return loss.item() / task.steps, accuracy.item() / task.steps

    take_turns(turns, epoch)


if __name__ == "__main__":
    main()
