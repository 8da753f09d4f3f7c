"""The group of all verbs; the file of a verb is imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from wtspec.errors import did_you_mean
from wtspec.version import __version__

VERBS = (
    "run", "sweep", "runs", "report", "validate", "plan", "plot", "data", "generate", "schema",
    "evaluate", "predict", "init",
)  # fmt: skip


class Verbs(click.Group):
    """Finds verbs by name, and the verb that a misspelt name was meant to be."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which help lists them."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A verb, or None."""
        del ctx
        if cmd_name not in VERBS:
            return None
        return getattr(import_module(f"wtspec.cli.verbs.{cmd_name}"), cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuses an unknown verb with the nearest one."""
        name = args[0]
        if name not in VERBS and not name.startswith("-"):
            near = did_you_mean(name, VERBS)
            raise click.UsageError(f"there is no verb `{name}`{f'; {near}' if near else ''}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="wtspec %(version)s")
def wtspec() -> None:
    """Builds and trains Keras models from YAML, down to each weight.

    \b
    Example:
      wtspec init model.yaml
      wtspec run model.yaml
    """
