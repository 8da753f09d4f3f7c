"""The file that `wtspec init` writes where it is given no data."""

STARTER = """\
# Check it with `wtspec validate {file}`, train it with `wtspec run {file}`.
wtspec: 1                 # the version of the language
doc: Tells handwritten digits apart, by a layer declared weight by weight.

params:                   # `--set params.width=128` changes one for a single run
  width: 64

layers:
  Linear:
    doc: y = x W + b
    params:
      units: {{type: int, min: 1}}      # required; one with a default is written `units: 64`
    inputs:
      x: [..., features]              # names of dims; `...` are any dims before the last
    weights:
      kernel: {{shape: [features, units], initializer: glorot_uniform}}
      bias: {{shape: [units], initializer: zeros}}
    call: x @ kernel + bias
    returns: [..., units]

model:
  inputs:
    pixels: [batch, 64]
  sequential:                         # or `layers` and `call`, as a layer has them
    - Linear: {{units: =width}}         # what begins with `=` is a formula
    - relu
    - Dense: 10                       # every layer of Keras is at hand

data:
  source: {{sklearn: digits}}           # or {{csv: file.csv}}, {{parquet: …}}, {{npz: …}}
  inputs: {{pixels: =data / 16}}        # formulas over the columns
  targets: =target
  split: {{validation: 0.1, test: 0.1}}
  batch_size: 32

train:
  epochs: 10
  optimizer: {{Adam: {{learning_rate: 1e-3}}}}
  loss: {{SparseCategoricalCrossentropy: {{from_logits: true}}}}
  metrics: [accuracy]

runtime:
  seed: 0
"""


def starter(file: str) -> str:
    """A whole spec with a comment on each of its parts.

    Args:
        file: What it will be called, for the comments.
    """
    return STARTER.format(file=file)
