"""Prints formulas and statements."""
