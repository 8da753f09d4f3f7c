"""Where output goes: what people read to stderr, what is the verb's product to stdout."""

from __future__ import annotations

import os
from typing import TextIO

import click

from wtspec.errors.visible import harmless


def say(text: str) -> None:
    """Tells people; what would act on their terminal or CI log is shown instead."""
    click.echo(harmless(text), err=True)


def say_rendered(text: str) -> None:
    """Tells people what was made harmless before, and may hold colors."""
    click.echo(text, err=True)


def show(text: str) -> None:
    """Gives a product, which may go into a pipe."""
    click.echo(text)


def colors(stream: TextIO) -> bool:
    """Whether a stream is to get colors: a terminal whose user does not object."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stream.isatty()
