"""The spec of a transformer that no single machine can hold."""

_SPEC = """\
wtspec: 1
doc: A decoder of {blocks} blocks with grouped queries and gated units.

params:
  dim: 8192

functions:
  rms(x, scale): x * rsqrt(mean(square(x), axis=-1, keepdims=True) + 1e-6) * scale

layers:
  Block:
    params:
      heads: {{type: int, min: 1}}
      groups: {{type: int, min: 1, doc: Heads that share their keys and values.}}
      hidden: {{type: int, min: 1}}
      size: 128
    inputs:
      x: [batch, time, dim]
    weights:
      norm: {{shape: [dim], initializer: ones}}
      wq: {{shape: [dim, groups, heads // groups, size], initializer: glorot_uniform}}
      wk: {{shape: [dim, groups, size], initializer: glorot_uniform}}
      wv: {{shape: [dim, groups, size], initializer: glorot_uniform}}
      wo: {{shape: [groups, heads // groups, size, dim], initializer: glorot_uniform}}
      hidden_norm: {{shape: [dim], initializer: ones}}
      gate: {{shape: [dim, hidden], initializer: glorot_uniform}}
      up: {{shape: [dim, hidden], initializer: glorot_uniform}}
      down: {{shape: [hidden, dim], initializer: glorot_uniform}}
    call: |
      h = rms(x, norm)
      q = einsum("btd,dghs->bghts", h, wq)
      k = einsum("btd,dgs->bgts", h, wk)
      v = einsum("btd,dgs->bgts", h, wv)
      scores = einsum("bghqs,bgks->bghqk", q, k) * size ** -0.5
      seen = einsum("bghqk,bgks->bghqs", softmax(scores), v)
      x = x + einsum("bghqs,ghsd->bqd", seen, wo)
      h = rms(x, hidden_norm)
      return x + (silu(h @ gate) * (h @ up)) @ down
    returns: [batch, time, dim]

model:
  inputs:
    tokens: {{shape: [batch, 1024], dtype: int32}}
  weights:
    embeddings: {{shape: [32000, dim], initializer: {{RandomNormal: {{stddev: 0.02}}}}}}
    norm: {{shape: [dim], initializer: ones}}
  layers:
    blocks: {{layer: {{Block: {{heads: 64, groups: 8, hidden: 24576}}}}, repeat: {blocks}}}
  call: |
    x = take(embeddings, tokens, axis=0)
    x = blocks(x)
    return rms(x, norm) @ transpose(embeddings)
"""


def transformer(blocks: int = 80) -> str:
    """The spec's text: 60.7 billion parameters at 80 blocks."""
    return _SPEC.format(blocks=blocks)
