"""Specs of a hundred lines such as people write, and many that differ."""

from pathlib import Path
from string import Template

TYPICAL = Template("""\
wtspec: 1
name: digits_$number
doc: Digits as sums of parts, told apart by the direction that they point in.

# Changed from the command line: `--set params.parts=64`.
params:
  parts: $width
  width: 16

layers:
  Linear:
    doc: y = x W + b
    params:
      units: {type: int, min: 1}
      use_bias: true
    inputs:
      x: [..., features]
    weights:
      kernel: {shape: [features, units], initializer: glorot_uniform, regularizer: {L2: 1e-4}}
      bias: {shape: [units], initializer: zeros, when: use_bias}
    call: |
      y = x @ kernel
      return y + bias if use_bias else y
    returns: [..., units]

  Parts:
    doc: How much of each part an image holds. A part is an image itself - ink, never its absence.
    params:
      count: {type: int, min: 1}
    inputs:
      x: [batch, features]
    weights:
      parts:
        shape: [features, count]
        initializer: {RandomUniform: {minval: 0, maxval: 0.2}}
        regularizer: =1e-4 * sum(abs(parts))   # few pixels each
        constraint: NonNeg
      threshold:
        shape: [count]
        initializer: zeros
        constraint: "=clip(threshold, 0, 1)"
    call: relu(x @ parts - threshold)
    returns: [batch, count]

  Directions:
    doc: The cosine of the angle to each class's direction, made sharper by a bounded factor.
    params:
      classes: {type: int, min: 2}
    inputs:
      x: [batch, features]
    weights:
      directions:
        shape: [features, classes]
        initializer: glorot_uniform
        constraint: {UnitNorm: {axis: 0}}
      sharpness: {shape: [], initializer: 10, constraint: "=clip(sharpness, 1, 30)"}
    call: normalize(x) @ directions * sharpness
    returns: [batch, classes]

model:
  inputs:
    pixels: [batch, 64]
  sequential:
    - Parts: =parts
    - Dropout: 0.1
    - Linear: {units: =width}
    - BatchNormalization
    - relu
    - Directions: 10

data:
  source: {sklearn: digits}
  inputs: {pixels: =data / 16}
  targets: =target
  split:
    validation: 0.1
    test: 0.1
    seed: $number
  batch_size: 64

train:
  epochs: $epochs
  optimizer:
    AdamW:
      learning_rate:
        CosineDecay: {initial_learning_rate: 3e-3, decay_steps: =total_steps}
      weight_decay: 1e-4
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
  metrics: [accuracy]
  early_stopping:
    monitor: val_loss
    patience: 3

runtime:
  seed: $number
""")
"""Layers as they stand in `configs/`, a model, its data and training."""

DENSE = Template("""\
wtspec: 1
name: digits_$number
doc: Handwritten digits, read row by row through gated attention.

# Changed from the command line: `--set params.width=128`.
params:
  width: $width
  depth: 2
  rate: 0.1

functions:
  rms(x, eps=1e-6): x * rsqrt(mean(square(x), axis=-1, keepdims=True) + eps)

layers:
  Norm:
    doc: Root mean square normalization with a learned scale.
    inputs:
      x: [..., dim]
    weights:
      scale: {shape: [dim], initializer: ones}
    call: rms(x) * scale
    returns: [..., dim]

  GatedAttention:
    doc: Multi-head attention whose output each feature can close.
    params:
      heads: {type: int, min: 1}
      size: {type: int, min: 1, doc: Of a head.}
    inputs:
      x: [batch, time, dim]
    weights:
      # Each product keeps the variance of what it is given.
      wq: {shape: [dim, heads, size], initializer: glorot_uniform}
      wk: {shape: [dim, heads, size], initializer: glorot_uniform}
      wv: {shape: [dim, heads, size], initializer: glorot_uniform}
      wo: {shape: [heads, size, dim], initializer: zeros}
      gate: {shape: [dim, dim], initializer: glorot_uniform, regularizer: {L2: 1e-4}}
      temperature:
        shape: [heads, 1, 1]
        initializer: =sqrt(size)
        constraint: "=clip(temperature, 0.5, 20)"
    call: |
      q = einsum("btd,dhs->bhts", x, wq)
      k = einsum("btd,dhs->bhts", x, wk)
      v = einsum("btd,dhs->bhts", x, wv)
      scores = einsum("bhqs,bhks->bhqk", q, k) / temperature
      seen = einsum("bhqk,bhks->bhqs", softmax(scores), v)
      return einsum("bhqs,hsd->bqd", seen, wo) * sigmoid(x @ gate)
    returns: [batch, time, dim]

  Block:
    doc: Attention, then a feed-forward network, each beside a residual path.
    params:
      heads: 4
      rate: {type: float, default: 0.1, min: 0, max: 1}
    inputs:
      x: [batch, time, dim]
    layers:
      before: Norm
      attention: {GatedAttention: {heads: =heads, size: 8}}
      drop: {Dropout: =rate}
      after: Norm
      widen: {Dense: {units: =4 * dim, activation: gelu}}
      narrow: {Dense: =dim}
    call: |
      x = x + drop(attention(before(x)))
      return x + drop(narrow(widen(after(x))))
    returns: [batch, time, dim]

model:
  inputs:
    rows: [batch, 8, 8]
  weights:
    position: {shape: [8, width], initializer: {RandomNormal: {stddev: 0.02}}}
  layers:
    embed: {Dense: =width}
    blocks: {layer: {Block: {rate: =rate}}, repeat: depth}
    norm: Norm
    head: {Dense: 10}
  call: |
    x = embed(rows) + position
    x = blocks(x)
    return head(mean(norm(x), axis=1))

data:
  source: {sklearn: digits}
  inputs: {rows: =images / 16}
  targets: =target
  split: {validation: 0.1, test: 0.1, seed: $number}
  batch_size: 64

train:
  epochs: $epochs
  optimizer:
    AdamW: {learning_rate: {CosineDecay: {initial_learning_rate: 3e-3, decay_steps: =total_steps}}}
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
  metrics: [accuracy]
  early_stopping: {monitor: val_loss, patience: 3}
""")
"""Attention in blocks: as much to follow in a line as people write."""


def write_specs(spec: Template, folder: Path, count: int) -> None:
    """Writes that many files, no two alike."""
    for number in range(count):
        text = spec.substitute(number=number, width=16 + number % 64, epochs=10 + number % 7)
        (folder / f"spec_{number:04}.yaml").write_text(text, encoding="utf-8")
