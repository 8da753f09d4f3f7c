"""The models in PyTorch."""

# Only `make bench` installs it.
# pyright: reportMissingImports=false

from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional

from scripts.bench.workloads import Decoder, Workload


def make_model(workload: Workload) -> nn.Module:
    """The workload's model."""
    if workload.model == "decoder":
        return _Decoder(workload.decoder)
    return {"mlp": _mlp, "wide": _wide, "residual": _residual, "cnn": _cnn, "gru": _Gru}[
        workload.model
    ]()


def count_params(model: nn.Module) -> int:
    """How many numbers its parameters hold."""
    return sum(one.numel() for one in model.parameters())


def _mlp() -> nn.Module:
    return nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))


def _wide() -> nn.Module:
    widths = (784, 2048, 2048, 2048, 2048)
    hidden = [layer for pair in pairwise(widths) for layer in (nn.Linear(*pair), nn.ReLU())]
    return nn.Sequential(*hidden, nn.Linear(2048, 10))


def _residual() -> nn.Module:
    return nn.Sequential(*[_Beside() for _ in range(48)], nn.Linear(64, 10))


class _Beside(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.dense = nn.Linear(64, 64)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + torch.tanh(self.dense(x))


def _cnn() -> nn.Module:
    return nn.Sequential(
        _ChannelsFirst(),
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.5),
        nn.Linear(1600, 10),
    )


class _ChannelsFirst(nn.Module):
    """The same bytes where there is but one channel."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.permute(0, 3, 1, 2)


class _Gru(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRU(16, 64, batch_first=True)
        self.head = nn.Linear(64, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        _, last = self.gru(x)
        return self.head(last[0])


class _Decoder(nn.Module):
    def __init__(self, sizes: Decoder) -> None:
        super().__init__()
        self.embed = nn.Embedding(sizes.vocabulary, sizes.width)
        self.positions = nn.Parameter(torch.empty(sizes.tokens, sizes.width))
        nn.init.normal_(self.embed.weight, std=0.02)
        nn.init.normal_(self.positions, std=0.02)
        self.blocks = nn.ModuleList([_Block(sizes) for _ in range(sizes.depth)])
        self.norm = nn.LayerNorm(sizes.width)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        x = self.embed(ids) + self.positions
        for block in self.blocks:
            x = block(x)
        return functional.linear(self.norm(x), self.embed.weight)


class _Block(nn.Module):
    def __init__(self, sizes: Decoder) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.attention_norm = nn.LayerNorm(sizes.width)
        self.query_key_value = nn.Linear(sizes.width, 3 * sizes.width)
        self.output = nn.Linear(sizes.width, sizes.width)
        self.feed_forward_norm = nn.LayerNorm(sizes.width)
        self.widen = nn.Linear(sizes.width, sizes.hidden)
        self.narrow = nn.Linear(sizes.hidden, sizes.width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x + self._attend(self.attention_norm(x))
        return x + self.narrow(functional.gelu(self.widen(self.feed_forward_norm(x))))

    def _attend(self, x: torch.Tensor) -> torch.Tensor:
        split = self.query_key_value(x).unflatten(-1, (3, self.heads, -1))
        query, key, value = split.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        return self.output(seen.transpose(1, 2).flatten(2))
