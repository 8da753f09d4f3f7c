"""Writes a spec that predicts one column of a table from the others."""
