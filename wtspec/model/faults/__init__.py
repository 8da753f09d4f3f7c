"""Finds the place in the file that an exception of Keras or JAX comes from."""
