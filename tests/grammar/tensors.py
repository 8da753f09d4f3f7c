"""Formulas that have a shape which is asked for, made from the outside in."""

from tests.grammar.scope import BATCH, REST


def tensor(scope, shape, depth):
    """A formula that has a shape.

    Args:
        shape: Sizes that are dims, params or numbers; the first may be `...`.
        depth: How many operations may lie in one another.
    """
    if depth <= 0:
        return leaf(scope, shape)
    from tests.grammar.ways import WAYS

    ways = [leaf, *(way for way, can in WAYS if can(scope, shape))]
    return scope.chance.choice(ways)(scope, shape, depth - 1)


def leaf(scope, shape, _depth=0):
    """The simplest formula of a shape: a value of it, one that becomes it, or ones."""
    found = [name for name, one in scope.values.items() if one == shape]
    if found:
        return scope.chance.choice(found)
    if shape[:1] == (REST,):
        return _from_another(scope, shape)
    if shape[:1] == (BATCH,):
        return _from_value(scope, shape)
    return scope.weight(shape) if scope.static(shape) else f"ones({sizes(shape)})"


def _from_another(scope, shape):
    """From a value with the same leading dims: its mean, or its product with a weight."""
    name, one = next((name, one) for name, one in scope.values.items() if one[:1] == (REST,))
    if len(shape) == 1:
        return f"mean({name}, axis=-1)"
    return f"({name} @ {scope.weight((one[-1], shape[-1]))})"


def _from_value(scope, shape):
    """From any value: its mean for each row, led to the last size, then spread to the shape."""
    names = [name for name, one in scope.values.items() if len(one) > 1]
    name = scope.chance.choice(names)
    one = scope.values[name]
    if one[:-1] == shape[:-1]:
        return f"({name} @ {scope.weight((one[-1], shape[-1]))})"
    between = ", ".join(map(str, range(1, len(one) - 1)))
    row = f"mean({name}, axis=({between},))" if between else name
    if len(shape) == 1:
        return f"mean({row}, axis=-1)"
    row = f"({row} @ {scope.weight((one[-1], shape[-1]))})"
    spread = ", ".join([":", *["None"] * (len(shape) - 2)])
    return f"({row}[{spread}] * ones({sizes(shape)}))" if len(shape) > 2 else row


def sizes(shape):
    """A shape as a formula."""
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
