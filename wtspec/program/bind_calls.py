"""Binds calls: a sublayer, one of the file's functions, or one of Keras's, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtspec.catalog import Function as CatalogFunction
from wtspec.catalog import Parameter
from wtspec.errors import did_you_mean, one_of
from wtspec.language import MAX_RANGE, Expression
from wtspec.language import tree as t
from wtspec.program.arguments import check_arguments
from wtspec.program.bound import (
    FunctionName,
    LayerCall,
    Operation,
    OwnCall,
    Reference,
    StaticCall,
)
from wtspec.program.kinds import Kind, join

if TYPE_CHECKING:
    from wtspec.program.bind import Binder
    from wtspec.program.declared import Function
    from wtspec.program.scope import Symbol

STATIC = {
    "min": (1, None),
    "max": (1, None),
    "len": (1, 1),
    "range": (1, 3),
    "int": (1, 1),
    "float": (1, 1),
    "sqrt": (1, 1),
}
"""Functions of static values, with the least and greatest number of arguments."""

OF_TENSORS = {"shape", "ndim"}
STATEMENTS = ("assign", "add_loss", "add_metric")
ELEMENTWISE = {"min": "minimum", "max": "maximum"}


def bind_call(binder: Binder, node: t.Call) -> tuple[Expression, Kind]:
    """The bound call and what it gives."""
    if not isinstance(node.function, t.Name):
        return _member_or_subscript(binder, node)
    name = node.function.id
    if _is_layer(binder, name):
        return _layer_call(binder, node)
    own = binder.scope.find_function(name)
    if own is not None:
        return _own_call(binder, node, own)
    if name == "column" and binder.scope.library is not None:
        return _column(binder, node)
    if name == "tensor" and "tensor()" in binder.scope.symbols:
        return _tensor(binder, node)
    if name == "classes":
        return _classes(binder, node)
    if name in STATIC or name in OF_TENSORS:
        found = _static_call(binder, node, name)
        if found is not None:
            return found
    return _operation(binder, node, name)


def _is_layer(binder: Binder, name: str) -> bool:
    if name in binder.locals:
        return binder.locals[name].kind in (Kind.LAYER, Kind.LAYERS, Kind.UNKNOWN)
    symbol = binder.scope.symbols.get(name)
    return symbol is not None and symbol.callable


def _member_or_subscript(binder: Binder, node: t.Call) -> tuple[Expression, Kind]:
    """A weight may be named `random`: a called name of two parts is always a function's."""
    if isinstance(node.function, t.Member) and isinstance(node.function.value, t.Name):
        return _operation(binder, node, f"{node.function.value.id}.{node.function.name}")
    return _layer_call(binder, node)


def _arguments(
    binder: Binder, node: t.Call
) -> tuple[list[tuple[Expression, Kind]], list[tuple[t.Keyword, Kind]]]:
    positional = [binder.bind(argument) for argument in node.arguments]
    keywords: list[tuple[t.Keyword, Kind]] = []
    for keyword in node.keywords:
        value, kind = binder.bind(keyword.value)
        keywords.append((t.Keyword(keyword.name, value, span=keyword.span), kind))
    return positional, keywords


def _layer_call(binder: Binder, node: t.Call) -> tuple[Expression, Kind]:
    layer, kind = binder.bind(node.function)
    positional, keywords = _arguments(binder, node)
    activation = isinstance(layer, Reference) and layer.role == "param"
    if kind not in (Kind.LAYER, Kind.LAYERS, Kind.UNKNOWN) and not activation:
        binder.report.error(
            "not-callable", f"this is {kind.value}, which can't be called", node.function.span
        )
        return node, Kind.UNKNOWN
    symbol = binder.symbol(layer)
    if symbol is not None and symbol.inputs is not None:
        check_arguments(binder.report, node, symbol.inputs, "the sublayer")
    told = any(keyword.name == "training" for keyword, _ in keywords)
    if binder.tells_training and not (told or activation or _same_in_training(symbol)):
        keywords.append((_training(node), Kind.STATIC))
        binder.uses_training = True
    bound = LayerCall(
        layer,
        tuple(value for value, _ in positional),
        tuple(keyword for keyword, _ in keywords),
        chain=kind is Kind.LAYERS,
        span=node.span,
    )
    return bound, Kind.TENSOR


