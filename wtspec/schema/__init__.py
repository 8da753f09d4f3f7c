"""JSON Schema of a wtspec file, for editors and other tools that know nothing of wtspec."""

from wtspec.schema.document import SCHEMA_FILE, Draft, json_schema

__all__ = ["SCHEMA_FILE", "Draft", "json_schema"]
