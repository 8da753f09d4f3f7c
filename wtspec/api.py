"""What `import wtspec` offers to notebooks and programs."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from wtspec import stages
from wtspec.errors import Diagnostic, SpecError, did_you_mean, one_of
from wtspec.spec import Spec, find_not_yet

if TYPE_CHECKING:
    import keras
    from numpy.typing import ArrayLike

    from wtspec.build.stacks import Slice
    from wtspec.runs.run import Run

AnyPath = str | PathLike[str]


def load(
    path: AnyPath, set: Mapping[str, object] | None = None, *, root: AnyPath | None = None
) -> Spec:
    """Reads a file and checks all of it.

    Args:
        path: The YAML file.
        set: Values by path, `{"params.width": 128}`, which replace those of the file; text is
            read as YAML, as `--set` does.
        root: No import, base or data file may lie outside this folder.

    Raises:
        SpecError: Everything that is wrong with the file, at once.
    """
    overrides = tuple((set or {}).items())
    return stages.check_file(Path(path), overrides, Path(root) if root is not None else None).spec


def build(spec: Spec, data: Mapping[str, ArrayLike] | None = None) -> keras.Model:
    """The model with its initial weights, pretrained ones loaded; not compiled.

    Args:
        spec: As `load` gives it.
        data: Columns in place of the spec's source. Data are needed only by a model that asks
            for `classes(…)` of a column, or whose inputs leave sizes open.

    Raises:
        SpecError: What fails while layers are built, located in the file.
    """
    from wtspec.build import apply_groups, load_pretrained
    from wtspec.runs.assemble import assemble
    from wtspec.runs.learn_sizes import learn_sizes

    _refuse_not_yet(spec)
    checked = stages.check(spec)
    assembly = assemble(checked)
    root = spec.document.root
    sizes = learn_sizes(assembly, root, data)
    model = assembly.build(sizes.classes, sizes.shapes)
    load_pretrained(checked.program, model, assembly.module, root)
    apply_groups(checked.program, model)
    return model


def layer(path: AnyPath, name: str) -> type[keras.layers.Layer]:
    """One of a file's layers as a Keras class, to use in ordinary Keras code.

    Args:
        path: A spec or a library.
        name: The layer's name in it.

    Raises:
        SpecError: `unknown-layer`; everything that is wrong with the file.
    """
    from wtspec.build import execute, prepare_backend
    from wtspec.codegen.naming import module_names

    spec = load(path)
    program = stages.check(spec).program
    names = [declared.name for declared in program.layers]
    if name not in names:
        message = f"`{program.origin}` declares no layer `{name}`"
        near = did_you_mean(name, names)
        raise SpecError(Diagnostic("unknown-layer", message, None, one_of(names), help=near))
    prepare_backend()
    module = execute(source(spec), program.name)
    return getattr(module, module_names(program).classes[name])


def source(spec: Spec) -> str:
    """The Python source of the spec's layers and model, which needs nothing but Keras."""
    from wtspec import __version__
    from wtspec.codegen import generate

    return generate(stages.check(spec).program, spec.document.source, __version__)


def run(
    spec: Spec,
    data: Mapping[str, ArrayLike] | None = None,
    *,
    runs_dir: AnyPath = "runs",
    data_root: AnyPath | None = None,
) -> Run:
    """Trains the spec's model, and records the run in a folder of its own.

    Args:
        spec: With `model`, `data` and `train`.
        data: Columns in place of the spec's source, `{"pixels": x, "target": y}`.
        runs_dir: The folder is made in it, `runs/digits/0001`.
        data_root: No data file may lie outside it; the spec's root by default.

    Raises:
        SpecError: What is wrong with the spec or its data.
    """
    from wtspec.runs.run import run as run_checked

    root = Path(data_root) if data_root is not None else None
    checked = stages.check(spec, root)
    return run_checked(checked, runs_dir=Path(runs_dir), data=data, data_root=root)


def open(run: AnyPath | Run) -> keras.Model:
    """The trained model of a run, rebuilt from its resolved spec and its weights.

    Args:
        run: The folder of a run, or what `run` returned.

    Raises:
        SpecError: `no-run`, `unfinished-run`, `unreadable-file`.
    """
    from wtspec.runs.reopen import open_run

    return open_run(Path(run) if isinstance(run, str | PathLike) else run.folder)


def weights(model: keras.Model) -> dict[str, keras.Variable | Slice]:
    """The weights of a model that wtspec built, by their paths in the spec.

    Those of a scan's blocks are parts of larger variables. They have a path, name, shape, dtype and
    value, and can be assigned, as variables can.
    """
    from wtspec.build.paths import weights as weights_by_path

    return weights_by_path(model)


def _refuse_not_yet(spec: Spec) -> None:
    faults = find_not_yet(spec)
    if faults:
        raise SpecError(faults)
