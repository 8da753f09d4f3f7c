"""Prints the class of a layer, one file a part of it."""
