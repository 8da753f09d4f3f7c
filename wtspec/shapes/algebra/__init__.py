"""Sizes as polynomials over names, shapes of them, and what is certain about both."""
