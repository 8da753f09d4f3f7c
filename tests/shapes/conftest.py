"""What is inferred of a layer, beside what Keras is seen to do with it."""

import math
import sys
import textwrap
import types
from dataclasses import dataclass

import keras
import pytest

from wtspec.codegen.module import print_module
from wtspec.codegen.naming import module_names
from wtspec.shapes.algebra.polynomial import SizeSymbol
from wtspec.shapes.algebra.shape import Rest
from wtspec.shapes.infer import Inferred, infer_shapes
from wtspec.stages import check, load


@dataclass
class Seen:
    """A layer's inferred shapes, and those of one real call of it."""

    inferred: Inferred
    names: dict
    calls: dict
    output: tuple
    source: str
    layer: keras.Layer

    def agrees(self, shape, real):
        """Whether every inferred size is the real one."""
        sizes = []
        for entry in shape:
            sizes += self.names[entry] if isinstance(entry, Rest) else [self.size(entry)]
        pairs = zip(sizes, real, strict=False)
        return len(sizes) == len(real) and all(size in (None, one) for size, one in pairs)

    def size(self, entry):
        if entry is None:
            return None
        terms = ((factor, [self.atom(one) for one in atoms]) for atoms, factor in entry.terms)
        return sum(factor * math.prod(sizes) for factor, sizes in terms)

    def atom(self, atom):
        if isinstance(atom, SizeSymbol):
            return self.names[atom.name]
        left, right = self.size(atom.left), self.size(atom.right)
        return left // right if atom.operator == "//" else left % right


@pytest.fixture
def checked(tmp_path):
    def make(text):
        path = tmp_path / "spec.yaml"
        path.write_text("wtspec: 1\n" + textwrap.dedent(text), encoding="utf-8")
        return check(load(path))

    return make


@pytest.fixture
def infer(checked):
    """Gives what is inferred of the last layer of a spec."""

    def make(text):
        program = checked(text).program
        layers = {layer.name: layer for layer in program.layers}
        functions = {function.name: function for function in program.functions}
        return infer_shapes(program.layers[-1], layers, functions)

    return make


@pytest.fixture
def see(checked, monkeypatch):
    """Gives the last layer of a spec as inferred and as really called on inputs of some shapes."""

    def make(text, *shapes, **arguments):
        found = checked(text)
        program = found.program
        layers = {layer.name: layer for layer in program.layers}
        functions = {function.name: function for function in program.functions}
        declared = program.layers[-1]
        inferred = infer_shapes(declared, layers, functions)
        source = printed(program, found.spec.document.source)
        module = types.ModuleType("inferred")
        sys.modules["inferred"] = module
        exec(compile(source, "inferred", "exec"), module.__dict__)  # noqa: S102 - our own source
        layer = getattr(module, declared.name)(**arguments)
        calls = record_calls(monkeypatch, layer)
        pairs = zip(declared.inputs, shapes, strict=False)
        output = layer(*[keras.KerasTensor(shape, one.dtype or "float32") for one, shape in pairs])
        real = keras.tree.map_structure(lambda tensor: tuple(tensor.shape), output)
        names = names_of(declared, inferred, shapes, layer)
        return Seen(inferred, names, calls, real, source, layer)

    yield make
    sys.modules.pop("inferred", None)


def printed(program, source):
    """A program's source, not laid out."""
    return print_module(program, module_names(program), source, "0")


def record_calls(monkeypatch, outer):
    """Notes what each layer directly inside is first called with, by name."""
    calls = {}
    original = keras.layers.Layer.__call__

    def call(self, *args, **kwargs):
        if any(self is one for one in outer._flatten_layers(include_self=False, recursive=False)):
            tensors = [one for one in args if hasattr(one, "shape")]
            calls.setdefault(self.name, [tuple(one.shape) for one in tensors])
        return original(self, *args, **kwargs)

    monkeypatch.setattr(keras.layers.Layer, "__call__", call)
    return calls


def names_of(declared, inferred, shapes, layer):
    """What each name stands for in one call."""
    names = {param.name: getattr(layer, param.name, None) for param in declared.params}
    for one, shape in zip(declared.inputs, shapes, strict=False):
        known = inferred.inputs[one.name]
        rest = next((i for i, entry in enumerate(known) if isinstance(entry, Rest)), None)
        sizes = list(shape)
        if rest is not None:
            stop = len(shape) - (len(known) - rest - 1)
            names[known[rest]] = sizes[rest:stop]
            sizes[rest:stop] = [None]
        for entry, size in zip(known, sizes, strict=True):
            for monomial, factor in getattr(entry, "terms", ()):
                if len(entry.terms) == 1 and factor == 1 and len(monomial) == 1:
                    names[monomial[0].name] = size
    return names
