"""Binds calls of Keras's functions, or in the data of those over columns."""

from __future__ import annotations

from wtspec.catalog import CatalogFunction, component, has
from wtspec.errors import did_you_mean, one_of
from wtspec.language import STATIC_FUNCTIONS, Expression
from wtspec.language import tree as t
from wtspec.program.bound import FunctionName, Operation
from wtspec.program.dtypes import check_dtype
from wtspec.program.kinds import Kind
from wtspec.resolve.bind.arguments import check_arguments
from wtspec.resolve.bind.binder import Binder
from wtspec.resolve.bind.static import OF_TENSORS

STATEMENTS = ("assign", "add_loss", "add_metric")


def bind_operation(binder: Binder, node: t.Call, name: str) -> tuple[Expression, Kind]:
    """A call of a function that is not the file's own."""
    found = binder.scope.known_function(name)
    if found is None:
        _unknown_function(binder, node, name)
        return node, Kind.UNKNOWN
    _check_place(binder, node, found)
    check_arguments(binder.report, node, found.parameters, f"`{name}`", variadic=found.variadic)
    arguments: list[Expression] = []
    names = [parameter.name for parameter in found.parameters]
    for index, argument in enumerate(node.arguments):
        parameter = names[index] if index < len(names) else names[-1] if names else ""
        arguments.append(_argument(binder, found, parameter, argument))
    keywords = tuple(
        t.Keyword(
            keyword.name,
            _argument(binder, found, keyword.name, keyword.value),
            span=keyword.span,
        )
        for keyword in node.keywords
    )
    bound = Operation(found, tuple(arguments), keywords, span=node.span)
    if "tensors" not in binder.scope.allows:
        return bound, Kind.UNKNOWN
    return bound, Kind.TENSORS if has(name, "gives_list") else Kind.TENSOR


def _argument(
    binder: Binder, found: CatalogFunction, parameter: str, node: Expression
) -> Expression:
    known = found.parameter(parameter)
    if known is not None and "function" in known.accepts:
        name = node.id if isinstance(node, t.Name) else ""
        known_names = binder.scope.names
        own = known_names.function(name)
        if own is None and (name in known_names.function_names or known_names.open):
            return node  # it is at fault, which has been said
        if own is None:
            binder.report.error(
                "undefined-function",
                f"`{found.name}` takes the name of one of the file's functions here",
                node.span,
                expected=one_of(known_names.function_names),
            )
            return node
        binder.found.called.add(own.name)
        return FunctionName(own.name, span=node.span)
    if known is not None and "dtype" in known.accepts and isinstance(node, t.Value):
        check_dtype(binder.report, node.value, node.span)
    bound, kind = binder.bind(node)
    if parameter in ("axis", "axes"):
        _check_axis(binder, found, node, kind)
    if kind is Kind.TENSORS and isinstance(node, t.List | t.Name) and not found.variadic:
        if parameter not in found.takes_list:
            binder.report.error(
                "list-as-tensor",
                f"`{found.name}` takes one tensor as `{parameter}`, but this is a list of them",
                node.span,
                help="join them first with `stack([…])` or `concatenate([…], axis=…)`",
            )
    elif kind in (Kind.LAYER, Kind.LAYERS):
        message = f"{kind.value} stands where `{found.name}` needs a value"
        binder.refuse_layer(message, node.span)
    return bound


def _check_axis(binder: Binder, found: CatalogFunction, node: Expression, kind: Kind) -> None:
    """Notes a tensor or a fraction where an axis is taken: a second operand, most often."""
    value = node.value if isinstance(node, t.Value) else None
    if kind is not Kind.TENSOR and not isinstance(value, bool | float | str):
        return
    binder.report.error(
        "wrong-type",
        f"`{found.name}` takes an axis here",
        node.span,
        expected="a whole number, or a list of them",
        received="a tensor" if kind is Kind.TENSOR else f"`{value}`",
        help=f"`{found.name}` works along an axis of one tensor",
    )


def _check_place(binder: Binder, node: t.Call, found: CatalogFunction) -> None:
    if "tensors" not in binder.scope.allows:
        binder.report.error(
            "misplaced-tensor",
            f"`{found.name}` gives a tensor, but {binder.scope.place} needs a static value here",
            node.span,
            expected="numbers, params, arithmetic, `min max sum all any len range int float sqrt`",
        )
    elif found.name.startswith("random."):
        binder.found.uses_random = True
        if "random" not in binder.scope.allows:
            binder.report.error(
                "misplaced-random",
                f"{binder.scope.place} can't draw random numbers",
                node.span,
                help="draw them in a layer's `call`",
            )


def _unknown_function(binder: Binder, node: t.Call, name: str) -> None:
    _bind_arguments(binder, node)
    if name in STATEMENTS:
        binder.report.error(
            "misplaced-statement",
            f"`{name}` is a statement of a layer's body and gives no value here",
            node.span,
            help="write it on a line of its own in `call`",
        )
        return
    said = name in binder.scope.names.function_names  # it is at fault
    if said or binder.scope.incomplete or binder.scope.names.open:
        return
    symbol = binder.scope.symbols.get(name)
    layers = [n for n, s in binder.scope.symbols.items() if s.callable]
    legal = [
        *layers,
        *binder.scope.names.function_names,
        *binder.scope.known_functions(),
        *STATIC_FUNCTIONS,
        *OF_TENSORS,
    ]
    message = f"`{name}` is not a function"
    if symbol is not None:
        message = f"`{name}` is {symbol.kind.value}, which can't be called"
    binder.report.error(
        "undefined-function",
        message,
        node.function.span,
        expected="a sublayer, one of the file's functions, or one of Keras's",
        help=_initializer_help(node, name) or _help(name, legal),
    )


def _bind_arguments(binder: Binder, node: t.Call) -> None:
    """Binds the arguments of what is no function; names of types and functions are its fault."""
    from wtspec.language.convert.foreign_functions import NO_VALUES

    for argument in (*node.arguments, *(keyword.value for keyword in node.keywords)):
        if not (isinstance(argument, t.Name) and argument.id in (*NO_VALUES, "shape")):
            binder.bind(argument)


def _initializer_help(node: t.Call, name: str) -> str | None:
    """What to say of `init(shape)`, where an initializer is called that is no param."""
    shaped = any(isinstance(one, t.Name) and one.id == "shape" for one in node.arguments)
    if not shaped or component("initializer", name) is not None:
        return None
    return f"to call an initializer, declare it: `params: {{{name}: {{type: initializer}}}}`"


def _help(name: str, legal: list[str]) -> str | None:
    from wtspec.language.convert.foreign_functions import function_help

    foreign = function_help(name)
    if foreign is not None:
        return foreign
    if component("layer", name) is not None:
        return f"a layer is declared, `layers: {{{name.lower()}: {name}}}`, and called by that name"
    drawn = f"random.{name}"
    if drawn in legal:
        return f"write `{drawn}(…)`"
    if component("initializer", name) is not None:
        return f"a weight's initializer is named: `initializer: {name}`"
    return did_you_mean(name, legal)
