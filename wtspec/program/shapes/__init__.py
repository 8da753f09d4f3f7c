"""Shapes before any tensor exists: what each sublayer is built with, and what a layer returns."""

from wtspec.program.shapes.infer import Build, Inferred, infer_shapes

__all__ = ["Build", "Inferred", "infer_shapes"]
