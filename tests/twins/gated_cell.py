"""The twin of `configs/gated_cell.yaml`."""

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="twins")
class MGUCell(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_size = units
        self.output_size = units

    def build(self, input_shape):
        for gate, bias in (("forget", -1.0), ("candidate", 0.0)):
            kernel = self.add_weight(
                shape=(input_shape[-1], self.units),
                initializer="glorot_uniform",
                name=f"{gate}_kernel",
            )
            recurrent = self.add_weight(
                shape=(self.units, self.units),
                initializer="orthogonal",
                name=f"{gate}_recurrent_kernel",
            )
            offset = self.add_weight(
                shape=(self.units,),
                initializer=keras.initializers.Constant(bias),
                name=f"{gate}_bias",
            )
            setattr(self, gate, (kernel, recurrent, offset))

    def call(self, inputs, states):
        state = states[0]
        kernel, recurrent, bias = self.forget
        forget = ops.sigmoid(ops.matmul(inputs, kernel) + ops.matmul(state, recurrent) + bias)
        kernel, recurrent, bias = self.candidate
        candidate = ops.tanh(
            ops.matmul(inputs, kernel) + ops.matmul(forget * state, recurrent) + bias
        )
        output = (1 - forget) * state + forget * candidate
        return output, [output]

    def get_config(self):
        return {**super().get_config(), "units": self.units}


def make_model():
    model = keras.Sequential(
        [
            keras.Input((8, 8)),
            keras.layers.Bidirectional(keras.layers.RNN(MGUCell(32))),
            keras.layers.Dense(10),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=3e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


def weights(model):
    both, dense = model.layers
    found = {"dense/kernel": dense.kernel, "dense/bias": dense.bias}
    for direction in ("forward", "backward"):
        cell = getattr(both, f"{direction}_layer").cell
        for letter, gate in (("f", cell.forget), ("h", cell.candidate)):
            path = f"bidirectional/{direction}_layer/cell"
            found |= {
                f"{path}/w{letter}": gate[0],
                f"{path}/u{letter}": gate[1],
                f"{path}/b{letter}": gate[2],
            }
    return found