def _same_in_training(symbol: Symbol | None) -> bool:
    return symbol is not None and not symbol.heeds_training


def _training(node: t.Call) -> t.Keyword:
    value = Reference("training", "training", span=node.span)
    return t.Keyword("training", value, span=node.span)


def _own_call(binder: Binder, node: t.Call, own: Function) -> tuple[Expression, Kind]:
    parameters = tuple(
        Parameter(name, required=default is None) for name, default in own.parameters
    )
    check_arguments(binder.report, node, parameters, f"`{own.name}`")
    positional, keywords = _arguments(binder, node)
    names = [name for name, _ in own.parameters]
    given = list(zip(names, positional, strict=False))
    given += [(keyword.name, (keyword.value, kind)) for keyword, kind in keywords]
    for name, (value, kind) in given:
        if name in own.static:
            _need_static(binder, value, kind, f"the argument `{name}` of `{own.name}`")
    binder.called.add(own.name)
    kinds = [kind for _, (_, kind) in given]
    bound = OwnCall(
        own.name,
        tuple(value for value, _ in positional),
        tuple(keyword for keyword, _ in keywords),
        span=node.span,
    )
    return bound, Kind.TENSOR if Kind.TENSOR in kinds or not kinds else _own_kind(own, kinds)


def _own_kind(own: Function, kinds: list[Kind]) -> Kind:
    """A function that calls none of Keras's gives a static value for static arguments."""
    from wtspec.program.walk import in_statements

    tensor = any(isinstance(node, Operation) for node in in_statements(own.body.statements))
    return Kind.TENSOR if tensor else join(kinds)


def _need_static(binder: Binder, value: Expression, kind: Kind, what: str) -> None:
    if kind is Kind.EITHER:
        binder.needed |= binder.origins(value)
    elif kind in (Kind.TENSOR, Kind.DYNAMIC):
        binder.report.error(
            "tensor-condition",
            f"{what} must be static, but this is {kind.value}",
            value.span,
            expected="params, literals, dims with a known size",
        )


def _column(binder: Binder, node: t.Call) -> tuple[Expression, Kind]:
    """`column("fixed acidity")`: a column whose name is no identifier."""
    name = _text_argument(binder, node, "column")
    known = [n for n, symbol in binder.scope.symbols.items() if symbol.role == "column"]
    if name is not None and name not in known and not binder.scope.open:
        binder.report.error(
            "unknown-column",
            f"the data has no column `{name}`",
            node.arguments[0].span,
            expected=one_of(known),
            help=did_you_mean(name, known),
        )
    return Reference(name or "", "column", span=node.span), Kind.TENSOR


def _tensor(binder: Binder, node: t.Call) -> tuple[Expression, Kind]:
    """`tensor("wte.weight")`: a tensor of the file that `pretrained` reads."""
    return Reference(
        _text_argument(binder, node, "tensor") or "", "tensor", span=node.span
    ), Kind.TENSOR


def _text_argument(binder: Binder, node: t.Call, function: str) -> str | None:
    given = node.arguments[0] if len(node.arguments) == 1 and not node.keywords else None
    if isinstance(given, t.Value) and isinstance(given.value, str):
        return given.value
    binder.report.error("wrong-arguments", f"`{function}` takes one name as text", node.span)
    return None


def _classes(binder: Binder, node: t.Call) -> tuple[Expression, Kind]:
    if "classes()" not in binder.scope.symbols:
        binder.report.error(
            "undefined-function",
            f"`classes` is known to the model alone, not to {binder.scope.place}",
            node.function.span,
            help="declare a param for it, and give that its value in the model",
        )
        return node, Kind.UNKNOWN
    argument = node.arguments[0] if node.arguments else None
    column = argument.id if isinstance(argument, t.Name) else None
    if isinstance(argument, t.Value) and isinstance(argument.value, str):
        column = argument.value
    if column is None or len(node.arguments) != 1 or node.keywords:
        binder.report.error(
            "wrong-arguments",
            "`classes` takes the name of one looked-up column",
            node.span,
            expected="classes(column)",
        )
        return node, Kind.STATIC
    binder.reads.add(f"classes({column})")
    return Reference(column, "classes", span=node.span), Kind.STATIC


