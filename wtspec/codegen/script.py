"""Prints a program as a script that trains it where wtspec is not installed."""

from __future__ import annotations

import glob
import os
import sys
from pathlib import Path, PurePath

from wtspec.codegen.brought import brought
from wtspec.codegen.format import format_source
from wtspec.codegen.inline import inline
from wtspec.codegen.lines import Lines, indented
from wtspec.codegen.module import keras_imports, model_lines, opening
from wtspec.codegen.naming import ModuleNames, classes_name, module_names
from wtspec.codegen.training.accumulate import IMPORT, accumulating_model
from wtspec.codegen.training.compiling import compile_settings, print_training
from wtspec.codegen.training.data import functions_called, print_data
from wtspec.codegen.training.transfer import (
    transfer_functions,
    transfer_imports,
    transfer_steps,
)
from wtspec.errors import Source
from wtspec.language.print import quote
from wtspec.program.declared import Layer, Use
from wtspec.program.program import Program
from wtspec.program.scans import scans
from wtspec.program.sizes import given_inputs, input_shape
from wtspec.program.training import Training
from wtspec.program.walk import uses_in
from wtspec.sources.glob import divide, is_glob
from wtspec.sources.request import SourceRequest

READERS = {
    "sklearn": "read_sklearn",
    "csv": "read_csv",
    "parquet": "read_parquet",
    "npz": "read_arrays",
    "npy": "read_arrays",
    "synthetic": "draw_synthetic",
}
PARTS = ("validation", "test")
CONSTRAIN = [
    "for variable in model.trainable_variables:",
    "    if variable.constraint is not None:  # Keras applies it after updates alone",
    "        variable.assign(variable.constraint(variable))",
]


def generate_script(program: Program, main: Source, version: str) -> str:
    """A module that reads the data, builds the model, trains it and saves its weights.

    The program needs a model, data and training. The batches, the initial weights and so the
    trained weights are those of `wtspec run`.
    """
    names = module_names(program)
    lines = model_lines(program, names, main)
    lines += print_training(program, names, main)
    lines += print_data(program, names, main)
    inlined = inline(f"wtspec.data.{name}" for name in _data_functions(program))
    needed = ["import keras", "import numpy as np", *transfer_imports(program)]
    needed += [IMPORT] if _accumulates(program) else []
    imports = dict.fromkeys([*needed, *inlined.imports])
    lines += _main(program, names)
    imports |= dict.fromkeys(keras_imports(lines))
    future = [one for one in imports if "__future__" in one]
    others = [one for one in imports if "__future__" not in one]
    head = [*opening(program, version), "", *future, "", *_grouped(others)]
    return format_source("\n".join([*head, "", *inlined.bodies, *lines, ""]))


def _grouped(imports: list[str]) -> Lines:
    """The standard library first; then Keras is told its backend before anything imports it."""
    standard = [one for one in imports if one.split()[1].split(".")[0] in sys.stdlib_module_names]
    others = [one for one in imports if one not in standard]
    return [
        *sorted({*standard, "import os"}, key=_plain_first),
        "",
        'os.environ["KERAS_BACKEND"] = "jax"',
        "",
        *sorted(others, key=_plain_first),
    ]


def _plain_first(line: str) -> tuple[bool, str]:
    return line.startswith("from"), line


def _data_functions(program: Program) -> list[str]:
    kinds = [source.kind for source in program.sources.values()]
    names = [READERS[kind] for kind in kinds]
    called = {name.partition(".")[0] for name in functions_called(program) if name != "table"}
    names += ["arrays"] if called - {"np", "learned"} else []
    names += ["learned"] if "learned" in called else []
    names += ["class_weights"] if _weighs_twice(program) else []
    return [*dict.fromkeys([*names, "narrow", "split", "keras_batches"])]


