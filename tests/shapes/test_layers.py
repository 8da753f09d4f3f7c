"""What is inferred is what Keras does."""

import pytest

from tests.long import mostly_long
from wtspec.shapes.algebra.polynomial import ONE

FEED_FORWARD = """
layers:
  Ff:
    params: {expand: {type: int, min: 1}}
    inputs: {x: [batch, time, dim]}
    layers:
      norm: LayerNormalization
      up: {Dense: {units: =expand * dim, activation: gelu}}
      drop: {Dropout: 0.1}
      down: {Dense: =dim}
    call: x + down(drop(up(norm(x))))
"""

CASES = {
    "feed forward": (FEED_FORWARD, [(2, 5, 4)], {"expand": 3}, "(batch, time, dim)"),
    "leading dims": (
        """
layers:
  Mlp:
    params: {units: 6}
    inputs: {x: [..., features]}
    layers:
      up: {Dense: {units: =2 * units, activation: relu}}
      down: {Dense: =units}
    call: |
      a, b = split(up(x), 2, axis=-1)
      return down(a * sigmoid(b))
""",
        [(2, 3, 4, 5)],
        {},
        "(*x, units)",
    ),
    "attention": (
        """
layers:
  Attention:
    params: {heads: 2}
    inputs: {x: [batch, time, dim]}
    weights:
      wq: {shape: [dim, heads, dim // heads], initializer: glorot_uniform}
    layers: {out: {Dense: =dim}}
    call: |
      q = einsum("btd,dhk->bhtk", x, wq)
      k = transpose(reshape(x, (batch, time, heads, dim // heads)), (0, 2, 1, 3))
      p = softmax(q @ transpose(k, (0, 1, 3, 2)) / sqrt(dim // heads))
      y = transpose(p @ k, (0, 2, 1, 3))
      return out(reshape(y, (batch, time, -1)))
""",
        [(2, 3, 8)],
        {"heads": 4},
        "(batch, time, dim)",
    ),
    "shape arithmetic": (
        """
layers:
  Windows:
    params: {size: 2}
    inputs: {x: [batch, time, dim]}
    layers: {mix: {Dense: =size * dim}}
    call: |
      n, t, d = shape(x)
      parts = reshape(x, (n, t // size, size * d))
      return reshape(mix(parts), shape(x)[:1] + [t, d])
""",
        [(2, 6, 4)],
        {"size": 3},
        "(batch, time, dim)",
    ),
    "an open rank through shape": (
        """
layers:
  Heads:
    params: {heads: 2, size: 3}
    inputs: {x: [..., dim]}
    layers: {q: {Dense: =heads * size}, out: {Dense: =dim}}
    call: |
      y = reshape(q(x), shape(x)[:-1] + [heads, size])
      return out(reshape(y, shape(x)[:-1] + [-1]))
""",
        [(2, 5, 4)],
        {},
        "(*x, dim)",
    ),
    "convolutions": (
        """
layers:
  Stem:
    inputs: {x: [batch, 28, 28, 1]}
    layers:
      conv: {Conv2D: {filters: 8, kernel_size: 3, activation: relu}}
      pool: {MaxPooling2D: 2}
      again: {Conv2D: {filters: 16, kernel_size: 3, strides: 2, padding: same}}
      flat: Flatten
      head: {Dense: 5}
    call: head(flat(again(pool(conv(x)))))
""",
        [(2, 28, 28, 1)],
        {},
        "(batch, 5)",
    ),
    "recurrence": (
        """
layers:
  Reader:
    params: {units: 4}
    inputs: {x: [batch, time, dim]}
    layers:
      both: {Bidirectional: {layer: {GRU: {units: =units, return_sequences: true}}}}
      each: {TimeDistributed: {layer: {Dense: 3}}}
      last: {LSTM: =units}
      head: {Dense: 2}
    call: head(last(each(both(x))))
""",
        [(2, 5, 3)],
        {},
        "(batch, 2)",
    ),
    "a cell": (
        """
layers:
  Cell:
    params: {units: 3}
    inputs: {x: [batch, features]}
    state: {h: [batch, units]}
    weights: {w: {shape: [features + units, units], initializer: zeros}}
    call: |
      h = tanh(concatenate([x, h], axis=-1) @ w)
      return h, h
  Reader:
    inputs: {x: [batch, time, dim]}
    layers: {rnn: {RNN: {cell: {Cell: 7}, return_sequences: true}}, head: {Dense: 2}}
    call: head(rnn(x))
""",
        [(2, 5, 3)],
        {},
        "(batch, time, 2)",
    ),
    "a wrapper": (
        """
layers:
  Twice:
    inputs: {x: [..., features]}
    wraps: {inner: [..., units]}
    call: concatenate([inner(x), inner(x)], axis=-1)
    returns: [..., 2 * units]
  User:
    params: {width: 6}
    inputs: {x: [batch, dim]}
    layers: {twice: {Twice: {inner: {Dense: =width}}}, head: {Dense: 2}}
    call: head(twice(x))
""",
        [(3, 4)],
        {},
        "(batch, 2)",
    ),
    "attention of Keras": (
        """
layers:
  Cross:
    inputs: {x: [batch, time, dim], memory: [batch, length, width]}
    layers:
      attention: {MultiHeadAttention: {num_heads: 2, key_dim: 3}}
      norm: LayerNormalization
    call: norm(x + attention(x, memory))
""",
        [(2, 3, 4), (2, 5, 6)],
        {},
        "(batch, time, dim)",
    ),
    "a list of sublayers": (
        """
layers:
  Heads:
    params: {count: 3, units: 4}
    inputs: {x: [batch, dim]}
    layers:
      heads: {layer: {Dense: =units}, repeat: count}
      out: {Dense: 2}
    call: out(concatenate([head(x) for head in heads], axis=-1))
""",
        [(2, 5)],
        {},
        "(batch, 2)",
    ),
    "numbered sublayers": (
        """
layers:
  Tower:
    params: {depth: 3}
    inputs: {x: [batch, dim]}
    layers: {dense: {layer: {Dense: =dim}, repeat: depth}}
    call: |
      for i in range(depth):
        x = relu(dense[i](x))
      return x
""",
        [(2, 5)],
        {},
        "(batch, dim)",
    ),
    "functions": (
        """
functions:
  halves(x, n): |
    out = x
    for i in range(n):
      out = out[..., ::2]
    return out
layers:
  Coarse:
    inputs: {x: [batch, 16]}
    layers: {dense: {Dense: 3}}
    call: dense(halves(x, 2))
""",
        [(2, 16)],
        {},
        "(batch, 3)",
    ),
    "tokens": (
        """
layers:
  Text:
    params: {vocab: 11, dim: 4}
    inputs: {ids: {shape: [batch, time], dtype: int32}}
    layers:
      embed: {Embedding: {input_dim: =vocab, output_dim: =dim}}
      mix: {Dense: =dim}
    call: |
      x = embed(ids) + one_hot(ids, dim)
      return mix(x) @ transpose(embed.embeddings)
""",
        [(2, 5)],
        {},
        "(batch, time, vocab)",
    ),
    "a noise that may be none": (
        """
layers:
  Noisy:
    inputs: {x: [batch, dim]}
    layers: {dense: {Dense: 3}}
    call: |
      noise = random.normal(shape(x)) if training else 0.0
      return dense(x + noise)
""",
        [(2, 5)],
        {},
        "(batch, 3)",
    ),
    "an optional sublayer": (
        """
layers:
  Residual:
    params: {units: 4, project: true}
    inputs: {x: [batch, dim]}
    layers:
      skip: {layer: {Dense: =units}, when: project}
      main: {Dense: =units}
    call: |
      y = main(x)
      if project:
        x = skip(x)
      return concatenate([y, x], axis=-1)
""",
        [(2, 5)],
        {},
        "(batch, ?)",
    ),
}


