"""Which parts of a spec are choices: a later one replaces an earlier one, and does not mix with it.

What a mapping holds shows in the key it stands under, since merging comes before any schema:

- Under a key of `NAMING` (`layers`, `params`, `weights`, …) a mapping's keys are names that the
  file gives. They merge, and what stands below them is judged without regard to those names.
- Elsewhere two mappings of one key each, with different keys, are two components if both keys
  begin with an uppercase letter, as every class of Keras does, or if they stand under a key that
  always holds a component or a source (`optimizer`, `source`, `cell`, `kernel_initializer`, …).
  A layer of the file's own with a lowercase name is only recognized in the second way.
- A sublayer's long form, `{layer: …, name: …}`, and its short form are two choices as well.
- `sequential` stands against `layers` and `call`; in `train`, `steps` stands against `epochs`.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from wtspec.document.node import Mapping

NAMING = frozenset(
    {
        "layers",
        "functions",
        "params",
        "inputs",
        "outputs",
        "weights",
        "state",
        "wraps",
        "returns",
        "targets",
        "columns",
        "types",
        "npy",
        "map",
        "loss_weights",
        "class_weight",
        "mesh",
    }
)
"""Keys whose mappings hold names of the file's own."""

_HOLDING = frozenset(
    {
        "optimizer",
        "learning_rate",
        "initializer",
        "regularizer",
        "constraint",
        "layer",
        "cell",
        "source",
        "validation",
        "test",
    }
)
"""Keys that hold a component or a source, also as the end of an argument's name."""

_BY_OUTPUT = frozenset({"loss", "metrics"})
"""Keys that hold one component, or a mapping of them by the model's outputs."""

_RIVALS: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    ("", frozenset({"sequential"}), frozenset({"layers", "call"})),
    ("train", frozenset({"steps"}), frozenset({"epochs"})),
)
"""Keys that stand against each other, and under which key (any, where it is empty)."""


def is_other_choice(base: Mapping, over: Mapping, key: str | None) -> bool:
    """Whether `over` is another component or source than `base`.

    Args:
        base: The earlier mapping.
        over: The later one.
        key: The key that both stand under; None where it is a name of the file's own.
    """
    if key in NAMING or not base.entries.keys().isdisjoint(over.entries):
        return False
    old, new = _only_key(base), _only_key(over)
    if old and new and _always_holds(key):
        return True
    if key in _BY_OUTPUT and _is_choice(base, old) != _is_choice(over, new):
        return True
    return _is_choice(base, old) and _is_choice(over, new)


def displaced(names: AbstractSet[str], key: str | None) -> frozenset[str]:
    """The keys of an earlier mapping that a later one's `names` rule out."""
    gone: frozenset[str] = frozenset()
    if key in NAMING:
        return gone
    for place, first, second in _RIVALS:
        if place in ("", key):
            gone |= second if first & names else frozenset()
            gone |= first if second & names else frozenset()
    return gone


def _only_key(mapping: Mapping) -> str | None:
    return next(iter(mapping.entries)) if len(mapping.entries) == 1 else None


def _is_choice(mapping: Mapping, only_key: str | None) -> bool:
    is_class = only_key is not None and only_key[:1].isupper()
    return is_class or "layer" in mapping.entries


def _always_holds(key: str | None) -> bool:
    return key is not None and (key in _HOLDING or key.rpartition("_")[2] in _HOLDING)
