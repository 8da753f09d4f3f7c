"""Divides rows into parts: by drawing, by groups, or in the order of a column."""
