"""Tells of batches that devices can't share evenly, where no one could know before the run."""

from __future__ import annotations

from wtspec.model.mesh.mesh import DATA, Mesh

Asked = tuple[tuple[str, int | None], ...] | None
"""The size of each axis, None for `auto`; None for no mesh."""


def uneven_text(asked: Asked, batch_size: int, mesh: Mesh | None) -> tuple[str, ...]:
    """What a run says of its batches; nothing where devices share them, or a warning has said it.

    Args:
        asked: The mesh as the spec says it.
        batch_size: In rows.
        mesh: The devices; None for a single one.
    """
    if mesh is None or dict(asked or ()).get(DATA) is not None:
        return ()
    devices = mesh.sizes[DATA]
    if batch_size % devices == 0:
        return ()
    shared = (
        f"the {devices} devices along `{DATA}` can't share {batch_size:,} rows of a batch evenly"
    )
    return (f"{shared}: each takes all of them, which is no faster than one device",)
