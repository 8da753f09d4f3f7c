"""Specs as text become live layers and models."""

import sys
import textwrap
import types

import keras
import numpy as np
import pytest

from wtspec.codegen import generate_all
from wtspec.stages import check, load


@pytest.fixture
def source(tmp_path):
    """Gives the source that a spec's text becomes; the language's version may be left out."""

    def make(text, name="spec"):
        path = tmp_path / f"{name}.yaml"
        path.write_text("wtspec: 1\n" + textwrap.dedent(text), encoding="utf-8")
        checked = check(load(path))
        return generate_all(checked.program, checked.spec.document.source, "0.0")

    return make


@pytest.fixture
def module(source, request):
    """Gives the module that a spec's text becomes."""

    def make(text, name="spec"):
        text = source(text, name)
        made = types.ModuleType(request.node.name)
        sys.modules[made.__name__] = made
        exec(compile(text, made.__name__, "exec"), made.__dict__)  # noqa: S102 - our own source
        return made

    yield make
    sys.modules.pop(request.node.name, None)
    keras.config.set_dtype_policy("float32")


@pytest.fixture
def layer(module):
    """Gives the layer that a spec declares first, made with some arguments."""

    def make(text, **arguments):
        made = module("layers:\n" + textwrap.indent(textwrap.dedent(text), "  "))
        classes = [one for one in vars(made).values() if isinstance(one, type)]
        return classes[-1](**arguments)

    return make


@pytest.fixture
def model(module):
    """Gives the model of a spec, compiled where the spec says how."""

    def make(text, seed=0, **settings):
        keras.utils.set_random_seed(seed)
        made = module(text)
        built = made.Spec()
        if "compile_model" in vars(made):
            made.compile_model(built, **settings)
        return built

    return make


@pytest.fixture
def numbers():
    """Gives arrays of random numbers of a shape, the same each time."""

    def make(*shape, seed=0):
        return np.random.default_rng(seed).normal(size=shape).astype("float32")

    return make
