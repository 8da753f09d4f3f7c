"""What a rule says of a layer of Keras's is what that layer does, for each that has a rule."""

import pytest

from wtspec.catalog import component, component_names, facts

RULED = [name for name in component_names("layer") if facts(name).shape is not None]
USES = {
    "Activation": "{Activation: relu}",
    "EinsumDense": '{EinsumDense: {equation: "abc,cd->abd", output_shape: [null, 5]}}',
    "Bidirectional": "{Bidirectional: {layer: {GRU: 3}}}",
    "GaussianNoise": "{GaussianNoise: 0.5}",
    "GroupNormalization": "{GroupNormalization: 3}",
    "Permute": "{Permute: [2, 1]}",
    "RNN": "{RNN: {cell: {LSTMCell: 4}}}",
    "RandomPosterization": "{RandomPosterization: 4}",
    "Reshape": "{Reshape: [3, -1]}",
    "SpectralNormalization": "{SpectralNormalization: {layer: {Dense: 3}}}",
    "TimeDistributed": "{TimeDistributed: {layer: {Dense: 3}}}",
}
"""Those whose arguments are not numbers; the others are made with twos, and a rate of a half."""
CALLS = {
    **dict.fromkeys(("Add", "Average", "Maximum", "Minimum", "Multiply"), "part([x, x])"),
    **dict.fromkeys(("Concatenate", "Subtract"), "part([x, x])"),
    **dict.fromkeys(("GroupQueryAttention", "MultiHeadAttention"), "part(x, x)"),
}
"""Those that take more than one tensor."""
OF_IMAGES = {name for name in RULED if name.startswith("Random") or name == "RandAugment"}
OF_IMAGES |= {"AugMix", "AutoContrast", "ContrastLimitedAdaptiveHistogramEqualization"}
OF_IMAGES |= {"Equalization", "Solarization"}
"""Those that take pictures of three colors."""
PARTS = ("rate", "factor", "height_factor", "width_factor")
"""Arguments that are parts of one."""
BY_ITSELF = {"GRUCell": "RNN", "LSTMCell": "RNN", "SimpleRNNCell": "RNN"}
"""Those that only another layer calls."""
SPEC = """
layers:
  Part:
    inputs: {{x: [{dims}]}}
    layers: {{part: {use}}}
    call: {call}
"""


def use_of(name):
    required = [one.name for one in component("layer", name).parameters if one.required]
    arguments = ", ".join(f"{one}: {0.5 if one in PARTS else 2}" for one in required)
    return USES.get(name, f"{{{name}: {{{arguments}}}}}")


@pytest.mark.parametrize("name", [name for name in RULED if name not in BY_ITSELF])
def test_what_is_inferred_of_it_is_what_keras_does(name, see):
    shape = (2, 7, 6, 3) if name in OF_IMAGES else (2, 7, 6, 8, 9)[: facts(name).rank or 3]
    dims = ", ".join("abcde"[: len(shape)])
    try:
        seen = see(SPEC.format(dims=dims, use=use_of(name), call=CALLS.get(name, "part(x)")), shape)
    except Exception as error:
        error.add_note(
            f"tests/shapes/test_every_layer.py: `USES` or `CALLS` has to say how `{name}` is used, "
            f"if not as {use_of(name)} of an input {shape}"
        )
        raise
    inferred = seen.inferred.output
    assert inferred is not None, f"the rule `{facts(name).shape}` says nothing of `{name}`"
    assert seen.agrees(inferred, seen.output), (
        f"the rule `{facts(name).shape}` does not say of `{name}` what Keras does: {seen.output}"
    )
