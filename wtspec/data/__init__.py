"""Reads a spec's data, learns its preprocessing, splits it, and serves it in batches."""
