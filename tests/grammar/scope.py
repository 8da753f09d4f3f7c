"""What a body may speak of, and what it makes its layer declare as it goes."""

from dataclasses import dataclass, field

BATCH = "batch"
REST = "..."
"""Stands first in a shape that may have any leading dims."""


@dataclass
class Declared:
    """A layer of the file, as others may use it.

    Attributes:
        least: How many dims its input has at least; just so many where it is not `rest`.
        sized: Whether it has a param `units`, its output's last size; that of its input else.
    """

    name: str
    least: int
    rest: bool
    sized: bool

    def takes(self, shape):
        """Whether an input may have a shape; cells and wrappers are used in ways of their own."""
        if self.least == 0:
            return False
        if self.rest:
            return len(shape) >= self.least
        return REST not in shape and len(shape) == self.least


@dataclass
class Scope:
    """Of one body.

    Attributes:
        chance: Has the `choice` and `randrange` of `random.Random`.
        values: The shapes of inputs and locals by name; sizes are dims, params or numbers.
        sizes: What may size a weight.
        floats: Names of static numbers.
        flags: Names of static truths.
        functions: The file's functions; each gives the shape that it takes.
        layers: The file's layers that may be used.
        activations: Names of params that are functions.
        pure: Whether nothing may be declared or drawn: the body of a function.
        is_model: Whether it is called once for each step.
        weights: What was declared on the way: shapes by name.
        sublayers: Likewise: components by name.
        kept: Likewise: scalars that no training changes.
    """

    chance: object
    values: dict
    sizes: list
    floats: list = field(default_factory=list)
    flags: list = field(default_factory=list)
    functions: list = field(default_factory=list)
    layers: list = field(default_factory=list)
    activations: list = field(default_factory=list)
    pure: bool = False
    is_model: bool = False
    weights: dict = field(default_factory=dict)
    sublayers: dict = field(default_factory=dict)
    kept: list = field(default_factory=list)
    names: list = field(default_factory=list)

    def odds(self, of):
        """True once in `of` times; never where the bytes of an input have ended."""
        return self.chance.randrange(of) == of - 1

    def new_name(self, *, called=False):
        """A name that nothing has yet; what is called may not hide a function that is used."""
        free = [name for name in NAMES if name not in self.taken and not (called and name in USED)]
        name = self.chance.choice(free)
        self.names.append(name)
        return name

    @property
    def taken(self):
        return {*self.names, *self.values, *map(str, self.sizes), *self.floats, *self.flags}

    def makes(self, name):
        """Whether a layer of the file may be named, of a kind that is no plain layer."""
        return any(one.name == name for one in self.layers)

    def weight(self, shape):
        """A weight of a shape: one that there is, or a new one."""
        found = [name for name, one in self.weights.items() if one == shape]
        if found and not self.odds(3):
            return self.chance.choice(found)
        name = self.new_name()
        self.weights[name] = shape
        return name

    def sublayer(self, component):
        """A new sublayer."""
        name = self.new_name(called=True)
        self.sublayers[name] = component
        return name

    def static(self, shape):
        """Whether every size of a shape may size a weight."""
        return all(size in self.sizes or isinstance(size, int) for size in shape)


NAMES = [
    "kernel", "bias", "scale", "gate", "hidden", "mean", "shape", "path", "losses", "config",
    "input_shape", "layer", "self_", "ops", "keras", "self", "cls", "np", "l", "build", "call",
    "variable", "output", "states", "seed", "dtype", "name", "list", "print", "super", "range_",
    "kwargs", "weights", "trainable", "metrics", "softmax", "w1", "W2", "aB_c", "x_seed", "y_shape",
    "model", "table", "learned", "case", "match", "type", "_a"[1:] + "1", "b1", "c1", "d1", "e1",
    "f1", "g1", "h1", "i1", "j1", "k1", "m1", "n1", "o1", "p1", "q1", "r1", "s1", "t1", "u1", "v1",
]  # fmt: skip
"""Plain names, and those of what stands round them in generated source."""

USED = {"mean", "shape", "softmax"}
"""Of these, the names of functions."""
