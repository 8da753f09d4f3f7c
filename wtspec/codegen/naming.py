"""Gives every part of a program a Python name that clashes with nothing."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterable

from msgspec import Struct

from wtspec.catalog import OF_EVERY_LAYER, reserved_attributes
from wtspec.codegen.formulas.tensors import Taken, taken_as_tensors
from wtspec.codegen.read_modules import LAYERS, RUN, TRAINING, names_in
from wtspec.language import Body, assigned_names
from wtspec.language.tree import Comprehension
from wtspec.program.declared import Layer
from wtspec.program.program import Program
from wtspec.program.walk import in_statements
from wtspec.resolve.measures import SETTINGS

RESERVED = frozenset(
    {"self", "cls", "args", "kwargs", "keras", "ops", "np", "training", "table", "learned"}
    | {"dtype", "states", "seed"}
    | {"l", "I", "O"}
    | set(keyword.kwlist)
    | {name for name in dir(builtins) if name.islower()}
)
"""Names that mean something in generated source, or that are refused as too easily misread."""

HIDDEN = frozenset(
    {"self", "super", "keras", "ops", "args", "kwargs", "TypeError", "ValueError"}
    | {"all", "any", "bool", "dict", "enumerate", "float", "int", "isinstance", "len", "list"}
    | {"max", "min", "range", "str", "sum", "tuple", "zip"}
    | names_in(LAYERS)
    | set(keyword.kwlist)
)
"""What the methods of generated classes look up, so that no local of theirs may hide it."""

HELPERS = ("initialize_", "regularize_", "constrain_")
"""What begins the names of the functions that `build` makes for weights."""

BUILD_LOCALS = frozenset({"dtype", "input_shape", "layer", "output", "shape", "tensor", "variable"})

TOP_LEVEL = frozenset(
    names_in((*LAYERS, *TRAINING, *RUN))
    | {"compile_model", "make_callbacks", "make_rows"}
    | {"make_inputs", "make_targets", "make_weights"}
    | {"main", "prepare", "lay_out_devices", "model", "optimizer", "y_true", "y_pred", *SETTINGS}
)
"""What a module may hold besides the program's own classes and functions, and what its
functions are given."""


def unique(name: str, taken: Iterable[str]) -> str:
    """The name, with as many `_` behind it as make it new.

    Raises:
        ValueError: It is no name: some check has let a text of the file through.
    """
    used, name = set(taken), _checked(name)
    while name in used:
        name += "_"
    return name


def _checked(name: str) -> str:
    if not (name.isidentifier() and name.isascii()):
        raise ValueError(name)
    return name


class Attributes(Struct, frozen=True):
    """The attributes of a generated class by declared name."""

    names: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return f"self.{self.names[name]}"


def attributes(layer: Layer) -> Attributes:
    """An attribute for each param, weight, sublayer and wrapped layer.

    What Keras's own classes and files use gets a trailing `_`.
    """
    taken = {*reserved_attributes(), "vars", "given", "generators", "masked", "reported"}
    taken |= {"seed_generator", "trackers"}
    names: dict[str, str] = {}
    declared = [*layer.params, *layer.wraps, *layer.weights, *layer.sublayers]
    for one in declared:
        names[one.name] = unique(one.name, taken)
        taken.add(names[one.name])
    for column in layer.classes:
        name = classes_name(column)
        names[name] = unique(name, taken)
        taken.add(names[name])
    return Attributes(names)


def classes_name(column: str) -> str:
    """The model's argument that takes the number of classes of a looked-up column."""
    letters = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in column)
    return f"classes_{letters}"


def variable(name: str) -> str:
    """The name of a local; different names stay different.

    Raises:
        ValueError: It is no name: some check has let a text of the file through.
    """
    plain = _checked(name).rstrip("_")
    return f"{name}_" if plain in HIDDEN or (plain != name and _made_in_build(plain)) else name


def param_argument(name: str, *, of_model: bool = False) -> str:
    """The name of a param as an argument of its class: its own, but where that is impossible.

    Python and Keras pass `self` and `cls`; a model takes Keras's own arguments besides its params.
    """
    taken = ("self", "cls", *OF_EVERY_LAYER) if of_model else ("self", "cls")
    hidden = name.rstrip("_") in taken or (of_model and name.startswith("classes_"))
    return f"{name}_" if hidden else name


def input_argument(name: str) -> str:
    """The name of an input as an argument of `call`: its own, but where that is impossible.

    Keras's `__call__` is given the layer as `self`, and takes `args` and `kwargs` for rests.
    """
    return f"{name}_" if name.rstrip("_") in ("self", "args", "kwargs") else name


def dim_variable(name: str) -> str:
    """The name of a dim, which meets the locals that `build` has besides dims."""
    return f"{name}_" if _made_in_build(name.rstrip("_")) else variable(name)


def _made_in_build(name: str) -> bool:
    return name in BUILD_LOCALS or name.startswith(HELPERS) or name.endswith(("_seed", "_shape"))


class ModuleNames(Struct, frozen=True):
    """The names on a module's top level, by the file's names.

    Attributes:
        taken: What the file's functions must be given as tensors.
    """

    classes: dict[str, str]
    functions: dict[str, str]
    taken: Taken


def _local_names(program: Program) -> set[str]:
    """Names that bodies and constructors give values to, which would hide those of the module."""
    found: set[str] = set()
    for layer in program.with_model:
        given = (*layer.params, *layer.wraps, *layer.inputs, *layer.states)
        found |= {variable(one.name) for one in given} | _given_names(layer.body)
        found |= {param_argument(one.name, of_model=layer.is_model) for one in layer.params}
        found |= {input_argument(one.name) for one in layer.inputs}
        found |= {dim_variable(dim.name) for dim in layer.dims}
        found |= {f"{input_argument(one.name)}_shape" for one in layer.inputs} | BUILD_LOCALS
        found |= {f"{verb}{one.name}" for one in layer.weights for verb in HELPERS}
    for function in program.functions:
        found |= {variable(name) for name, _ in function.parameters} | _given_names(function.body)
    return found


def _given_names(body: Body) -> set[str]:
    """The names that a body gives values to, those of its comprehensions too."""
    return {variable(name) for name in assigned_names(body)} | {
        variable(target)
        for node in in_statements(body.statements)
        if isinstance(node, Comprehension)
        for clause in node.clauses
        for target in clause.targets
    }


def module_names(program: Program) -> ModuleNames:
    """A name for each class and function."""
    taken = set(RESERVED | TOP_LEVEL) | _local_names(program)
    classes: dict[str, str] = {}
    functions: dict[str, str] = {}
    for layer in program.with_model:
        classes[layer.name] = unique(layer.name, taken)
        taken.add(classes[layer.name])
    for function in program.functions:
        functions[function.name] = unique(function.name, taken)
        taken.add(functions[function.name])
    return ModuleNames(classes, functions, taken_as_tensors(program.functions))
