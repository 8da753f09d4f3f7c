"""Prints the file's functions."""

from __future__ import annotations

from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.formulas.statements import BodyPrinter
from wtspec.codegen.lines import Lines, indented
from wtspec.codegen.naming import ModuleNames, variable
from wtspec.errors import Source
from wtspec.program.declared import Function

COPY_LAYER = [
    "def copy_layer(layer, name):",
    '    """A new layer like the given one, with weights of its own."""',
    '    return type(layer).from_config({**layer.get_config(), "name": name})',
]

RUN_IN_ORDER = [
    "def run_in_order(layers, x, *args, **kwargs):",
    '    """The output of the last layer, each called on the output of the one before."""',
    "    for layer in layers:",
    "        x = layer(x, *args, **kwargs)",
    "    return x",
]

TRACE_CALL = [
    "def trace_call(layer, *args, **kwargs):",
    '    """What a layer gives for symbolic tensors, weights and inputs cast as in any call."""',
    "    operation = keras.Operation(name=layer.name)",
    "    operation.call = layer.__call__",
    "    return operation.compute_output_spec(*args, **kwargs)",
]

NESTING = [
    "def nesting(value):",
    '    """How deep lists lie in each other; of a tensor how many axes it has."""',
    "    if isinstance(value, (list, tuple)):",
    "        return 1 + nesting(value[0]) if value else 1",
    '    return len(getattr(value, "shape", ()))',
]


def print_function(function: Function, module: ModuleNames, main: Source) -> Lines:
    """A function of the module's top level."""
    printer = Printer("function", module)
    parameters = [
        variable(name) if default is None else f"{variable(name)}={printer.print(default)}"
        for name, default in function.parameters
    ]
    body = BodyPrinter(printer, main).body(function.body)
    name = module.functions[function.name]
    return [f"def {name}({', '.join(parameters)}):", *indented(body)]
