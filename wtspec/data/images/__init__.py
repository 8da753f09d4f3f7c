"""Decodes pictures, and says which can't be."""
