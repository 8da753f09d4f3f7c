"""The folder in which compiled programs outlive their process."""

from __future__ import annotations

import hashlib
import os
import platform
import stat
import sys
from pathlib import Path

SHORTEST_COMPILE_SECONDS = 0.01
"""What compiles faster is not worth a file; an initializer takes longer."""


def use_compilation_cache(*, enabled: bool) -> None:
    """Turns JAX's persistent compilation cache on or off; a folder that the user set stays."""
    import jax

    jax.config.update("jax_enable_compilation_cache", enabled)
    if not enabled or jax.config.values.get("jax_compilation_cache_dir"):
        return
    folder = cache_folder()
    if _is_private(folder):
        jax.config.update("jax_compilation_cache_dir", str(folder))
        jax.config.update("jax_persistent_cache_min_compile_time_secs", SHORTEST_COMPILE_SECONDS)


def cache_folder() -> Path:
    """Where programs lie that this jaxlib compiled for this processor."""
    from importlib.metadata import version

    return _user_caches() / "wtspec" / "xla" / f"{version('jaxlib')}-{_processor()}"


def _user_caches() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    given = os.environ.get("XDG_CACHE_HOME", "")
    return Path(given) if os.path.isabs(given) else Path.home() / ".cache"  # noqa: PTH117 - "" is no path


def _processor() -> str:
    """Code compiled for one processor may crash on another of the same make."""
    told = [platform.machine(), platform.processor()]
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(errors="replace").split("\n")
        told += sorted({line for line in lines if line.startswith(("model name", "flags"))})
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]


def _is_private(folder: Path) -> bool:
    """Makes the folder; whether nobody else can put programs into it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return True
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        return False
    folder.chmod(0o700)
    return True
