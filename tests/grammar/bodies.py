"""Bodies: lines that give values to names, and a last one that returns a tensor."""

from tests.grammar.scope import REST
from tests.grammar.tensors import tensor

DEPTH = 3


def body(scope, shape):
    """The text of a body that returns a tensor of a shape."""
    lines = [line for _ in range(scope.chance.randrange(4)) for line in _statement(scope, shape)]
    last = tensor(scope, shape, DEPTH)
    if not lines and scope.odds(2):
        return last
    return "\n".join([*lines, f"return {last}"])


def _statement(scope, shape):
    ways = [_assign, _in_both, _in_turn]
    ways += [] if scope.pure else [_tell, _keep]
    ways += [_lose] if scope.is_model else []  # a layer that is called twice may add none
    return scope.chance.choice(ways)(scope, shape)


def _assign(scope, shape):
    """A new local, or a value that takes over another's name."""
    of_value = scope.chance.choice([shape, *scope.values.values()])
    text = tensor(scope, of_value, DEPTH - 1)
    old = [name for name, one in scope.values.items() if one == of_value]
    name = scope.chance.choice(old) if old and scope.odds(2) else scope.new_name()
    scope.values[name] = of_value
    return [f"{name} = {text}"]


def _in_both(scope, shape):
    """A value that each branch gives."""
    test = scope.chance.choice([*scope.flags, *([] if scope.pure else ["training"]), "1 < 2 * 3"])
    one, two = tensor(scope, shape, DEPTH - 1), tensor(scope, shape, DEPTH - 1)
    name = scope.new_name()
    scope.values[name] = shape
    return [f"if {test}:", f"  {name} = {one}", "else:", f"  {name} = {two}"]


def _in_turn(scope, shape):
    """A value that grows in a loop."""
    first = tensor(scope, shape, DEPTH - 2)
    name = scope.new_name()
    scope.values[name] = shape
    return [
        f"{name} = {first}",
        f"for step0 in range({scope.chance.choice([1, 2, 3])}):",
        f"  {name} = {name} + step0 * {tensor(scope, shape, DEPTH - 2)}",
    ]


def _tell(scope, shape):
    if shape[:1] == (REST,):
        return []
    return [f'add_metric("seen {len(scope.names)}", mean({tensor(scope, shape, DEPTH - 2)}))']


def _lose(scope, shape):
    return [f"add_loss(1e-3 * mean(square({tensor(scope, shape, DEPTH - 2)})))"]


def _keep(scope, shape):
    """A scalar that is noted while training."""
    name = scope.new_name()
    scope.kept.append(name)
    mean = f"mean({tensor(scope, shape, DEPTH - 2)})"
    return ["if training:", f"  assign({name}, 0.9 * {name} + 0.1 * {mean})"]
