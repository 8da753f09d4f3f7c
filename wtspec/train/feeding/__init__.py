"""Rows on their way to the device."""
