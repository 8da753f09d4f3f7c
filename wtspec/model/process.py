"""What a process shares, for one build or run at a time, and afterwards as it was found."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import RLock

from wtspec.model.backend import LOGGERS, VARIABLES, be_quiet, check_loaded_keras
from wtspec.model.cache import SETTINGS, forget_cache

_ONE_AT_A_TIME = RLock()
"""Keras's names, float type, custom objects and source of seeds are the whole process's."""


@contextmanager
def alone() -> Iterator[None]:
    """Lets no other thread build or run; what the process shares is put back afterwards.

    Raises:
        SpecError: `wrong-backend`.
    """
    with _ONE_AT_A_TIME, ExitStack() as stack:
        check_loaded_keras()
        for kept in (_variables, _log_levels, _keras_settings, _jax_settings):
            stack.enter_context(kept())
        yield


@contextmanager
def _variables() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in VARIABLES}
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _log_levels() -> Iterator[None]:
    before = {name: logging.getLogger(name).level for name in LOGGERS}
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


@contextmanager
def _keras_settings() -> Iterator[None]:
    """Those of a Keras that the user has imported; of our own import its defaults stay."""
    if "keras" not in sys.modules:
        yield
        return
    from keras import config

    floatx, epsilon, image = config.floatx(), config.epsilon(), config.image_data_format()
    epochs, steps = config.max_epochs(), config.max_steps_per_epoch()
    try:
        yield
    finally:
        config.set_floatx(floatx)
        config.set_epsilon(epsilon)
        config.set_image_data_format(image)
        config.set_max_epochs(epochs)
        config.set_max_steps_per_epoch(steps)


@contextmanager
def _jax_settings() -> Iterator[None]:
    be_quiet()
    import jax

    before = {name: jax.config.values[name] for name in SETTINGS}
    try:
        yield
    finally:
        if before != {name: jax.config.values[name] for name in SETTINGS}:
            forget_cache()
        for name, value in before.items():
            jax.config.update(name, value)
