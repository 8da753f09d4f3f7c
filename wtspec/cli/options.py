"""Arguments and options that several verbs take."""

from __future__ import annotations

from pathlib import Path

import click

Overrides = tuple[tuple[str, str], ...]


def _split(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> Overrides:
    for text in given:
        if not text.partition("=")[1]:
            raise click.BadParameter(f"{text!r} is not of the form PATH=VALUE", context, parameter)
    return tuple((path, value) for path, _, value in (text.partition("=") for text in given))


def _explain(context: click.Context, parameter: click.Parameter, code: str | None) -> None:
    if code is None or context.resilient_parsing:
        return
    from wtspec.cli.streams import show
    from wtspec.errors import did_you_mean
    from wtspec.errors.explain import entries, explain

    known = entries()
    if code not in known:
        near = did_you_mean(code, known)
        message = f"there is no code `{code}`{f'; {near}' if near else ''}"
        raise click.BadParameter(message, context, parameter)
    show(explain(code, known[code]))
    context.exit()


file_argument = click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
run_argument = click.argument("run", type=click.Path(path_type=Path), metavar="RUN")
set_option = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="PATH=VALUE",
    callback=_split,
    help="Replaces a value of the file, e.g. params.width=128. May be given several times.",
)
root_option = click.option(
    "--root",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder that imports and bases may not leave; by default the project's.",
)
data_root_option = click.option(
    "--data-root",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder that data files may not leave; by default the same as --root.",
)
explain_option = click.option(
    "--explain",
    metavar="CODE",
    is_eager=True,
    expose_value=False,
    callback=_explain,
    help="Tells what a code such as unknown-key means, and checks nothing.",
)
checkpoint_option = click.option(
    "--checkpoint",
    metavar="best|last|N",
    help="The saved state whose weights to take: the best, the last, or that after epoch N; by "
    "default the final weights.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Prints JSON, for machines.")
