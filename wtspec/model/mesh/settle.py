"""How many devices each axis of a mesh has, once the devices are counted."""

from __future__ import annotations

from math import prod

from wtspec.errors import Diagnostic, Span, SpecError, one_of

MeshAxes = tuple[tuple[str, int | None], ...]
"""As `Settings.mesh` has them: the size of each axis, None for `auto`."""


def settle_mesh(
    mesh: MeshAxes, device_count: int, span: Span | None = None, process_count: int = 1
) -> dict[str, int]:
    """The size of each axis, `data` first with 1 where a spec names none.

    An `auto` axis takes all devices that the others leave. A mesh without one takes as many as it
    says, the first that there are, as `jax.make_mesh` does; those of several processes must be all,
    since each has its part.

    Args:
        mesh: As `Settings` has it.
        device_count: Of all processes together.
        span: Of `runtime.mesh`.
        process_count: How many processes train together.

    Returns:
        The sizes by axis, in the order of the spec; their product is the number of devices used.

    Raises:
        SpecError: `mesh-misfit`.
    """
    fixed = prod(size for _, size in mesh if size is not None)
    is_auto = any(size is None for _, size in mesh)
    must_divide = is_auto and device_count % fixed != 0
    must_be_all = not is_auto and process_count > 1 and device_count != fixed
    if must_divide or must_be_all or device_count < fixed:
        raise SpecError([_misfit(mesh, fixed, device_count, span)])
    left = device_count // fixed
    sizes = {axis: left if size is None else size for axis, size in mesh}
    return sizes if "data" in sizes else {"data": 1, **sizes}


def _misfit(mesh: MeshAxes, fixed: int, count: int, span: Span | None) -> Diagnostic:
    is_auto = any(size is None for _, size in mesh)
    return Diagnostic(
        "mesh-misfit",
        f"{_devices(count)} can't be laid out as {_as_written(mesh)}",
        span,
        expected=f"a multiple of {_devices(fixed)}" if is_auto else _devices(fixed),
        received=_devices(count),
        help=_help(mesh, count),
    )


def _help(mesh: MeshAxes, count: int) -> str:
    named = [axis for axis, size in mesh if size is not None]
    fitting = [str(one) for one in range(1, count + 1) if count % one == 0]
    if len(named) == 1:
        return f"with {_devices(count)}, `{named[0]}` may be {one_of(fitting[:6])}"
    return f"choose sizes whose product divides {count}, or make one of them `auto`"


def _devices(count: int) -> str:
    return "1 device" if count == 1 else f"{count} devices"


def _as_written(mesh: MeshAxes) -> str:
    sizes = (f"{axis}: {'auto' if size is None else size}" for axis, size in mesh)
    return f"`{{{', '.join(sizes)}}}`"
