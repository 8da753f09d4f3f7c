"""The version, for all that names it in what they make."""

__version__ = "0.1.0"
