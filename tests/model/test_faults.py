import pytest

from wtspec.errors import SpecError
from wtspec.model.faults.translate import translate


@pytest.fixture
def fault(built):
    def fault_(text):
        with pytest.raises(SpecError) as caught:
            built(text)
        (found,) = caught.value.diagnostics
        return found

    return fault_


def pointed_at(diagnostic):
    span = diagnostic.span
    assert span.line == span.end_line
    return span.source.lines[span.line - 1][span.column - 1 : span.end_column - 1]


def test_a_product_that_does_not_fit_is_shown_with_its_operands(fault):
    found = fault("""
        layers:
          Linear:
            inputs: {x: [batch, features]}
            weights:
              scale: {shape: [features], initializer: ones}
              kernel: {shape: [2 * features, 4], initializer: zeros}
            call: |
              y = rearrange(x * scale, "b i -> b i")
              return relu(y @ kernel)
        model: {inputs: {pixels: [batch, 8]}, sequential: [Linear]}
    """)
    assert found.code == "shape-mismatch"
    assert found.message == "the sizes that this product sums over differ: 8 and 16"
    assert pointed_at(found) == "y @ kernel"
    assert found.received == "y: (?, 8) float32, kernel: (16, 4) float32"
    assert [pointed_at(one) for one in found.related] == ["Linear"]


def test_a_function_is_shown_with_the_call_that_led_to_it(fault):
    found = fault("""
        functions:
          pairs(x): reshape(x, (-1, 5))
        model:
          inputs: {a: [batch, 8]}
          call: |
            b = rearrange(a, "b i -> b i")
            return pairs(b)
    """)
    assert pointed_at(found) == "reshape(x, (-1, 5))"
    assert [pointed_at(one) for one in found.related] == ["pairs(b)"]
    assert found.received == "x: (?, 8) float32"


@pytest.mark.parametrize("part", ["drop(x)", "x * gate"])
def test_what_its_when_left_out_is_named(fault, part):
    found = fault(f"""
        layers:
          Gated:
            params: {{gated: false}}
            inputs: {{x: [batch, features]}}
            weights:
              gate: {{shape: [features], initializer: ones, when: gated}}
            layers:
              drop: {{layer: {{Dropout: 0.5}}, when: gated}}
            call: |
              if gated:
                x = drop(x) * gate
              return {part}
        model: {{inputs: {{a: [batch, 8]}}, sequential: [Gated]}}
    """)
    name = "drop" if "drop" in part else "gate"
    assert found.code == "no-value"
    assert found.message == f"`{name}` does not exist here (its `when` is false)"
    assert pointed_at(found) == part


def test_an_initializer_points_at_its_formula(fault):
    found = fault("""
        layers:
          Shifted:
            inputs: {x: [batch, features]}
            weights:
              shift:
                shape: [features]
                initializer: |-
                  =rearrange(reshape(rearrange(arange(7), "i -> i"), (3, 4)), "i j -> (i j)")
            call: x + shift
        model: {inputs: {a: [batch, 8]}, sequential: [Shifted]}
    """)
    assert pointed_at(found) == 'reshape(rearrange(arange(7), "i -> i"), (3, 4))'


def test_a_layer_of_keras_points_at_its_item(fault):
    found = fault("""
        layers:
          Opaque: {inputs: {x: [batch, features]}, call: "rearrange(x, 'b i -> b i')"}
        model: {inputs: {a: [batch, 8]}, sequential: [Opaque, {LSTM: 4}]}
    """)
    assert pointed_at(found) == "{LSTM: 4}"


def test_an_argument_out_of_bounds_points_at_its_use(fault):
    found = fault("""
        layers:
          Wide:
            params: {units: {type: int, min: 3}}
            inputs: {x: [batch, features]}
            call: x * units
        model:
          inputs: {a: [batch, 8]}
          layers: {wides: {layer: {Wide: =index}, repeat: 4}}
          call: wides(a)
    """)
    assert (found.code, found.message, found.received) == (
        "invalid-argument",
        "units must be a whole number, at least 3",
        "units=0",
    )
    assert found.span.line == 10


@pytest.mark.parametrize(
    ("call", "code", "message"),
    [
        ("a + b", "shape-mismatch", "the shapes (?, 8), (?, 3) do not broadcast"),
        ("concatenate([a, b], axis=0)", "shape-mismatch", "joined along axis 0"),
        ("einsum('bi,bi->b', a, b)", "einsum-mismatch", "`i` of this equation"),
        ("softmax(a, axis=4)", "axis-out-of-range", "there is no axis 4: the tensor has 2 dims"),
        ("a[:, :, 0]", "rank-mismatch", "3 subscripts, but the tensor has 2 dims"),
        ("split(a, 3, axis=-1)", "shape-mismatch", "can't be split into parts of one size"),
        ("stack([a, b])", "shape-mismatch", "can't be stacked"),
    ],
)
def test_complaints_are_said_in_plain_words(fault, call, code, message):
    found = fault(f"""
        model:
          inputs: {{a: [batch, 8], b: [batch, 3]}}
          call: |
            a = rearrange(a, "b i -> b i")
            b = rearrange(b, "b i -> b i")
            return {call}
    """)
    assert found.code == code
    assert message in found.message
    assert pointed_at(found) == call


def test_a_scanned_block_that_gives_another_dtype_is_told_where_it_is_called(fault):
    found = fault("""
        layers:
          Block:
            inputs: {x: [batch, n]}
            call: cast(x, "float16")
        model:
          inputs: {x: [batch, 4]}
          layers: {blocks: {layer: Block, repeat: 2, scan: true}}
          call: blocks(x) + 1
    """)
    assert found.code == "scan-carry"
    assert "float32[?,4] becomes float16[?,4]" in found.message
    assert pointed_at(found) == "blocks(x)"


def test_an_integer_of_more_than_32_bits_is_shown_where_it_meets_a_tensor(fault):
    found = fault("""
        layers:
          Wide:
            params: {n: 4294967296}
            inputs: {x: [batch, features]}
            call: x * n
        model: {inputs: {pixels: [batch, 8]}, sequential: [Wide]}
    """)
    assert found.code == "number-too-large"
    assert pointed_at(found) == "x * n"


def test_floats_where_integers_are_declared_are_shown(fault):
    found = fault("""
        layers:
          Ids:
            inputs: {ids: {shape: [batch, features], dtype: int32}}
            call: one_hot(ids, 4)
        model: {inputs: {pixels: [batch, 8]}, sequential: [Ids]}
    """)
    assert "must be of int32" in found.message
    assert found.received == "float32"


def test_a_set_that_keras_names_is_told_in_one_order():
    told = {
        translate(ValueError(f"one of {{{items}}}, not 3")).message
        for items in ("'b', 'a'", "'a', 'b'")
    }
    assert told == {"one of {'a', 'b'}, not 3"}
