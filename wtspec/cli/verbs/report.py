"""`wtspec report`."""

from __future__ import annotations

from pathlib import Path

import click

from wtspec.cli.streams import say
from wtspec.errors.visible import visible

_COMPARISON = Path("comparison.html")


@click.command
@click.argument("runs", type=click.Path(path_type=Path), metavar="RUN...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write the page; by default report.html in the run's folder, sweep.html in a "
    "sweep's, and comparison.html here for several runs.",
)
def report(runs: tuple[Path, ...], output: Path | None) -> None:
    """Writes the page of a run or a sweep, or one that lays several runs side by side.

    A run that ends writes its own; this one shows how far any other has come. The page is one file
    that opens without a network.

    \b
    Example:
      wtspec report runs/digits/0001
      wtspec report runs/digits/0001 runs/digits/0002 -o learning_rates.html
      wtspec report runs/digits/sweep-0001
    """
    from wtspec.runs.reporting.write_report import report_of, write_comparison
    from wtspec.sweeps.sweep_file import NAME

    if len(runs) == 1 and (runs[0] / NAME).is_file():
        from wtspec.sweeps.results.outcome import outcome_of

        written = outcome_of(runs[0], output).page
    elif len(runs) == 1:
        written = report_of(runs[0], output)
    else:
        written = write_comparison(runs, output or _COMPARISON)
    say(f"written to {visible(str(written))}")
