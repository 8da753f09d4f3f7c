"""`wtspec schema`."""

from __future__ import annotations

from typing import cast

import click

from wtspec.cli.streams import show


@click.command
@click.option(
    "--draft",
    type=click.Choice(["2020-12", "7"]),
    default="2020-12",
    show_default=True,
    help="The draft of JSON Schema; editors want 7.",
)
def schema(draft: str) -> None:
    """Prints the JSON Schema of the language, with all that Keras offers.

    \b
    Example:
      wtspec schema > wtspec-1.schema.json
      wtspec schema --draft 7 > wtspec-1.schema.json
    """
    from wtspec.schema import Draft, json_schema

    show(json_schema(cast("Draft", draft)).removesuffix("\n"))
