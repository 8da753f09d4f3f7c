"""Prints a program as a script that trains it where wtspec is not installed."""

from __future__ import annotations

from types import MappingProxyType

from wtspec.codegen.brought import fill
from wtspec.codegen.displays import dict_of
from wtspec.codegen.format import format_source
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Code, Lines, define
from wtspec.codegen.module import print_module
from wtspec.codegen.naming import ModuleNames, classes_name, module_names
from wtspec.codegen.read_modules import LAYERS, RUN, TRAINING
from wtspec.codegen.training.compiling import print_training
from wtspec.codegen.training.data import (
    data_arguments,
    learned_functions,
    names_of_classes,
    print_data,
)
from wtspec.codegen.training.fit import print_compile, print_fit, print_report
from wtspec.codegen.training.groups import groups_of, print_groups
from wtspec.codegen.training.mesh import Layouts, has_mesh, print_mesh, print_start
from wtspec.codegen.training.pretrained import print_load
from wtspec.codegen.training.sources import path_from_here, prepared, print_tables
from wtspec.errors import Source
from wtspec.language.print import quote
from wtspec.program.declared import Layer, Use
from wtspec.program.program import Program
from wtspec.program.sizes import given_inputs, input_shape
from wtspec.program.training import Prepared, Training
from wtspec.program.walk import uses_in


def generate_script(
    program: Program,
    main: Source,
    version: str,
    layouts: Layouts = MappingProxyType({}),
) -> str:
    """A module that reads the data, builds the model, trains it and saves its weights.

    The program needs a model, data and training. The batches, the initial weights and so the
    trained weights are those of `wtspec run`.

    Args:
        layouts: Along which axes of the mesh variables are cut, by patterns of Keras's paths.
    """
    names = module_names(program)
    rest = [
        print_training(program, names, main),
        print_data(program, names, main),
        *_main(program, names, layouts),
    ]
    modules = (*LAYERS, *TRAINING, *RUN)
    return format_source(print_module(program, names, main, version, rest, modules, alone=True))


def _main(program: Program, names: ModuleNames, layouts: Layouts) -> list[Code]:
    model, training, data = program.model, program.training, program.data
    if model is None or training is None or data is None:
        return []
    printer = Printer("function", names)
    prepare = _prepare(printer, model, data, data_arguments(program))
    steps = _steps(printer, program, model, training)
    doc = "Trains the model, tells its figures, and saves its weights by path."
    run = ['if __name__ == "__main__":', "    main()"]
    return [
        printer.code(prepare),
        print_load(program, names),
        print_groups(program),
        print_mesh(program, names, layouts),
        _accumulating(program, names.classes[model.name], training),
        printer.code([*define("main", (), steps, doc), *run]),
    ]


def _accumulating(program: Program, own: str, training: Training) -> Code:
    """A class whose updates take the gradients of several batches, where these are asked for."""
    if training.accumulate == 1:
        return Code([])
    size = repr(program.settings.batch_size)
    return fill("Accumulating", {"Model": own, "BATCH_SIZE": size})


def _steps(printer: Printer, program: Program, model: Layer, training: Training) -> Lines:
    settings = program.settings
    made = "Accumulating" if training.accumulate > 1 else printer.module.classes[model.name]
    learned = "None  # nothing here learns from the rows"
    return [
        *print_start(printer, program),
        printer.call("keras.config.set_dtype_policy", quote(settings.precision)),
        printer.call("keras.utils.set_random_seed", repr(settings.seed)),
        *print_tables(printer, program),
        f"learned = {printer.call('Learned') if learned_functions(program) else learned}",
        *_files(program),
        f"inputs, targets, weights = {prepared(printer, program, 'train')}",
        *(["lay_out_devices(tables)"] if has_mesh(program) else []),
        f"model = {made}({_classes(program)})",
        f"model.build({_shape(program, model)})",
        *(["load_pretrained(model)"] if program.pretrained is not None else []),
        *(["apply_groups(model)"] if groups_of(program) else []),
        *([printer.call("constrain", "model")] if _constrains(program) else []),
        *print_compile(printer, program, training),
        *print_fit(printer, program, training),
        *print_report(printer, program),
    ]


def _constrains(program: Program) -> bool:
    """Whether some weight may have a constraint."""
    layers = program.with_model
    if any(weight.constraint is not None for layer in layers for weight in layer.weights):
        return True
    made = [one.layer for layer in layers for one in layer.sublayers]
    made += [one.default for layer in layers for one in layer.params if one.default is not None]
    used = (use for value in made for use in uses_in(value))
    return any(_takes_constraint(use, name) for use in used for name, _ in use.arguments)


def _takes_constraint(use: Use, name: str) -> bool:
    component = use.component
    parameter = None if isinstance(component, str) else component.parameter(name)
    return parameter is not None and "constraint" in parameter.accepts


def _prepare(printer: Printer, model: Layer, data: Prepared, arguments: tuple[str, ...]) -> Lines:
    narrow, given = printer.use("narrow"), ", ".join(arguments)
    targets = weights = "None"
    if len(model.inputs) == 1:
        inputs = f"{narrow}(make_inputs({given})[{quote(model.inputs[0].name)}])"
    else:
        inputs = _narrowed(narrow, f"make_inputs({given})")
    if isinstance(data.targets, tuple):
        targets = _narrowed(narrow, f"make_targets({given})")
    elif data.targets is not None:
        targets = f"{narrow}(make_targets({given}))"
    if data.weights is not None:
        weights = f"{narrow}(make_weights({given}))"
    body = [
        f"inputs = {inputs}",
        f"targets = {targets}",
        f"weights = {weights}",
        "return inputs, targets, weights",
    ]
    doc = "Inputs, targets and row weights in the dtypes that the model is fed."
    return define("prepare", arguments, body, doc)


def _narrowed(narrow: str, made: str) -> str:
    """The arrays that a function gives by name."""
    return f"{{name: {narrow}(value) for name, value in {made}.items()}}"


def _files(program: Program) -> Lines:
    """Where the files lie, seen from here, that formulas name."""
    files = program.data.files if program.data is not None else ()
    paths = {one.path: path_from_here(one.folder / one.path) for one in files}
    named = dict_of((path, quote(here)) for path, here in paths.items())
    return [f"learned.files = {named}"] if paths else []


def _classes(program: Program) -> str:
    return ", ".join(
        f"{classes_name(column)}=learned.classes({quote(name)})"
        for column, name in names_of_classes(program).items()
    )


def _shape(program: Program, model: Layer) -> str:
    single = len(model.inputs) == 1
    shapes = {
        one.name: _input_shape(
            input_shape(one, program.params), "inputs" if single else f"inputs[{quote(one.name)}]"
        )
        for one in given_inputs(program)
    }
    if single:
        return next(iter(shapes.values()))
    return dict_of(shapes.items())


def _input_shape(shape: tuple[int | None, ...] | None, array: str) -> str:
    """A shape as the spec says it; sizes that it leaves open are the data's."""
    return f"(None, *{array}.shape[1:])" if shape is None or None in shape[1:] else repr(shape)
