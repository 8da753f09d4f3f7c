"""Prints checked programs as Python source that imports only Keras."""

from wtspec.codegen.module import generate, generate_all, generate_data
from wtspec.codegen.script import generate_script
from wtspec.codegen.training.compiling import compile_settings

__all__ = ["compile_settings", "generate", "generate_all", "generate_data", "generate_script"]
