"""Tells from a CSV file how its cells are written. Free of NumPy."""
