"""From a checked spec to the module, the model and all that its data need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtspec.codegen import compile_settings
from wtspec.data.learned import Learned
from wtspec.data.prepare import Preparer
from wtspec.errors import SpecError
from wtspec.errors.memory import no_memory, ran_out
from wtspec.model import apply_groups, build_model, generated, prepare_backend
from wtspec.model.faults.locate import raise_located
from wtspec.model.faults.training_fault import locate_training_fault
from wtspec.model.generated import Generated
from wtspec.model.make_model import NO_DATA
from wtspec.model.mesh.mesh import Mesh, make_mesh, placed
from wtspec.program.sizes import DataSizes
from wtspec.stages import Checked
from wtspec.train.length import Length

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, slots=True)
class Assembly:
    """A spec as code.

    Attributes:
        code: What was generated from it.
        mesh: The devices that its model lies on; None for a single one.
    """

    checked: Checked
    code: Generated
    mesh: Mesh | None = None

    def preparer(self, learned: Learned) -> Preparer:
        """What makes columns arrays."""
        return Preparer(self.checked.program, self.code.module, learned)

    def build(self, sizes: DataSizes = NO_DATA) -> keras.Model:
        """The model with its initial weights; what it does not say of its sizes, the data do."""
        return build_model(self.code, sizes, self.mesh)

    def compile(self, model: keras.Model, lengths: Mapping[str, int]) -> None:
        """Settles how weights train, and gives the model its optimizer, loss and metrics."""
        program = self.checked.program
        apply_groups(program, model)
        if program.training is None:
            return
        settings = {name: lengths[name] for name in compile_settings(program.training)}
        with self.locating(), placed(self.mesh):
            self.code.module.compile_model(model, **settings)

    @contextmanager
    def locating(self) -> Iterator[None]:
        """Where something fails that the spec says, the fault is told at its place."""
        import keras

        filtered = keras.config.is_traceback_filtering_enabled()
        keras.config.disable_traceback_filtering()  # it would hide the frames that tell the place
        try:
            yield
        except Exception as error:
            raise_located(error, self.code)
            located = locate_training_fault(error, self.checked.program)
            if located is not None:
                raise located from error
            if ran_out(error):
                missing = no_memory(error)
                span = self.checked.spec.document.span(*missing.place)
                raise SpecError(missing.at(span if missing.place else None)) from error
            raise
        finally:
            if filtered:
                keras.config.enable_traceback_filtering()


def assemble(checked: Checked, *, elsewhere: bool = False) -> Assembly:
    """Starts the backend as the spec says, and makes the spec's source a module.

    Args:
        elsewhere: Whether the devices may be others than those that its mesh is meant for.

    Raises:
        SpecError: `mesh-misfit`; what is wrong with the backend.
    """
    prepare(checked)
    span = checked.spec.document.span("runtime", "mesh")
    mesh = make_mesh(checked.program.settings, span, elsewhere=elsewhere)
    return with_source(checked, mesh)


def prepare(checked: Checked) -> None:
    """Starts the backend as the spec says, or has it go on so."""
    settings = checked.program.settings
    prepare_backend(
        settings.platform,
        compile_cache=settings.compile_cache,
        deterministic=settings.deterministic,
        span=checked.spec.document.span("runtime", "platform"),
    )


def with_source(checked: Checked, mesh: Mesh | None = None) -> Assembly:
    """Makes the spec's source a module; the backend is prepared by now."""
    return Assembly(checked, generated(checked.program, checked.spec.document.source), mesh)


def lengths(length: Length) -> dict[str, int]:
    """The numbers that schedules may use, by the names that specs have for them."""
    return {
        "total_steps": length.total_steps,
        "steps_per_epoch": length.steps_per_epoch,
        "train_rows": length.train_rows,
        "batch_size": length.batch_size,
    }
