"""Specs as programs that need no wtspec."""
