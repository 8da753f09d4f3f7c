"""Formulas whose names are bound to what they stand for, and known to be static or tensors."""