def shown(shape):
    def size(entry):
        if entry is None:
            return "?"
        if not hasattr(entry, "terms"):
            return f"*{entry.source}"
        if not entry.terms:
            return "0"
        return " + ".join(
            " * ".join([str(factor)] * (factor != 1 or not atoms) + [name(one) for one in atoms])
            for atoms, factor in entry.terms
        )

    def name(atom):
        if hasattr(atom, "name"):
            return atom.name
        return f"({size(atom.left)} {atom.operator} {size(atom.right)})"

    return f"({', '.join(size(entry) for entry in shape)})"


@pytest.fixture(params=mostly_long(CASES, every=3))
def case(request, see):
    text, shapes, arguments, output = CASES[request.param]
    return see(text, *shapes, **arguments), output


def test_sublayers_are_called_with_the_inferred_shapes(case):
    seen, _ = case
    assert seen.inferred.builds
    for name, build in seen.inferred.builds.items():
        real = seen.calls.get(name) or seen.calls[f"{name}.0"]
        assert len(real) >= len(build.shapes)
        for shape, one in zip(build.shapes, real, strict=False):
            assert seen.agrees(shape, one), (name, shown(shape), one)


def test_output_has_the_inferred_shape(case):
    seen, output = case
    assert shown(seen.inferred.output) == output
    assert seen.agrees(seen.inferred.output, seen.output)


