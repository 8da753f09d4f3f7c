"""A layer that gives a mask."""

# pyright: basic

import keras


class Masked(keras.layers.Layer):
    """Gives a tensor a mask, which the layers and losses after it heed."""

    def __init__(self, **kwargs):
        super().__init__(autocast=False, **kwargs)
        self.supports_masking = True

    def call(self, x, mask=None):
        return x
