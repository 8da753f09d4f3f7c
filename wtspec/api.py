"""What `import wtspec` offers to notebooks and programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from wtspec import arguments, stages
from wtspec.arguments import tells_faults
from wtspec.spec import FileSpec, Spec

if TYPE_CHECKING:
    import keras
    from numpy.typing import ArrayLike

    from wtspec.model.plan import Plan
    from wtspec.model.stacks import WeightSlice
    from wtspec.runs.listing.summary import RunSummary
    from wtspec.runs.opened import Run
    from wtspec.sweeps.results.outcome import SweepOutcome

AnyPath = str | PathLike[str]
AnySpec = Spec | FileSpec | AnyPath
"""What is read already, a file written in Python, or the path of one."""


@tells_faults
def load(
    path: AnyPath | FileSpec,
    set: Mapping[str, object] | None = None,
    *,
    root: AnyPath | None = None,
) -> Spec:
    """Reads a file and checks all of it.

    Args:
        path: The YAML file, or one that is written in Python.
        set: Values by path, `{"params.width": 128}`, which replace those of the file; text is
            read as YAML, as `--set` does.
        root: No import, base or data file may lie outside this folder.

    Raises:
        SpecError: Everything that is wrong with the file, at once.
    """
    given = (arguments.file_or_path(path, "path"), arguments.overrides(set))
    return stages.check_file(*given, arguments.path_or_none(root, "root")).spec


@tells_faults
def build(spec: AnySpec, data: Mapping[str, ArrayLike] | None = None) -> keras.Model:
    """The model with its initial weights, pretrained ones loaded; not compiled.

    Args:
        spec: As `load` gives it or takes it.
        data: Columns in place of the spec's source. Data are needed only by a model that asks
            for `classes(…)` of a column, or whose inputs leave sizes open.

    Raises:
        SpecError: What fails while layers are built, located in the file.
    """
    from wtspec.model import alone, apply_groups, load_pretrained
    from wtspec.runs.assemble import assemble
    from wtspec.runs.learn_sizes import learn_sizes

    given = arguments.columns(data)
    checked = _checked(spec)
    with alone():
        assembly = assemble(checked, elsewhere=True)
        root = checked.spec.document.root
        sizes = learn_sizes(assembly, root, given)
        model = assembly.build(sizes)
        load_pretrained(assembly.code, model, root)
        apply_groups(checked.program, model)
    return model


@tells_faults
def layer(spec: AnySpec, name: str) -> type[keras.layers.Layer]:
    """One of a file's layers as a Keras class, to use in ordinary Keras code.

    Args:
        spec: A spec or a library, as `load` gives it or takes it.
        name: The layer's name in it.

    Raises:
        SpecError: `unknown-layer`; everything that is wrong with the file.
    """
    from wtspec.codegen.naming import module_names
    from wtspec.model import alone, execute, prepare_backend
    from wtspec.program.find_layer import find_layer

    wanted = arguments.text(name, "name")
    checked = _checked(spec)
    program = checked.program
    find_layer(program, wanted)
    with alone():
        prepare_backend()
        module = execute(_source(checked), program.name)
    return getattr(module, module_names(program).classes[wanted])


@tells_faults
def plan(
    spec: AnySpec,
    data: Mapping[str, ArrayLike] | None = None,
    *,
    devices: int | None = None,
) -> Plan:
    """The model before it exists: its weights and layers, without any array; it may be of any size.

    Args:
        spec: As `load` gives it or takes it.
        data: Columns in place of the spec's source, as `build` takes them.
        devices: How many the mesh will have; by default as many as it says, or, for `auto`, as
            there are here.

    Raises:
        SpecError: What building the model would raise; a mesh that does not fit.
    """
    from wtspec.graph import model_graph
    from wtspec.model import alone, prepare_backend
    from wtspec.model.as_built import as_built
    from wtspec.runs.planning.plan_spec import plan_spec

    given = arguments.columns(data)
    checked = _checked(spec)
    with alone():
        prepare_backend()
        planned = plan_spec(checked, data=given, devices=devices)
    built = as_built(planned.plan, planned.sizes)
    return replace(planned.plan, draw=partial(model_graph, checked.program, built))


@tells_faults
def source(spec: AnySpec, *, script: bool = False) -> str:
    """The Python source of the spec's layers and model, which needs nothing but Keras.

    Args:
        spec: As `load` gives it or takes it.
        script: Whether to add its data and training: a program that needs no wtspec.
    """
    checked = _checked(spec)
    if not script:
        return _source(checked)
    from wtspec.runs.scripts.stand_alone import stand_alone

    return stand_alone(checked)


@tells_faults
def run(
    spec: AnySpec | None = None,
    data: Mapping[str, ArrayLike] | None = None,
    *,
    runs_dir: AnyPath = "runs",
    data_root: AnyPath | None = None,
    progress: bool | None = None,
    resume: AnyPath | Run | None = None,
    set: Mapping[str, object] | None = None,
    allow_changed_data: bool = False,
) -> Run:
    """Trains the spec's model, and records the run in a folder of its own.

    Ctrl-C, or a notebook's stop, ends it with its state saved; `resume` goes on from there. A run
    that is finished, and is not to be longer, is given as it is.

    Args:
        spec: With `model`, `data` and `train`, as `load` gives it or takes it; to resume, the
            run's own by default.
        data: Columns in place of the spec's source, `{"pixels": x, "target": y}`, or a table.
        runs_dir: The folder is made in it, `runs/digits/0001`.
        data_root: No data file may lie outside it; the spec's root by default.
        progress: Whether to show how the training goes; by default in notebooks alone.
        resume: A run to go on with, in its own folder.
        set: Values that replace those of the spec of `resume`, `{"train.epochs": 20}`.
        allow_changed_data: Whether `resume` may go on with other data than the run began with.

    Raises:
        SpecError: What is wrong with the spec, its data, or the run to go on with.
        KeyboardInterrupt: A signal ended it; its text says how to go on.
    """
    from wtspec.cli.render.notebook import telling
    from wtspec.model import alone
    from wtspec.runs.run import run as run_checked

    given = arguments.columns(data)
    folder = arguments.path(runs_dir, "runs_dir")
    root = arguments.path_or_none(data_root, "data_root")
    shown = arguments.bool_or_none(progress, "progress")
    overrides = arguments.overrides(set)
    if resume is None:
        if overrides:
            raise TypeError("`set` is for `resume`; `load` takes it for a spec")
        checked = _checked(spec, root)
        with alone(), telling(shown) as tell:
            return run_checked(checked, runs_dir=folder, data=given, data_root=root, listener=tell)
    from wtspec.runs.opened import Run
    from wtspec.runs.resume import read_run
    from wtspec.runs.resume import resume as resume_run

    before = resume.folder if isinstance(resume, Run) else arguments.path(resume, "resume")
    checked = read_run(before, overrides, root) if spec is None else _checked(spec, root)
    with alone(), telling(shown) as tell:
        done = resume_run(
            before,
            checked,
            data=given,
            data_root=root,
            allow_changed_data=allow_changed_data,
            listener=tell,
        )
    return done or Run(before)


@tells_faults
def sweep(
    spec: AnySpec | None = None,
    *,
    runs_dir: AnyPath = "runs",
    storage: str | None = None,
    study: str | None = None,
    data_root: AnyPath | None = None,
    progress: bool | None = None,
    resume: AnyPath | None = None,
) -> SweepOutcome:
    """Trains the spec's model many times, with other values each time, as its `sweep` says.

    Each trial is a run of its own, and one goes on at a time. `wtspec sweep --resume FOLDER` in a
    terminal helps with it.

    Args:
        spec: With `sweep`, and all that a run needs; none with `resume`.
        runs_dir: The folder is made in it, `runs/digits/sweep-0001`.
        storage: Where trials are kept, as `--storage` has it; by default in the folder.
        study: What the storage calls the sweep; the spec's name by default.
        data_root: No data file may lie outside it; the spec's root by default.
        progress: Whether a line tells of each trial; by default in notebooks alone.
        resume: The folder of a sweep to go on with.

    Raises:
        SpecError: What is wrong with the spec, its data, the storage, or the sweep to go on with.
        KeyboardInterrupt: A signal ended it; it can be gone on with.
    """
    from wtspec.cli.render.notebook import in_notebook
    from wtspec.cli.render.trial_lines import tell_trials
    from wtspec.sweeps.results.work_out import work_out
    from wtspec.sweeps.start import begin_sweep, resume_sweep
    from wtspec.sweeps.worker import work

    root = arguments.path_or_none(data_root, "data_root")
    kept = None if storage is None else arguments.text(storage, "storage")
    named = None if study is None else arguments.text(study, "study")
    shown = arguments.bool_or_none(progress, "progress")
    if resume is None:
        folder, checked = arguments.path(runs_dir, "runs_dir"), _checked(spec, root)
        opened = begin_sweep(checked, runs_dir=folder, storage=kept, study=named, data_root=root)
    elif spec is not None:
        raise TypeError("`resume` takes the spec of the sweep: leave `spec` out")
    else:
        opened = resume_sweep(arguments.path(resume, "resume"), storage=kept, data_root=root)
    telling = tell_trials if (in_notebook() if shown is None else shown) else None
    return work_out(opened, lambda tell: work(opened, tell), telling)


@tells_faults
def open(run: AnyPath | Run, checkpoint: str | int | None = None) -> Run:
    """A run that was recorded: its metrics, and its model as it was trained.

    Neither Keras nor JAX is imported until the model is asked for.

    Args:
        run: The folder of a run, or what `run` returned. One that goes on, or has died, is taken
            as its last checkpoint has it; a warning says so.
        checkpoint: Whose weights the model has: `last`, `best`, or the epoch that it was saved
            after; by default the final ones.

    Raises:
        SpecError: `no-run`.
    """
    from wtspec.runs.checks.check_folder import check_folder
    from wtspec.runs.opened import Run

    folder = run.folder if isinstance(run, Run) else arguments.path(run, "run")
    check_folder(folder)
    return Run(folder, checkpoint=None if checkpoint is None else str(checkpoint))


@tells_faults
def list_runs(runs_dir: AnyPath = "runs") -> list[RunSummary]:
    """All runs below a folder, in short: how far each came, and whether it still goes on.

    Of runs whose files are broken it tells what it can. Keras is not imported.

    Args:
        runs_dir: A folder of runs, that of one spec's, or a single run.

    Raises:
        SpecError: `no-run`, where there is no such folder.
    """
    from wtspec.runs.listing.list_runs import list_runs
    from wtspec.runs.listing.run_list import RunList

    return RunList(list_runs(arguments.path(runs_dir, "runs_dir")).runs)


@tells_faults
def weights(model: keras.Model) -> dict[str, keras.Variable | WeightSlice]:
    """The weights of a model that wtspec built, by their paths in the spec.

    Those of a scan's blocks are parts of larger variables. They have a path, name, shape, dtype and
    value, and can be assigned, as variables can.
    """
    from wtspec.model.paths import weights as weights_by_path

    if not hasattr(model, "_layers"):
        message = f"`model` takes a model, as `wtspec.build` gives it, not {type(model).__name__}"
        raise TypeError(message)
    return weights_by_path(model)


def _checked(spec: AnySpec | None, data_root: Path | None = None) -> stages.Checked:
    """A spec with its program; that of a file is checked as `load` does."""
    given = arguments.spec_or_file(spec)
    if isinstance(given, Spec):
        return stages.check(given, data_root)
    return stages.check_file(given, data_root=data_root)


def _source(checked: stages.Checked) -> str:
    from wtspec.codegen import generate
    from wtspec.version import __version__

    return generate(checked.program, checked.spec.document.source, __version__)
