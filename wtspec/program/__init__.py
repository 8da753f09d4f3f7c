"""What a checked program is: layers, weights, formulas of known names, and walks over them."""

from wtspec.program.declared import Layer, Program

__all__ = ["Layer", "Program"]
