"""Prints how a stand-alone script settles which weights train, and how fast."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wtspec.codegen.brought import brought
from wtspec.codegen.lines import Lines, indented
from wtspec.language.print import quote
from wtspec.program.program import Program
from wtspec.program.scans import scans
from wtspec.program.training import Group

_SETTINGS_OF = [
    "def settings_of(path):",
    "    settings = {}",
    "    for pattern, given in groups:",
    "        if re.fullmatch(pattern, path):",
    "            settings |= given",
    "    return settings",
]
_SCALE = [
    'if "lr_scale" in settings:',
    '    settings["lr_scale"] *= getattr(variable, "lr_scale", 1)',
]
_SCALE_STACK = [
    'scales = [one.pop("lr_scale", 1) for one in found]',
    "if any(scale != 1 for scale in scales):",
    "    outer = variable.shape[: weight_path(variable).count('*')]",
    "    scales = np.reshape(scales, [*outer, *[1] * (variable.ndim - len(outer))])",
    '    variable.lr_scale = scales * getattr(variable, "lr_scale", 1)',
]


def print_groups(program: Program, groups: Sequence[Group]) -> Lines:
    """The function `apply_groups`, and the one that it needs where weights may be stacks."""
    pairs = [f"({quote(_glob_pattern(group.match))}, {_settings(group)})," for group in groups]
    scaling = any(group.lr_scale is not None for group in groups)
    freezing = any(group.trainable is not None for group in groups)
    told = ["told = {}", ""] if freezing else []
    settle = _settle_layers(program) if freezing else []
    lines = [
        "def apply_groups(model):",
        '    """Settles how weights train; for each setting, the last match decides."""',
        "    groups = [",
        *indented(indented(pairs)),
        "    ]",
        "",
        *indented(_SETTINGS_OF),
        "",
        *indented(told),
        "    for variable in model.weights:",
    ]
    if not scans(program):
        each = ["settings = settings_of(weight_path(variable))", *(_SCALE if scaling else [])]
        each += _set_attributes("settings", freezing=freezing)
        return [*lines, *indented([*indented(each), *settle])]
    each = [  # blocks of a stack differ in `lr_scale` alone
        'if variable.name.startswith("("):  # no weight, but a state',
        "    continue",
        "found = [settings_of(path) for path in paths_of(variable)]",
        *(_SCALE_STACK if scaling else []),
        *_set_attributes("found[0]", freezing=freezing),
    ]
    return [
        *brought("paths", "paths_of")[2:],
        "",
        "",
        *lines,
        *indented([*indented(each), *settle]),
    ]


def _settle_layers(program: Program) -> Lines:
    """What the groups mean for layers: those that are frozen as a whole keep their statistics."""
    in_scans = [
        "    if isinstance(layer, ScannedLayers):",
        "        pairs = zip(layer.blocks[0].variables, layer.stacks)",
        "        told |= {id(one): told.get(id(stack)) for one, stack in pairs}",
        "        layers += layer.blocks[0]._flatten_layers()",
    ]
    return [
        "layers = model._flatten_layers(include_self=False)",
        "for layer in layers:",
        *(in_scans if scans(program) else []),
        "    own = layer._trainable_variables + layer._non_trainable_variables",
        '    own = [one for one in own or layer.weights if not one.name.startswith("(")]',
        "    values = [told.get(id(one)) for one in own]",
        "    if values and all(value is False for value in values):",
        "        layer._trainable = False  # its statistics stand still",
        "    elif any(values):",
        "        layer._trainable = True",
    ]


def _set_attributes(settings: str, *, freezing: bool) -> Lines:
    told = [f'told[id(variable)] = {settings}.get("trainable")'] if freezing else []
    return [
        *told,
        f"for name, value in {settings}.items():",
        "    setattr(variable, name, value)",
    ]


def _settings(group: Group) -> str:
    names = ("trainable", "lr_scale", "weight_decay")
    given = {name: getattr(group, name) for name in names if getattr(group, name) is not None}
    return f"{{{', '.join(f'{quote(name)}: {value!r}' for name, value in given.items())}}}"


def _glob_pattern(glob: str) -> str:
    """A glob as a regular expression: `*` stays within one name, `**` crosses any number."""
    parts = glob.split("/")
    text = ""
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if part == "**":
            text += "(?:[^/]+(?:/[^/]+)*)?" if last else "(?:[^/]+/)*"
        else:
            text += re.escape(part).replace(r"\*", "[^/]*") + ("" if last else "/")
    # `a/**` takes `a` itself too.
    return text.replace("/(?:[^/]+(?:/[^/]+)*)?", "(?:/[^/]+)*")
