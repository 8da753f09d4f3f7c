"""Trains a compiled model on prepared arrays, and measures it."""
