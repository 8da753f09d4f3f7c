"""What is said of components, arguments and activations that do not exist."""

from __future__ import annotations

import re
from typing import get_args

from wtspec.catalog import (
    Kind,
    Parameter,
    activations,
    component,
    component_aliases,
    component_names,
    excluded,
)
from wtspec.document import Mapping, Node, Scalar, Sequence
from wtspec.errors import did_you_mean, one_of, with_article
from wtspec.resolve.components.written import note_written
from wtspec.resolve.context import Context

KINDS: tuple[Kind, ...] = get_args(Kind)


def unknown_component(context: Context, name: Scalar, kind: Kind) -> None:
    """Notes a name that no component of the kind bears."""
    if kind == "layer" and context.names.open:
        return
    reason = excluded(kind, name.text)
    if reason is not None:
        context.report.error(
            "excluded-component",
            f"`{name.text}` is not part of the language: {reason}",
            name.span,
            help="declare a layer that does it" if kind == "layer" else None,
        )
        return
    if _WRITTEN.search(name.text) and note_written(context, name, kind):
        return
    legal = [*component_names(kind), *(context.names.layer_names if kind == "layer" else ())]
    others = [*component_aliases(kind), *(activations() if kind == "layer" else ())]
    hint = _meant(name.text, kind, legal, others)
    context.report.error(
        f"unknown-{kind}",
        f"`{name.text}` is not a known {kind}",
        name.span,
        expected=None if hint else one_of(legal),
        help=hint or _other_kind(name.text, kind) or _import_it(kind, name.text),
    )


_WRITTEN = re.compile(r"[^\w.]")
"""What no name holds, but formulas and calls of Python's do."""


def _meant(name: str, kind: Kind, legal: list[str], others: list[str]) -> str | None:
    from wtspec.resolve.components.foreign import component_named

    foreign = component_named(kind, name)
    if foreign is not None:
        return f"did you mean `{foreign}`?"
    last = name.rpartition(".")[2]
    lower = last[:1].islower()
    alike = [known for known in (*legal, *others) if known[:1].islower() == lower]
    near = did_you_mean(last, alike)
    if near is None and _other_kind(last, kind):
        return None
    return near or did_you_mean(last, (*legal, *others))


def _other_kind(name: str, kind: Kind) -> str | None:
    other = next((one for one in KINDS if one != kind and component(one, name)), None)
    if other is not None:
        return f"`{name}` is {with_article(other)}"
    return f"`{name}` is an activation" if name in activations() else None


def _import_it(kind: Kind, name: str) -> str | None:
    if kind != "layer" or not name[:1].isupper():
        return None
    return f"declare `{name}` under `layers`, or import a file that does"


def unknown_argument(
    context: Context, owner: str, key: Scalar, names: list[str], parameters: tuple[Parameter, ...]
) -> None:
    """Notes an argument that a component does not take."""
    from wtspec.resolve.components.foreign import argument_help

    help_ = _separated(key.text, names) or argument_help(key.text, names)
    help_ = help_ or did_you_mean(key.text, names)
    first = parameters[0] if parameters else None
    if help_ is None and first and "layer" in first.accepts and key.text[:1].isupper():
        help_ = f"write `{{{owner}: {{{first.name}: {{{key.text}: …}}}}}}`"
    context.report.error(
        "unknown-argument",
        f"`{owner}` has no argument `{key.text}`",
        key.span,
        expected=one_of(name for name in names if name != "name"),
        help=help_,
    )


def _separated(key: str, names: list[str]) -> str | None:
    """How `units:64` and `units=64` are written, which YAML takes for keys."""
    name, value = re.split(r"\s*[:=]\s*", key, maxsplit=1) if re.search("[:=]", key) else (key, "")
    if not value or name not in names:
        return None
    return f"write `{name}: {value}`, with a colon and a space"


def unknown_activation(context: Context, node: Scalar) -> None:
    """Notes a name that is no activation."""
    nothing = node.text.lower() in ("none", "nil")
    initializer = component("initializer", node.text) is not None
    context.report.error(
        "unknown-activation",
        f"`{node.text}` is not a known activation",
        node.span,
        expected=one_of(activations()),
        help="nothing is written `null`"
        if nothing
        else "it is an initializer, as `kernel_initializer` takes one"
        if initializer
        else did_you_mean(node.text.rpartition(".")[2], activations()),
    )


def shown(node: Node) -> str:
    """A value in a message."""
    if isinstance(node, Scalar):
        return f"`{node.text}`" if node.value is not None else "nothing"
    return "a list" if isinstance(node, Sequence) else "a mapping"


def indent_help(keys: list[str], node: Node) -> str | None:
    """A dedented block makes the arguments siblings of the class's name."""
    if not isinstance(node, Mapping) or not keys or not keys[0][:1].isupper():
        return None
    first = node.entries[keys[0]].value
    if isinstance(first, Scalar) and first.value is None:
        return f"indent the arguments of `{keys[0]}` deeper than its name"
    return None
