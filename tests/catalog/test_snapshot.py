"""The snapshot against the installed Keras."""

import inspect
from typing import get_args

import keras
import pytest

from scripts.catalog_snapshot.components import MODULES, construct, public_classes
from scripts.catalog_snapshot.excluded import EXCLUDED
from scripts.catalog_snapshot.functions import public_functions
from scripts.catalog_snapshot.sections import snapshot
from scripts.refresh_catalog import BY_HAND, CATALOG
from wtspec.catalog import (
    Kind,
    activations,
    component,
    component_aliases,
    component_names,
    function,
    function_names,
    keras_version,
)

KINDS = get_args(Kind)
SPECIAL = {"metric": {"accuracy", "acc"}}
NOT_MADE_FROM_A_NAME = {"Constant"}  # its `from_config` wants the value that has a default
PINNED = keras.__version__ == keras_version()


def resolve(python):
    value = keras
    for part in python.removeprefix("keras.").split("."):
        value = getattr(value, part)
    return value


@pytest.mark.long
@pytest.mark.skipif(not PINNED, reason="another Keras is installed: names alone are compared")
def test_the_snapshot_is_what_the_script_writes_for_the_installed_keras():
    folder = CATALOG / f"keras-{keras_version()}"
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert {name: text for name, text in written.items() if name not in BY_HAND} == snapshot()


@pytest.mark.parametrize("kind", KINDS)
def test_every_public_class_is_known_or_left_out(kind):
    known = set(component_names(kind)) - SPECIAL.get(kind, set())
    installed = set(public_classes(kind))
    assert known == installed if PINNED else known <= installed


def test_every_public_function_is_known_or_left_out():
    known, installed = set(function_names()), set(public_functions())
    assert known == installed if PINNED else known <= installed


@pytest.mark.parametrize("kind", KINDS)
def test_every_class_is_constructed_from_its_python_name(kind):
    for name in set(component_names(kind)) - SPECIAL.get(kind, set()):
        assert construct(name, resolve(component(kind, name).python)) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_is_taken_by_the_constructor(kind):
    for name, cls in public_classes(kind).items():
        for parameter in component(kind, name).parameters:
            if not parameter.required and parameter.keyword_only:
                value = "sample" if parameter.name == "name" else parameter.default
                construct(name, cls, **{parameter.name: value})


def test_every_function_exists_under_its_python_name():
    for name in function_names():
        assert callable(resolve(function(name).python)), name


@pytest.mark.parametrize(
    ("kind", "get"),
    [
        ("initializer", keras.initializers.get),
        ("regularizer", keras.regularizers.get),
        ("constraint", keras.constraints.get),
        ("optimizer", keras.optimizers.get),
        ("metric", keras.metrics.get),
        ("loss", keras.losses.get),
    ],
)
def test_keras_takes_the_alias_for_the_same_thing(kind, get):
    module = resolve(f"keras.{MODULES[kind]}")
    for name in component_names(kind):
        found = component(kind, name)
        needs_arguments = any(parameter.required for parameter in found.parameters)
        if found.alias and name not in NOT_MADE_FROM_A_NAME and not needs_arguments:
            got = get(found.alias)
            meant = {resolve(found.python), getattr(module, found.alias, None)}
            assert (got if inspect.isfunction(got) else type(got)) in meant, name


def test_every_activation_works_on_one_tensor():
    for name in activations():
        assert keras.activations.get(name)(keras.ops.ones((2, 4))) is not None, name


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_is_left_out_can_be_reached(kind):
    for name in EXCLUDED[kind]:
        assert component(kind, name) is None
        assert name not in component_aliases(kind).values()
        assert not PINNED or hasattr(resolve(f"keras.{MODULES[kind]}"), name), name


def test_no_function_that_is_left_out_can_be_reached():
    for name in EXCLUDED["function"]:
        assert function(name) is None
        python = f"keras.{name}" if name.startswith("random.") else f"keras.ops.{name}"
        assert not PINNED or callable(resolve(python)), name


def test_no_function_takes_a_python_callable_but_those_that_take_a_files_function():
    callables = {"f", "fun", "function", "pyfunc", "body", "body_fun", "cond", "true_fn"}
    takers = {
        name
        for name in function_names()
        if callables & {parameter.name for parameter in function(name).parameters}
    }
    assert takers == {"scan", "associative_scan", "map", "vectorized_map"}
