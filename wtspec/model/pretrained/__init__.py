"""Weights from files: what feeds what, read as it is needed, and what is left over."""
