"""The checked program: every name resolved, every component found."""

from wtspec.program.declared import Layer, Program
from wtspec.program.resolve import resolve

__all__ = ["Layer", "Program", "resolve"]
