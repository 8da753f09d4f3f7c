"""Several devices as one: how the arrays of a training lie on them."""
