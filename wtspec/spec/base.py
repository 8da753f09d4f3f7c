"""What all sections are: frozen models with a fixed set of keys."""

from pydantic import BaseModel, ConfigDict

CONFIG = ConfigDict(
    frozen=True,
    extra="forbid",
    strict=True,
    allow_inf_nan=False,
    defer_build=True,  # a file has few of the sections
    use_attribute_docstrings=True,  # they are what an editor tells of a key
)


class Section(BaseModel):
    """A mapping with a fixed set of keys, those annotated; any other key is an error."""

    model_config = CONFIG
