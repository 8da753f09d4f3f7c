"""Shapes before any tensor exists: what can't fit, and what each sublayer is built with."""