def test_build_makes_every_weight_without_a_trace(case):
    seen, _ = case
    cls, shapes = type(seen.layer), seen.layer._build_shapes_dict
    assert "One trace" not in seen.source
    fresh = cls.from_config(seen.layer.get_config())
    fresh.build(*shapes.values())
    made = [(one.path.partition("/")[2], tuple(one.shape)) for one in fresh.variables]
    assert made == [(one.path.partition("/")[2], tuple(one.shape)) for one in seen.layer.variables]


def test_output_shape_is_known_before_a_build(see):
    text, shapes, arguments, _ = CASES["convolutions"]
    seen = see(text, *shapes, **arguments)
    fresh = type(seen.layer)(**arguments)
    assert fresh.compute_output_shape((None, 28, 28, 1)) == (None, 5)
    assert not fresh.built


UNSURE = {
    "another condition": ["return skip(x) if wide else x"],
    "an activation that may halve": ["return skip(act(x))"],
    "a loop of perhaps no rounds": ["for i in range(rounds):", "  x = skip(x)", "return x"],
    "an optional input": ["return skip(x) if other is none else skip(other)"],
    "two ways to a shape": ["x = x if wide else concatenate([x, x], axis=-1)", "return skip(x)"],
    "a loop that widens": ["for i in range(rounds):", "  x = repeat(x, 2, -1)", "return skip(x)"],
    "no call at all": ["return x"],
}


@pytest.mark.parametrize("lines", UNSURE.values(), ids=UNSURE)
def test_what_is_in_doubt_is_left_to_a_trace(infer, lines):
    text = """
layers:
  Doubt:
    params: {wide: true, rounds: 2, act: {type: activation, default: relu}}
    inputs: {x: [batch, dim], other: {shape: [batch, width], optional: true}}
    layers: {skip: {Dense: 3}}
    call: |
"""
    inferred = infer(text + "\n".join(f"      {line}" for line in lines))
    assert inferred.builds is None or None in inferred.builds["skip"].shapes[0]


def test_blocks_that_change_the_size_are_built_one_after_the_other(see):
    seen = see(
        """
layers:
  Chain:
    params: {depth: 3}
    inputs: {x: [batch, dim]}
    layers: {dense: {layer: {Dense: 4}, repeat: depth}}
    call: dense(x)
""",
        (2, 5),
    )
    assert seen.inferred.builds["dense"].running
    assert "compute_output_shape(shape)" in seen.source
    kernels = [tuple(one.shape) for one in seen.layer.weights if one.name == "kernel"]
    assert kernels == [(5, 4), (4, 4), (4, 4)]


def test_the_batch_is_never_computed_with(see):
    seen = see(
        """
layers:
  Pairs:
    inputs: {x: [batch, time, dim]}
    layers: {dense: {Dense: =dim}}
    call: |
      flat = reshape(x, (batch * time, dim))
      return reshape(dense(flat), shape(x))
""",
        (2, 3, 4),
    )
    assert "self.dense.build((None, dim))" in seen.source
    fresh = type(seen.layer)()
    fresh.build((None, None, 4))
    assert [tuple(one.shape) for one in fresh.weights] == [(4, 4), (4,)]


def test_sizes_that_may_be_unknown_are_not_computed_with(see):
    seen = see(
        """
layers:
  Stretch:
    inputs: {x: [batch, time, dim]}
    layers: {dense: {Dense: 3}, slope: PReLU}
    call: slope(dense(repeat(x, 2, axis=1)))
""",
        (2, 3, 4),
    )
    assert "One trace" in seen.source
    assert seen.output == (2, 6, 3)


def test_a_long_body_is_given_up_rather_than_followed_for_ever(infer):
    layers = "layers:\n  L0:\n    inputs: {x: [batch, dim]}\n"
    layers += "    call: concatenate([x, x[:, :1]], axis=-1)\n"
    for depth in range(1, 14):
        layers += f"""  L{depth}:
    inputs: {{x: [batch, dim]}}
    layers: {{a: L{depth - 1}, b: L{depth - 1}, c: L{depth - 1}}}
    call: c(b(a(x)))
"""
    assert infer(layers).builds is None


def test_a_size_of_one_is_not_taken_for_unknown(infer):
    inferred = infer("""
layers:
  Gate:
    inputs: {x: [batch, dim]}
    layers: {score: {Dense: 1}, out: {Dense: 2}}
    call: out(mean(x * score(x), axis=-1, keepdims=True))
""")
    assert inferred.builds["out"].shapes[0][1] == ONE
