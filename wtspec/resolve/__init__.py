"""From spec to program: every name known, every component found. One file a section."""

from wtspec.resolve.spec import resolve

__all__ = ["resolve"]
