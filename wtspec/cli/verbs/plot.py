"""`wtspec plot`."""

from __future__ import annotations

from pathlib import Path

import click

from wtspec.cli.options import Overrides, data_root_option, root_option, set_option
from wtspec.cli.streams import say, show
from wtspec.errors.visible import visible
from wtspec.graph import Graph
from wtspec.runs.drawing.spec_graph import DrawnSpec

_KINDS = ("svg", "png", "html")
_STDOUT = Path("-")


def _depth(context: click.Context, parameter: click.Parameter, text: str) -> int | None:
    """How deep layers are unfolded; None stands for all."""
    if text in {"all", "none"}:
        return None if text == "all" else 0
    if text.isascii() and text.isdigit() and len(text) < 9:
        return int(text)
    message = f"{text!r} is neither all, none, nor a number of levels"
    raise click.BadParameter(message, context, parameter)


@click.command
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE|RUN")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="OUTPUT",
    help="The file to write; its ending says what it is: .svg, .png or .html. - prints SVG. By "
    "default NAME.svg for NAME.yaml.",
)
@click.option("--layer", metavar="NAME", help="Draws a layer of the file, down to its formulas.")
@click.option(
    "--unfold",
    "depth",
    callback=_depth,
    default="none",
    metavar="all|none|N",
    help="How many levels of layers show what is in them; by default none.",
)
@set_option
@root_option
@data_root_option
def plot(
    file: Path,
    output: Path | None,
    layer: str | None,
    depth: int | None,
    overrides: Overrides,
    root: Path | None,
    data_root: Path | None,
) -> None:
    """Draws a model, or one of its layers, without training: its weights, and what flows where.

    In .html, layers fold out where they are clicked. RUN is a run's folder.

    \b
    Example:
      wtspec plot model.yaml
      wtspec plot model.yaml -o model.html
      wtspec plot model.yaml --layer Attention -o attention.png
    """
    from wtspec.sources.file_kind import file_kind

    kind = "svg" if output is None or output == _STDOUT else file_kind(output, _KINDS)
    drawn = _find(file, layer, overrides, root, data_root)
    if drawn.missing is not None:
        say(f"drawn from the file alone: {drawn.missing.diagnostics[0].message}")
    if output == _STDOUT:
        show(str(_picture(drawn.graph, kind, depth)).removesuffix("\n"))
        return
    target = output or Path(f"{file.resolve().stem}{f'-{layer}' if layer else ''}.svg")
    _write(target, _picture(drawn.graph, kind, depth))
    say(f"written to {visible(str(target))}")


def _find(
    file: Path, layer: str | None, overrides: Overrides, root: Path | None, data_root: Path | None
) -> DrawnSpec:
    from wtspec.cli.read import read_checked
    from wtspec.runs.drawing.spec_graph import spec_graph

    if not _is_folder(file):
        return spec_graph(read_checked(file, overrides, root, data_root), layer, data_root)
    from wtspec.runs.checks.check_folder import check_begun
    from wtspec.runs.reopen import resolved_spec
    from wtspec.stages import check

    if overrides:
        raise click.UsageError("--set changes a file; what a run was trained with is as it is")
    check_begun(file)
    return spec_graph(check(resolved_spec(file)), layer, run=file)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # whoever reads it tells why it can't be read


def _picture(graph: Graph, kind: str, depth: int | None) -> str | bytes:
    from wtspec.report.draw import draw_html, draw_svg, svg_to_png
    from wtspec.report.draw.draw_svg import TooLargeToDrawError

    try:
        if kind == "html":
            return draw_html(graph, depth)
        if kind == "png":
            return svg_to_png(draw_svg(graph, depth, "light"))
        return draw_svg(graph, depth)
    except TooLargeToDrawError as error:
        raise click.UsageError("the picture is too large: unfold less, or draw a layer") from error


def _write(path: Path, content: str | bytes) -> None:
    from wtspec.runs.write import unwritable, write_aside

    data = content if isinstance(content, bytes) else content.encode()
    try:
        write_aside(path, lambda aside: aside.write_bytes(data))
    except OSError as error:
        raise unwritable(path, error) from error
