"""Reads the text of programs as XLA has compiled them."""
