"""What a source of `pretrained.map` makes of a file's tensors."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.training.pretrained import placeholder_variables, print_source
from wtspec.errors import Diagnostic, SpecError
from wtspec.model.faults.translate import translate
from wtspec.model.generated import Generated
from wtspec.model.mesh.hold import hold
from wtspec.model.mesh.parts import HeldParts, lay_out
from wtspec.model.pretrained.header import StoredTensor
from wtspec.model.pretrained.sources import TensorSource

if TYPE_CHECKING:
    import jax


def infer(
    code: Generated, source: TensorSource, stored: Mapping[str, StoredTensor]
) -> StoredTensor:
    """The shape and dtype of what a source gives, with no tensor read.

    Raises:
        SpecError: The formula does not fit the tensors' shapes.
    """
    import jax

    if source.formula is None:
        return stored[source.names[0]]
    shapes = {name: jax.ShapeDtypeStruct(one.shape, one.dtype) for name, one in stored.items()}
    try:
        given = jax.eval_shape(_function(code, source), shapes)
    except Exception as error:
        complaint = translate(error)
        shown = ", ".join(f"{name}: {one}" for name, one in stored.items())
        raise SpecError(
            Diagnostic(complaint.code, complaint.message, source.formula.span, received=shown)
        ) from error
    return StoredTensor(tuple(given.shape), str(given.dtype))


def compute(
    code: Generated,
    source: TensorSource,
    tensors: Mapping[str, Any],
    sharding: jax.sharding.NamedSharding | None = None,
) -> object:
    """What a source gives for the tensors of the file.

    Args:
        code: Holds the file's functions.
        source: Of a weight.
        tensors: By name, in the memory of the host or mapped into it.
        sharding: How the weight is cut, if it is: then no device has more than parts of a tensor.
    """
    if source.formula is None:
        return tensors[source.names[0]]
    function = _function(code, source)
    return function(tensors) if sharding is None else _in_parts(function, tensors, sharding)


def _in_parts(
    function: Callable[[Mapping[str, Any]], Any],
    tensors: Mapping[str, Any],
    sharding: jax.sharding.NamedSharding,
) -> HeldParts:
    """A function of tensors, computed by all devices of a mesh together."""
    import jax
    from jax.dtypes import canonicalize_dtype

    laid = {
        name: lay_out(one, _evenly(sharding.mesh, one.shape), canonicalize_dtype(one.dtype))
        for name, one in tensors.items()
    }
    return hold(jax.jit(function, out_shardings=sharding)(laid))


def _evenly(mesh: Any, shape: tuple[int, ...]) -> jax.sharding.NamedSharding:  # noqa: ANN401 - JAX's
    """A tensor cut into as many parts as there are devices, if one of its dims allows that."""
    from jax.sharding import NamedSharding, PartitionSpec

    fits = [at for at, size in enumerate(shape) if size and size % mesh.size == 0]
    if not fits:
        return NamedSharding(mesh, PartitionSpec())
    return NamedSharding(mesh, PartitionSpec(*[None] * fits[0], mesh.axis_names))


def _function(code: Generated, source: TensorSource) -> Callable[[Mapping[str, Any]], Any]:
    """The formula as a function of tensors, printed from our own tree like all source."""
    import keras

    line, bindings = source.line, source.bindings
    assert line is not None  # noqa: S101 - a tensor as it is needs no function
    assert bindings is not None  # noqa: S101 - the same
    own = code.names
    printer = Printer("function", own, settings=code.program.params)
    formula = _compiled(print_source(line.source, printer, line.pattern))
    names = {**vars(code.module), "keras": keras, "ops": keras.ops, "bounded": _Bounded}
    names |= {name: bindings[one] for one, name in placeholder_variables(line.pattern, own).items()}

    def function(tensors: Mapping[str, Any]) -> object:
        converted = {name: keras.ops.convert_to_tensor(tensors[name]) for name in source.names}
        value = eval(formula, {**names, "tensors": converted})  # noqa: S307 - our own printer's text
        return keras.ops.convert_to_tensor(value)

    return function


def _compiled(text: str) -> Any:  # noqa: ANN401 - a code object
    """A formula whose subscripts are checked: JAX takes the last item for one past the end."""
    tree = ast.fix_missing_locations(_Checked().visit(ast.parse(text, mode="eval")))
    return compile(tree, "<wtspec map>", "eval", dont_inherit=True)


class _Checked(ast.NodeTransformer):
    """Puts what is subscripted into `bounded(…)`, but for the file's tensors by name."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.Subscript:
        """A subscript, after those in it."""
        self.generic_visit(node)
        if not (isinstance(node.value, ast.Name) and node.value.id == "tensors"):
            function = ast.Name("bounded", ast.Load())
            node.value = ast.Call(function, [node.value], [])
        return node


@dataclass(frozen=True, slots=True)
class _Bounded:
    """A value that refuses a subscript past its end as NumPy does."""

    value: Any

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - as of any array
        import numpy as np

        entries = index if isinstance(index, tuple) else (index,)
        if hasattr(self.value, "shape") and not any(hasattr(one, "shape") for one in entries):
            np.broadcast_to(np.False_, self.value.shape)[index]
        return self.value[index]