def _static_call(binder: Binder, node: t.Call, name: str) -> tuple[Expression, Kind] | None:
    """A call of a function of static values, or None where Keras's of that name is meant."""
    positional, keywords = _arguments(binder, node)
    kinds = [kind for _, kind in positional]
    if name in OF_TENSORS:
        return _of_tensor(binder, node, name, positional)
    if Kind.TENSOR in kinds or Kind.TENSORS in kinds:
        return _tensor_misuse(binder, node, name, kinds)
    least, most = STATIC[name]
    if keywords or len(kinds) < least or (most is not None and len(kinds) > most):
        count = f"{least}" if least == most else f"{least} or more"
        binder.report.error(
            "wrong-arguments",
            f"`{name}` takes {count} static value{'' if least == most == 1 else 's'}",
            node.span,
            received=f"{len(kinds)} by position, {len(keywords)} by name",
        )
    if name == "range":
        _check_range(binder, node, [value for value, _ in positional])
    dynamic = Kind.DYNAMIC in kinds
    if dynamic:
        for argument in node.arguments:
            binder.static(argument, f"`{name}`")
    kind = join(kinds)
    if kind is Kind.EITHER and name in ("range", "len"):
        binder.needed |= {origin for value, _ in positional for origin in binder.origins(value)}
    if kind is Kind.EITHER and name == "sqrt":
        return None
    bound = StaticCall(name, tuple(value for value, _ in positional), span=node.span)
    return bound, Kind.UNKNOWN if kind is Kind.DYNAMIC else _static_kind(kinds)


def _check_range(binder: Binder, node: t.Call, bounds: list[Expression]) -> None:
    """Notes a range that is too long, where its bounds are plain numbers."""
    sizes = [bound.value for bound in bounds if isinstance(bound, t.Value)]
    numbers = [size for size in sizes if isinstance(size, int)]
    if len(numbers) != len(bounds) or not bounds or numbers[2:] == [0]:
        return
    count = len(range(*numbers[:3]))
    if count > MAX_RANGE:
        binder.report.error(
            "range-too-long",
            f"a range of {count:,}",
            node.span,
            expected=f"at most {MAX_RANGE:,}",
        )


def _static_kind(kinds: list[Kind]) -> Kind:
    """`len` of a list of sublayers is static, like every other result of a static function."""
    static = [k for k in kinds if k not in (Kind.LAYERS, Kind.TENSORS)]
    return join(static) if static else Kind.STATIC


def _of_tensor(
    binder: Binder, node: t.Call, name: str, positional: list[tuple[Expression, Kind]]
) -> tuple[Expression, Kind]:
    if len(positional) != 1 or node.keywords:
        binder.report.error("wrong-arguments", f"`{name}` takes one tensor", node.span)
        return node, Kind.STATIC
    value, kind = positional[0]
    if kind in (Kind.LAYER, Kind.LAYERS, Kind.TENSORS):
        binder.report.error(
            "wrong-arguments", f"`{name}` takes one tensor, but this is {kind.value}", value.span
        )
    return StaticCall(name, (value,), span=node.span), Kind.STATIC


def _tensor_misuse(
    binder: Binder, node: t.Call, name: str, kinds: list[Kind]
) -> tuple[Expression, Kind] | None:
    """Faults of static functions given tensors; None where Keras has one for tensors."""
    if name in ELEMENTWISE and len(kinds) > 1 and Kind.STATIC not in kinds[1:]:
        binder.report.error(
            "min-of-tensors",
            f"`{name}` reduces one tensor; several are compared by `{ELEMENTWISE[name]}`",
            node.span,
            help=f"write `{ELEMENTWISE[name]}(a, b)`",
        )
        return node, Kind.TENSOR
    if name in ("min", "max", "sqrt"):
        return None
    if name == "len" and Kind.TENSORS in kinds:
        bound = tuple(binder.bind(argument)[0] for argument in node.arguments)
        return StaticCall(name, bound, span=node.span), Kind.STATIC
    instead = {"len": "shape(x)[0]", "int": 'cast(x, "int32")', "float": 'cast(x, "float32")'}
    binder.report.error(
        "tensor-condition",
        f"`{name}` needs a static value, but this is a tensor",
        node.span,
        help=f"write `{instead.get(name, 'arange(n)')}`",
    )
    return node, Kind.UNKNOWN


