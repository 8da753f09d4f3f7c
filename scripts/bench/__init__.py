"""Measures what users wait for, side by side with what else they might use."""
