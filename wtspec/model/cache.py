"""The folder in which compiled programs outlive their process."""

from __future__ import annotations

import hashlib
import os
import platform
import stat
import sys
from contextlib import suppress
from pathlib import Path

SHORTEST_COMPILE_SECONDS = 0.01
"""What compiles faster is not worth a file; an initializer takes longer."""


SETTINGS = (
    "jax_enable_compilation_cache",
    "jax_compilation_cache_dir",
    "jax_persistent_cache_min_compile_time_secs",
    "jax_platforms",
)
"""JAX's settings that are changed here, or for the platform."""


def use_compilation_cache(*, enabled: bool) -> None:
    """Turns JAX's persistent compilation cache on or off; a folder that the user set stays."""
    import jax

    jax.config.update("jax_enable_compilation_cache", enabled)
    if not enabled or jax.config.values.get("jax_compilation_cache_dir"):
        return
    folder = cache_folder()
    if folder is not None and _is_private(folder):
        jax.config.update("jax_compilation_cache_dir", str(folder))
        jax.config.update("jax_persistent_cache_min_compile_time_secs", SHORTEST_COMPILE_SECONDS)
        forget_cache()
        _mend_entries(folder)


def forget_cache() -> None:
    """Lets JAX look at its settings again, which it does once in a process."""
    from jax.experimental.compilation_cache import compilation_cache

    compilation_cache.reset_cache()


def _mend_entries(folder: Path) -> None:
    """Has JAX remove entries that it can't read: a killed run, or a full disk, leaves half a file.

    JAX would warn of it each time, and never write it anew. It has no public way to be told so.
    """
    import jax

    try:
        from jax._src import compilation_cache
        from jax._src.lru_cache import LRUCache

        class Mending(LRUCache):
            def get(self, key: str) -> bytes | None:
                try:
                    entry = super().get(key)
                    return entry if entry is None or _unpack(entry) else None
                except Exception:  # noqa: BLE001 - whatever it is, it is not what was written
                    _remove(folder, key)
                    return None

            def put(self, key: str, value: bytes) -> None:
                try:
                    super().put(key, value)
                except OSError:
                    _remove(folder, key)

        _unpack = compilation_cache.decompress_executable
        most = jax.config.values["jax_compilation_cache_max_size"]
        compilation_cache._cache = Mending(str(folder), max_size=most)  # noqa: SLF001 - see above
        compilation_cache._cache_initialized = True  # noqa: SLF001 - the same
    except (ImportError, AttributeError, TypeError, KeyError, OSError, RuntimeError):
        return  # another JAX: its own cache does


def _remove(folder: Path, key: str) -> None:
    with suppress(OSError):
        (folder / f"{key}-cache").unlink()


def cache_folder() -> Path | None:
    """Where programs lie that this jaxlib compiled for this processor; None without a home."""
    from importlib.metadata import version

    try:
        caches = _user_caches()
    except RuntimeError:  # a user whom the system does not know
        return None
    return caches / "wtspec" / "xla" / f"{version('jaxlib')}-{_processor()}"


def _user_caches() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    given = os.environ.get("XDG_CACHE_HOME", "")
    return Path(given) if os.path.isabs(given) else Path.home() / ".cache"  # noqa: PTH117 - "" is no path


def _processor() -> str:
    """Code compiled for one processor may crash on another of the same make."""
    facts = [platform.machine(), platform.processor()]
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(errors="replace").split("\n")
        facts += sorted({line for line in lines if line.startswith(("model name", "flags"))})
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:12]


def _is_private(folder: Path) -> bool:
    """Makes the folder; whether nobody else can put programs into it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return True
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
        return False
    folder.chmod(0o700)
    return True