def _main(program: Program, names: ModuleNames) -> Lines:
    model, training = program.model, program.training
    if model is None or training is None or program.data is None:
        return []
    settings = program.settings
    learns = any(name.startswith("learned.") for name in functions_called(program))
    own = names.classes[model.name]
    made = "Accumulating" if _accumulates(program) else own
    steps = [
        f"keras.config.set_dtype_policy({quote(settings.precision)})",
        f"keras.utils.set_random_seed({settings.seed})",
        *_read(program),
        "learned = Learned()" if learns else "learned = None  # nothing here learns from the rows",
        'inputs, targets, weights = prepare(tables["train"], learned)',
        f"model = {made}({_classes(model)})",
        f"model.build({_shape(program, model)})",
        *transfer_steps(program),
        *(CONSTRAIN if _constrains(program) else []),
        *_steps(program, training),
        *_fit(program, training),
        *_report(program),
    ]
    return [
        "",
        "",
        *_prepare(program),
        *transfer_functions(program, names),
        *(brought("training", "unstack") if scans(program) else []),
        *(brought("training", "StopAfter") if training.steps is not None else []),
        *(["", "", *accumulating_model(own, settings.batch_size)] if made != own else []),
        "",
        "",
        "def main():",
        '    """Trains the model, tells its figures, and saves its weights by path."""',
        *indented(steps),
        "",
        "",
        'if __name__ == "__main__":',
        "    main()",
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


def _accumulates(program: Program) -> bool:
    return program.training is not None and program.training.accumulate > 1


def _read(program: Program) -> Lines:
    settings = program.settings
    lines = [f"table = {_source(program, program.sources['source'])}"]
    shares = {
        part: getattr(settings, part)
        for part in PARTS
        if part not in program.sources and getattr(settings, part)
    }
    stratify = f", stratify=table[{quote(settings.stratify)}]" if settings.stratify else ""
    order = f"{shares!r}, {settings.split_seed}, {settings.split_shuffle}{stratify}"
    lines += [
        "rows = len(next(iter(table.values())))",
        f"parts = split_rows(rows, {order})",
        "tables = {",
        "    part: {name: column[index] for name, column in table.items()}",
        "    for part, index in parts.items()",
        "}",
    ]
    return lines + [
        f'tables["{part}"] = {_source(program, program.sources[part])}'
        for part in PARTS
        if part in program.sources
    ]


def _source(program: Program, source: SourceRequest) -> str:
    if source.kind == "sklearn":
        return f"read_sklearn({quote(source.name)})"
    folder = source.folder or Path()
    if source.kind == "csv":
        texts = ", ".join(map(quote, source.null_values or ()))
        nulls = f", null_values=[{texts}]" if texts else ""
        pairs = ", ".join(f"{quote(name)}: {quote(one)}" for name, one in source.types.items())
        types = f", types={{{pairs}}}" if pairs else ""
        files = _files(folder, source.paths)
        return f"read_csv({files}, {quote(source.separator)}{types}{nulls})"
    if source.kind in ("parquet", "npz"):
        return f"read_{source.kind}({_files(folder, source.paths)})"
    if source.kind == "npy":
        pairs = [f"{quote(n)}: {_files(folder, (path,))}" for n, path in source.arrays.items()]
        return f"read_npy({{{', '.join(pairs)}}})"
    columns = [
        f"{quote(name)}: draw_column({quote(name)}, {source.rows}, {program.settings.split_seed},"
        f" shape={column.shape!r}, dtype={column.dtype!r}, classes={column.classes!r},"
        f" low={column.low!r}, high={column.high!r})"
        for name, column in source.columns.items()
    ]
    return f"{{{', '.join(columns)}}}"


def _files(folder: Path, paths: tuple[str, ...]) -> str:
    """The files as they are found from here."""
    found = [PurePath(os.path.relpath(folder / path)).as_posix() for path in paths]
    if any(is_glob(path) for path in found):
        found = [_pattern(path) for path in found]
        globs = ", ".join(f"*glob.glob({quote(path)}, recursive=True)" for path in found)
        return f"sorted([{globs}])"
    return f"[{', '.join(quote(path) for path in found)}]"


def _pattern(path: str) -> str:
    """A path as `glob` takes it, which knows no folder of a pattern's letters by its name."""
    if not is_glob(path):
        return glob.escape(path)
    fixed, pattern = divide(Path(path))
    return (PurePath(glob.escape(str(fixed))) / pattern).as_posix()


def _prepare(program: Program) -> Lines:
    data, model = program.data, program.model
    if data is None or model is None:
        return []
    single = len(model.inputs) == 1
    inputs = "{name: narrow(value) for name, value in make_inputs(table, learned).items()}"
    if single:
        inputs = f"narrow(make_inputs(table, learned)[{quote(model.inputs[0].name)}])"
    targets = "None"
    if isinstance(data.targets, tuple):
        targets = "{name: narrow(value) for name, value in make_targets(table, learned).items()}"
    elif data.targets is not None:
        targets = "narrow(make_targets(table, learned))"
    weights = "narrow(make_weights(table, learned))" if data.weights is not None else "None"
    return [
        "def prepare(table, learned):",
        '    """Inputs, targets and row weights in the dtypes that the model is fed."""',
        f"    inputs = {inputs}",
        f"    targets = {targets}",
        f"    weights = {weights}",
        "    return inputs, targets, weights",
    ]


def _classes(model: Layer) -> str:
    return ", ".join(f"{classes_name(c)}=learned.classes({quote(c)})" for c in model.classes)


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
    return f"{{{', '.join(f'{quote(name)}: {shape}' for name, shape in shapes.items())}}}"


def _input_shape(shape: tuple[int | None, ...] | None, array: str) -> str:
    """A shape as the spec says it; sizes that it leaves open are the data's."""
    return f"(None, *{array}.shape[1:])" if shape is None or None in shape[1:] else repr(shape)


def _steps(program: Program, training: Training) -> Lines:
    settings = program.settings
    known = {
        "steps_per_epoch": "batch_count(len(parts['train']), "
        f"{settings.batch_size * training.accumulate}, {settings.drop_remainder})",
        "train_rows": "len(parts['train'])",
        "batch_size": repr(settings.batch_size),
        "total_steps": f"{training.epochs} * steps_per_epoch"
        if training.epochs
        else repr(training.steps),
    }
    needed = compile_settings(training)
    lines = [f"steps_per_epoch = {known['steps_per_epoch']}"]
    given = [f"{name}={known[name] if name != 'steps_per_epoch' else name}" for name in needed]
    used = "steps_per_epoch" in needed or "total_steps" in needed or training.steps is not None
    return [*(lines if used else []), f"compile_model({', '.join(['model', *given])})"]


def _fit(program: Program, training: Training) -> Lines:
    """Validation follows each epoch, over all of its rows."""
    settings = program.settings
    order = f"seed={settings.seed}, shuffle={settings.shuffle}"
    if settings.drop_remainder:
        order += ", drop_remainder=True"
    size = f"batch_size={settings.batch_size * training.accumulate}"
    lines: Lines = []
    if _weighs_twice(program):
        lines.append(f"weights = weigh_classes(targets, weights, {dict(training.class_weight)!r})")
    lines.append(f"batches = Batches(inputs, targets, weights, {size}, {order})")
    arguments = ["batches", "shuffle=False", "verbose=2"]
    callbacks = ["*make_callbacks()"] if training.callbacks else []
    if training.epochs is not None:
        arguments.append(f"epochs={training.epochs}")
    else:
        arguments.append(f"epochs=-(-{training.steps} // steps_per_epoch)")
        callbacks.append(f"StopAfter({training.steps})")
    if "validation" in program.sources or settings.validation:
        lines.append(_held_out(program, "validation"))
        arguments.append("validation_data=validation")
    if callbacks:
        arguments.append(f"callbacks=[{', '.join(callbacks)}]")
    if training.class_weight and not _weighs_twice(program):
        arguments.append(f"class_weight={dict(training.class_weight)!r}")
    return [*lines, f"model.fit({', '.join(arguments)})"]


def _weighs_twice(program: Program) -> bool:
    """Whether both rows and classes have weights; Keras's `fit` takes but one of the two."""
    data, training = program.data, program.training
    weighs_rows = data is not None and data.weights is not None
    return weighs_rows and training is not None and bool(training.class_weight)


def _held_out(program: Program, part: str) -> str:
    size = f"batch_size={program.settings.batch_size}"
    return f'{part} = Batches(*prepare(tables["{part}"], learned), {size}, shuffle=False)'


def _report(program: Program) -> Lines:
    lines: Lines = []
    if "test" in program.sources or program.settings.test:
        lines.append(_held_out(program, "test"))
        lines.append('print("test", model.evaluate(test, verbose=0, return_dict=True))')
    file = quote(program.name + ".npz")
    if scans(program):
        return [
            *lines,
            "arrays = {}",
            "for variable in model.variables:",
            "    arrays |= unstack(variable.path, variable.numpy())",
            f"np.savez({file}, **arrays)",
        ]
    return [
        *lines,
        "np.savez(",
        f"    {file},",
        "    **{variable.path: variable.numpy() for variable in model.variables},",
        ")",
    ]
