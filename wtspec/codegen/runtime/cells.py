"""Recurrent cells that draw random numbers."""

# pyright: basic

import keras
from keras import ops


class Replay:
    """Seeds that follow from a first one, the same again after each restart."""

    def __init__(self, first):
        self.first = first
        self.count = 0

    def __call__(self, ordered=True):
        apart = ops.convert_to_tensor([self.count * 0x9E3779B9 % 2**32, 0], self.first.dtype)
        self.count += 1
        return self.first + apart


class DrawingCell(*keras.layers.GRUCell.__bases__):
    """A cell that draws the same random numbers at each step of a sequence.

    `RNN` tells cells with the bases of Keras's own where a sequence begins and ends, for them
    to have one dropout for all of its steps.
    """

    def generators(self):
        layers = self._flatten_layers()
        return [one for layer in layers for one in layer._seed_generators]

    def get_dropout_mask(self, step_input):
        self.reset_dropout_mask()
        for generator in self.generators():
            generator.next = Replay(generator.next())

    def get_recurrent_dropout_mask(self, step_input):
        pass

    def reset_dropout_mask(self):
        for generator in self.generators():
            vars(generator).pop("next", None)

    def reset_recurrent_dropout_mask(self):
        pass

    def __call__(self, *args, **kwargs):
        for generator in self.generators():
            if isinstance(generator.next, Replay):
                generator.next.count = 0
        for layer in self._flatten_layers(include_self=False):
            if hasattr(layer, "get_dropout_mask") and not isinstance(layer, DrawingCell):
                layer.reset_dropout_mask()
                layer.reset_recurrent_dropout_mask()
        return super().__call__(*args, **kwargs)
