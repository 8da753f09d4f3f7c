"""HTML that notebooks show: escaped, without scripts or style sheets, on light pages and dark ones.

Colors are those of the page or lie between its extremes, so that both can be read.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from html import escape
from typing import TypeVar
from urllib.parse import quote

from wtspec.errors.diagnostic import Diagnostic
from wtspec.errors.render.text import render_text
from wtspec.errors.visible import visible

Shown = TypeVar("Shown")

_MOST_LINES = 1000
_MOST_ROWS = 200
_LINE = "1px solid rgba(128, 128, 128, 0.35)"
_PRE = "white-space: pre; overflow-x: auto; line-height: 1.35; margin: 4px 0; padding: 0"
_TABLE = "border-collapse: collapse; margin: 4px 0; border: 0"
_CELL = f"padding: 2px 10px; border: 0; border-bottom: {_LINE}; font-family: monospace"
_STYLES = {
    "1;31": "color: #d9443c; font-weight: bold",
    "1;33": "color: #b07a00; font-weight: bold",
    "1;34": "color: #3f83c9",
    "1": "font-weight: bold",
}


def never_raising(show: Callable[[Shown], str]) -> Callable[[Shown], str]:
    """A way to show something that shows it plainly where it fails: a notebook goes on."""

    @wraps(show)
    def shown(one: Shown) -> str:
        try:
            return show(one)
        except Exception:  # noqa: BLE001 - files may be gone or broken in any way
            return block(repr(one))

    return shown


def escaped(text: str) -> str:
    """Text of one line or more, each character visible, none of it markup."""
    return escape("\n".join(map(visible, text.split("\n"))))


def block(text: str) -> str:
    """Lines of source, as they are."""
    lines = text.rstrip("\n").split("\n")
    more = [f"… {len(lines) - _MOST_LINES} more lines"] if len(lines) > _MOST_LINES else []
    return _pre(escaped("\n".join([*lines[:_MOST_LINES], *more])))


def heading(kind: str, name: str, note: str = "") -> str:
    """What it is that is shown, its name, and a few words about it."""
    told = f' <span style="opacity: 0.75">{escaped(note)}</span>' if note else ""
    named = f" <b>{escaped(name)}</b>" if name else ""
    return f"<div>{escaped(kind)}{named}{told}</div>"


def paragraph(text: str) -> str:
    """A sentence or more."""
    return f'<div style="margin: 4px 0">{escaped(text)}</div>'


def folded(title: str, inner: str, note: str = "", *, is_open: bool = False) -> str:
    """Something that opens by a click on its title.

    Args:
        title: Text.
        inner: HTML.
        note: Beside the title.
        is_open: Whether it is open at first.
    """
    told = f' <span style="opacity: 0.75">{escaped(note)}</span>' if note else ""
    opened = " open" if is_open else ""
    summary = f'<summary style="cursor: pointer"><b>{escaped(title)}</b>{told}</summary>'
    return f'<details{opened} style="margin: 4px 0">{summary}{inner}</details>'


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> str:
    """A table of texts; of very many rows the first ones.

    Args:
        head: The titles of the columns.
        rows: As many cells each.
        right: The columns that are aligned on their right, as numbers are.
    """
    numbers = set(right)
    shown = [_row("td", row, numbers) for row in rows[:_MOST_ROWS]]
    if len(rows) > _MOST_ROWS:
        shown.append(_row("td", [f"… {len(rows) - _MOST_ROWS} more"], numbers))
    body = f"<thead>{_row('th', head, numbers)}</thead><tbody>{''.join(shown)}</tbody>"
    return f'<table style="{_TABLE}">{body}</table>'


def image(svg: str, name: str) -> str:
    """A picture on white, in a document of its own, which can load nothing."""
    coded = b64encode(svg.encode()).decode()
    style = (
        "max-width: 100%; max-height: 480px; background: white; padding: 8px; border-radius: 4px"
    )
    return f'<img alt="{escaped(name)}" style="{style}" src="data:image/svg+xml;base64,{coded}">'


def link(address: str, text: str) -> str:
    """A link to a file, by its path from the notebook's folder."""
    return f'<div style="margin: 4px 0"><a href="{quote(address)}">{escaped(text)}</a></div>'


def errors_as_html(diagnostics: Iterable[Diagnostic]) -> str:
    """Diagnostics as a terminal shows them, in colors."""
    text = escape(render_text(diagnostics, color=True))  # visible, so no file's escapes are in it
    return _pre(re.sub("\x1b\\[([0-9;]+)m(.*?)\x1b\\[0m", _colored, text, flags=re.DOTALL))


def _colored(painted: re.Match[str]) -> str:
    return f'<span style="{_STYLES[painted[1]]}">{painted[2]}</span>'


def _pre(marked: str) -> str:
    return f'<pre style="{_PRE}">{marked}</pre>'


def _row(tag: str, cells: Sequence[str], right: set[int]) -> str:
    told = (
        f'<{tag} style="text-align: {"right" if at in right else "left"}; {_CELL}">'
        f'<span style="white-space: pre">{escaped(cell)}</span></{tag}>'
        for at, cell in enumerate(cells)
    )
    return f'<tr style="background: none">{"".join(told)}</tr>'
