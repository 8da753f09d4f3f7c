"""Rows that do not fit in memory: divided, learned from, checked and read epoch after epoch."""