def _operation(binder: Binder, node: t.Call, name: str) -> tuple[Expression, Kind]:
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
    gives_list = name in ("split", "array_split", "unstack")
    bound = Operation(found, tuple(arguments), keywords, span=node.span)
    if not binder.scope.tensors:
        return bound, Kind.UNKNOWN
    return bound, Kind.TENSORS if gives_list else Kind.TENSOR


def _argument(
    binder: Binder, found: CatalogFunction, parameter: str, node: Expression
) -> Expression:
    known = found.parameter(parameter)
    if known is not None and "function" in known.accepts:
        name = node.id if isinstance(node, t.Name) else ""
        own = binder.scope.find_function(name)
        if own is None and name in binder.scope.function_names:
            return node  # it is at fault, which has been said
        if own is None:
            binder.report.error(
                "undefined-function",
                f"`{found.name}` takes the name of one of the file's functions here",
                node.span,
                expected=one_of(binder.scope.function_names),
            )
            return node
        binder.called.add(own.name)
        return FunctionName(own.name, span=node.span)
    bound, kind = binder.bind(node)
    if kind is Kind.TENSORS and isinstance(node, t.List | t.Name) and not found.variadic:
        if parameter not in found.takes_list:
            binder.report.error(
                "list-as-tensor",
                f"`{found.name}` takes one tensor as `{parameter}`, but this is a list of them",
                node.span,
                help="join them first with `stack([…])` or `concatenate([…], axis=…)`",
            )
    elif kind in (Kind.LAYER, Kind.LAYERS):
        binder.report.error(
            "layer-as-value",
            f"{kind.value} stands where `{found.name}` needs a value",
            node.span,
            help="call it, or name one of its weights",
        )
    return bound


def _check_place(binder: Binder, node: t.Call, found: CatalogFunction) -> None:
    if not binder.scope.tensors:
        binder.report.error(
            "tensor-out-of-place",
            f"`{found.name}` gives a tensor, but {binder.scope.place} needs a static value here",
            node.span,
            expected="numbers, params, arithmetic, `min max len range int float sqrt`",
        )
    elif found.name.startswith("random."):
        binder.uses_random = True
        if not binder.scope.random:
            binder.report.error(
                "random-out-of-place", f"{binder.scope.place} can't draw random numbers", node.span
            )


def _unknown_function(binder: Binder, node: t.Call, name: str) -> None:
    for argument in (*node.arguments, *(keyword.value for keyword in node.keywords)):
        binder.bind(argument)
    if name in STATEMENTS:
        binder.report.error(
            "statement-out-of-place",
            f"`{name}` is a statement of a layer's body and gives no value here",
            node.span,
            help="write it on a line of its own in `call`",
        )
        return
    if name in binder.scope.function_names:  # it is at fault, which has been said
        return
    symbol = binder.scope.symbols.get(name)
    layers = [n for n, s in binder.scope.symbols.items() if s.callable]
    legal = [
        *layers,
        *binder.scope.function_names,
        *binder.scope.known_functions(),
        *STATIC,
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
        help=FOREIGN.get(name) or did_you_mean(name, legal),
    )


FOREIGN = {
    "cat": "Keras calls it `concatenate`",
    "permute": "Keras calls it `transpose(x, axes)`",
    "view": "Keras calls it `reshape(x, shape)`",
    "unsqueeze": "Keras calls it `expand_dims(x, axis)`",
    "mm": "Keras calls it `matmul`, or write `a @ b`",
    "bmm": "Keras calls it `matmul`, or write `a @ b`",
    "clamp": "Keras calls it `clip(x, x_min, x_max)`",
    "pow": "Keras calls it `power`, or write `a ** b`",
    "softplus_": "Keras calls it `softplus`",
    "dropout": "declare a sublayer `{Dropout: rate}`, or call `random.dropout(x, rate)`",
    "print": 'a spec prints nothing; `add_metric("name", value)` reports a value',
}
"""Names of other libraries for what Keras calls otherwise."""
