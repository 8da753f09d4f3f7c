"""What a checked program is: layers, weights, formulas of known names, and walks over them."""

from wtspec.program.declared import Layer
from wtspec.program.program import Program

__all__ = ["Layer", "Program"]
