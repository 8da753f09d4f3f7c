"""Sublayers are built as a person would build them, each with its own shape."""


def builds(source):
    return [line.strip() for line in source.splitlines() if ".build(" in line]


def test_shapes_are_said_in_terms_of_the_inputs_shape(source):
    text = source("""
    layers:
      Ff:
        inputs: {x: [..., dim]}
        layers: {norm: LayerNormalization, up: {Dense: =4 * dim}, down: {Dense: =dim}}
        call: x + down(relu(up(norm(x))))
    """)
    assert builds(text) == [
        "self.norm.build(input_shape)",
        "self.up.build(input_shape)",
        "self.down.build((*input_shape[:-1], 4 * dim))",
    ]


def test_an_input_stands_for_a_shape_only_if_that_is_no_chance(source):
    text = source("""
    model:
      inputs: {x: [batch, 4], ids: {shape: [batch, 5], dtype: int32}}
      layers: {embed: {Embedding: {input_dim: 9, output_dim: 3}}, five: {Dense: 5}, out: {Dense: 2}}
      call: out(five(x)) + mean(embed(ids))
    """)
    assert builds(text) == [
        'self.five.build(input_shape["x"])',
        'self.out.build((input_shape["x"][0], 5))',
        'self.embed.build(input_shape["ids"])',
    ]


def test_repeated_and_optional_sublayers_are_built_where_they_exist(source):
    text = source("""
    layers:
      Tower:
        params: {depth: 2, gate: true}
        inputs: {x: [batch, dim]}
        layers:
          blocks: {layer: {Dense: =dim}, repeat: depth}
          skip: {layer: {Dense: =dim}, when: gate}
        call: |
          y = blocks(x)
          return y + skip(x) if gate else y
    """)
    assert builds(text) == ["block.build(input_shape)", "self.skip.build(input_shape)"]
    assert "if self.skip is not None:" in text


def test_layers_that_own_nothing_are_left_to_their_first_call(source):
    text = source("""
    layers:
      Head:
        inputs: {x: [batch, dim]}
        layers: {drop: {Dropout: 0.5}, out: {Dense: 2}}
        call: out(drop(x))
    """)
    assert builds(text) == ["self.out.build(input_shape)"]


def test_the_output_shape_follows_from_the_body(layer):
    made = layer(
        """
        Pool:
          params: {units: 3}
          inputs: {x: [batch, time, dim]}
          layers: {out: {Dense: =2 * units}}
          call: out(mean(x, axis=1))
        """
    )
    assert made.compute_output_shape((None, None, 4)) == (None, 6)
    assert not made.built


def test_sublayers_are_built_for_outputs_declared_in_a_list(model, numbers):
    made = model(
        """
        layers:
          Pair:
            inputs: {x: [batch, n]}
            call: |
              return x, x[:, :2]
            returns: [[batch, n], [batch, 2]]
        model:
          inputs: {x: [batch, 4]}
          layers: {pair: Pair, dense: {Dense: 3}}
          call: |
            y, z = pair(x)
            return dense(z)
        """
    )
    made.build((None, 4))
    assert made.dense.kernel.shape == (2, 3)
    assert made(numbers(2, 4)).shape == (2, 3)
