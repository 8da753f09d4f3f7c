"""Weights that serve in several places."""

import jax
import keras
import numpy as np

TIED = """
model:
  inputs: {tokens: {shape: [batch, time], dtype: int32}}
  layers:
    embed: {Embedding: {input_dim: 5, output_dim: 3}}
    norm: {Dense: 3}
  call: |
    x = norm(embed(tokens))
    return x @ transpose(embed.embeddings)
data:
  source:
    synthetic:
      rows: 4
      columns: {t: {shape: [6], classes: 5}, y: {shape: [6], classes: 5}}
  inputs: {tokens: =t}
  targets: =y
train:
  epochs: 1
  optimizer: {SGD: 1}
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
"""


def test_tied_embedding_gets_the_gradient_of_both_uses(model):
    built = model(TIED)
    random = np.random.default_rng(0)
    tokens, labels = random.integers(0, 5, (2, 4, 6))
    built.build((None, 6))
    table, kernel, bias = (np.asarray(v.value) for v in built.trainable_variables)

    def loss(looked_up, projecting):
        logits = (looked_up[tokens] @ kernel + bias) @ projecting.T
        logs = jax.nn.log_softmax(logits)
        return -jax.numpy.take_along_axis(logs, labels[..., None], -1).mean()

    first, second = jax.grad(loss, argnums=(0, 1))(jax.numpy.asarray(table), table)
    assert np.abs(first).max() > 0
    assert np.abs(second).max() > 0
    built.fit(tokens, labels, batch_size=4, verbose=0)
    np.testing.assert_allclose(
        table - np.asarray(built.embed.embeddings.value), first + second, atol=1e-6
    )


def test_sublayer_called_twice_shares_its_weights(layer, numbers):
    built = layer("""
        Siamese:
          inputs: {a: [batch, n], b: [batch, n]}
          layers: {tower: {Dense: 3}}
          call: tower(a) - tower(b)
        """)
    a = numbers(2, 4)
    output = built(a, a)
    assert len(built.weights) == 2
    np.testing.assert_array_equal(output, np.zeros((2, 3)))


def test_repeated_sublayers_have_weights_and_names_of_their_own(layer, numbers):
    built = layer("""
        Stack:
          params: {depth: 3}
          inputs: {x: [batch, n]}
          layers:
            blocks: {layer: {Dense: {units: =index + 2}}, repeat: depth}
          call: blocks(x)
        """)
    assert built(numbers(2, 4)).shape == (2, 4)
    names = [one.path for one in built.weights]
    assert names[:3] == ["stack/blocks.0/kernel", "stack/blocks.0/bias", "stack/blocks.1/kernel"]
    assert [tuple(one.shape) for one in built.weights[::2]] == [(4, 2), (2, 3), (3, 4)]


def test_repeated_sublayers_can_be_reached_one_by_one(layer, numbers):
    built = layer("""
        Stack:
          inputs: {x: [batch, n]}
          layers:
            blocks: {layer: {Dense: {units: =n, use_bias: false}}, repeat: 3}
          call: |
            y = blocks[0](x)
            for block in blocks[1:]:
              y = y + block(x)
            return y + blocks[len(blocks) - 1](x)
        """)
    x = numbers(2, 4)
    output = built(x)
    first, second, third = (np.asarray(one.value) for one in built.weights)
    np.testing.assert_allclose(output, x @ (first + second + 2 * third), atol=1e-5)


def test_shared_layer_given_to_two_places_stays_one(layer, numbers):
    built = layer(
        """
        Towers:
          inputs: {xs: [batch, time, n]}
          layers: {tower: {TimeDistributed: {layer: {Dense: 2}}}}
          call: tower(xs) + tower(flip(xs, axis=1))
        """
    )
    x = numbers(2, 3, 4)
    output = built(x)
    np.testing.assert_allclose(output, np.asarray(output)[:, ::-1], atol=1e-6)
    assert [w.path for w in built.weights] == [
        "towers/tower/layer/kernel",
        "towers/tower/layer/bias",
    ]


def test_frozen_sublayer_does_not_train(layer):
    built = layer("""
        Half:
          inputs: {x: [batch, n]}
          layers:
            fixed: {layer: {Dense: =n}, trainable: false}
            norm: {layer: BatchNormalization, trainable: false, repeat: 2}
            free: {Dense: =n}
          call: free(norm(fixed(x)))
        """)
    built.build((None, 4))
    assert [w.path for w in built.trainable_weights] == ["half/free/kernel", "half/free/bias"]


def test_building_twice_and_after_other_models_changes_no_path(model):
    keras.Sequential([keras.Input((3,)), keras.layers.Dense(2), keras.layers.Dense(2)])
    paths = []
    for _ in range(2):
        built = model(TIED)
        built.build((None, 6))
        paths.append([w.path for w in built.weights])
    assert (
        paths[0]
        == paths[1]
        == [
            "spec/embed/embeddings",
            "spec/norm/kernel",
            "spec/norm/bias",
        ]
    )
