"""Makes Keras run on JAX, as a spec says and as nothing else on the machine says."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.model.cache import use_compilation_cache

DETERMINISTIC = "--xla_gpu_deterministic_ops=true"

LOGGERS = ("jax", "absl")
_LIMITS = ("KERAS_MAX_EPOCHS", "KERAS_MAX_STEPS_PER_EPOCH")
VARIABLES = (
    *("TF_CPP_MIN_LOG_LEVEL", "GRPC_VERBOSITY", "XLA_FLAGS", "TF_FORCE_GPU_ALLOW_GROWTH"),
    *("KERAS_BACKEND", "KERAS_HOME", "KERAS_NNX_ENABLED", *_LIMITS),
)
"""Environment variables that are set here, or by Keras as it is imported."""

_NO_HOME = os.path.join(os.devnull, "keras")  # noqa: PTH118 - no path at all: there can be no folder


def prepare_backend(
    platform: str = "auto",
    *,
    compile_cache: bool = True,
    deterministic: bool = False,
    span: Span | None = None,
) -> None:
    """Imports Keras on JAX, to be called before anything else imports it.

    The user's `keras.json` has no say: float type, epsilon and image format are Keras's own
    defaults, in a process that had imported Keras before, too.

    Args:
        platform: `auto`, `cpu`, `gpu` or `tpu`.
        compile_cache: Whether compiled programs are kept in the user's cache folder.
        deterministic: Whether a GPU must give the same numbers each time.
        span: Where a spec names the platform.

    Raises:
        SpecError: `wrong-backend`, `platform-unavailable`, `not-deterministic`.
    """
    check_loaded_keras()
    be_quiet()
    if deterministic:
        _be_deterministic()
    _import_keras()
    _set_defaults()
    _choose_platform(platform, span)
    use_compilation_cache(enabled=compile_cache)


def check_loaded_keras() -> None:
    """Refuses a Keras that was imported in a way that can't be undone.

    Raises:
        SpecError: `wrong-backend`.
    """
    config = getattr(sys.modules.get("keras"), "config", None)
    if config is None:
        return
    backend, is_nnx = config.backend(), getattr(config, "is_nnx_enabled", bool)()
    if backend != "jax" or is_nnx:
        given = "with Flax's NNX" if is_nnx else f"with the backend {backend}"
        raise SpecError(
            Diagnostic(
                "wrong-backend",
                f"Keras is already loaded {given}",
                expected="jax",
                received="nnx" if is_nnx else backend,
                help="put the line `import wtspec` above `import keras`, or set "
                "`KERAS_BACKEND=jax`, and start Python anew",
            )
        )


def be_quiet() -> None:
    """Keeps the native log of XLA and JAX's advice on other hardware off stderr."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.ERROR)


def _be_deterministic() -> None:
    """XLA reads its flags once, when the first backend starts."""
    flags = os.environ.get("XLA_FLAGS", "")
    if DETERMINISTIC in flags:
        return
    if _backend_started():
        import jax

        if jax.default_backend() == "gpu":
            raise SpecError(
                Diagnostic(
                    "not-deterministic",
                    "JAX started before it could be told to be deterministic",
                    help=f"set `XLA_FLAGS={DETERMINISTIC}` before Python starts",
                )
            )
        return
    os.environ["XLA_FLAGS"] = f"{flags} {DETERMINISTIC}".strip()


def _backend_started() -> bool:
    """JAX tells this nowhere in its public API."""
    bridge = sys.modules.get("jax._src.xla_bridge")
    return bridge is not None and bridge.backends_are_initialized()


def _import_keras() -> None:
    if "keras" in sys.modules:
        return
    _forget_half_of_keras()
    with _no_settings():
        import keras  # noqa: F401 - imported for good while its settings are out of its sight


def _forget_half_of_keras() -> None:
    """What an `import keras` leaves that failed, for want of another backend, has chosen one."""
    for name in list(sys.modules):
        if name.startswith("keras."):
            del sys.modules[name]


@contextmanager
def _no_settings() -> Iterator[None]:
    """Keras reads `keras.json` as it is imported, and limits to training; it stops at bad ones.

    Its folder of downloads stays the user's.
    """
    hidden = {name: os.environ.pop(name, None) for name in ("KERAS_HOME", *_LIMITS)}
    os.environ.update(KERAS_BACKEND="jax", KERAS_HOME=_NO_HOME, KERAS_NNX_ENABLED="false")
    try:
        yield
    finally:
        del os.environ["KERAS_HOME"]
        os.environ.update({name: value for name, value in hidden.items() if value is not None})
    _return_home(hidden["KERAS_HOME"])


def _return_home(home: str | None) -> None:
    from keras.src.backend import config

    config._KERAS_DIR = home or os.path.join(os.path.expanduser("~"), ".keras")  # noqa: PTH111, PTH118, SLF001 - as Keras finds it


def _set_defaults() -> None:
    import keras

    keras.config.set_floatx("float32")
    keras.config.set_epsilon(1e-7)
    keras.config.set_image_data_format("channels_last")
    keras.config.set_max_epochs(None)
    keras.config.set_max_steps_per_epoch(None)


def _choose_platform(platform: str, span: Span | None) -> None:
    """JAX prefers an accelerator by itself; naming one would demand every make of it."""
    import jax

    if platform == "auto":
        return
    if platform == "cpu":
        jax.config.update("jax_platforms", "cpu")
    actual = _default_platform()
    if actual != platform:
        raise SpecError(
            Diagnostic(
                "platform-unavailable",
                f"JAX can't run on the platform `{platform}` here",
                span,
                expected=platform,
                received=actual,
                help="use `runtime.platform: auto`, or install JAX for that hardware",
            )
        )


def _default_platform() -> str:
    import jax

    try:
        return jax.default_backend()
    except RuntimeError as error:
        return str(error).partition("\n")[0]
