"""Weights under meshes: saved, loaded and looked at."""
