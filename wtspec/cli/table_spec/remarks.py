"""What is told of a table, besides its spec."""

from __future__ import annotations

from wtspec.data.table.table import JudgedTable
from wtspec.language.print import quote

_MOST_NAMED = 10


def headline(table: JudgedTable, *, is_last: bool) -> str:
    """What is predicted, and from what.

    Args:
        table: What the file holds.
        is_last: Whether its last column was taken, as none was named.
    """
    target = table.target
    task = f"which of {len(target.classes)} classes" if target.is_label else "how much"
    which = ", the last column" if is_last else ""
    columns = f"{len(table.columns):,} columns" if len(table.columns) > 1 else "1 column"
    return f"the target is {quote(target.name)}{which}: {task}, from {columns}"


def remarks(table: JudgedTable) -> list[str]:
    """What was not taken as it is, a line each."""
    header = "Does the file lack a header? Its first line, which names the columns, holds values."
    seen = f"Only {table.rows:,} rows, from all over the file, were looked at to write this."
    return [
        *([] if table.has_header else [header]),
        *([] if table.is_whole else [seen]),
        *(f"Left out: {quote(one.name)} {one.why}." for one in table.left_out),
        *_group(table),
        *_rare(table),
        *(
            f"Look at {quote(name)}: it says by itself what the target is. Is it known before?"
            for name in table.telling
        ),
    ]


def _rare(table: JudgedTable) -> list[str]:
    several = [f"{quote(name)} ({rows:,})" for name, rows in table.target.rare]
    if not several:
        return []
    more = f" and {len(several) - _MOST_NAMED:,} more" if len(several) > _MOST_NAMED else ""
    listed = ", ".join(several[:_MOST_NAMED])
    return [f"Left out: the rows of classes with hardly any rows, {listed}{more}."]


def _group(table: JudgedTable) -> list[str]:
    if table.group is None:
        return []
    name = quote(table.group)
    return [f"Left out: {name} says which rows belong together; none are in two parts of the data."]
