"""JSON Schema of a wtspec file, for editors and other tools that know nothing of wtspec."""

from wtspec.schema.document import Draft, json_schema

__all__ = ["Draft", "json_schema"]
