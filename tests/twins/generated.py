"""Generated models, made from the source that a config becomes."""

import functools
import itertools
import pathlib
import sys
import types

import keras

from wtspec.codegen import generate_all
from wtspec.stages import check, load

CONFIGS = pathlib.Path(__file__).parents[2] / "configs"
_numbers = itertools.count()


@functools.cache
def source_of(name):
    """The source that `configs/NAME.yaml` becomes."""
    return source_of_file(CONFIGS / f"{name}.yaml")


def source_of_file(path):
    """The source that a file becomes."""
    checked = check(load(path))
    return generate_all(checked.program, checked.spec.document.source, "0.0")


def execute(source):
    """Generated source as a module of its own."""
    module = types.ModuleType(f"generated_{next(_numbers)}")
    sys.modules[module.__name__] = module
    exec(compile(source, module.__name__, "exec"), module.__dict__)  # noqa: S102 - our own source
    return module


def model_class(module):
    """The model of a generated module: its last class."""
    classes = [one for one in vars(module).values() if isinstance(one, type)]
    return next(one for one in reversed(classes) if issubclass(one, keras.Model))


def build_model(name, shape, seed=0, **settings):
    """The model of `configs/NAME.yaml`, built and compiled.

    Args:
        shape: Of its input, or a dict of shapes by input.
        settings: What `compile_model` must be told, such as `total_steps`.
    """
    keras.utils.set_random_seed(seed)
    module = execute(source_of(name))
    model = model_class(module)()
    model.build(shape)
    module.compile_model(model, **settings)
    return model
