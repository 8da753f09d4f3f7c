"""Prints how a stand-alone script loads weights from a file, and settles which of them train."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from wtspec.codegen.expressions import Printer
from wtspec.codegen.lines import Lines, indented
from wtspec.codegen.naming import ModuleNames
from wtspec.language import tree as t
from wtspec.language.print import quote
from wtspec.program.bound import Reference
from wtspec.program.declared import Group, Pretrained, Program
from wtspec.program.scans import scans
from wtspec.program.walk import expressions

PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")
WEIGHT_PATH = [
    "def weight_path(variable):",
    '    """A weight\'s path in the spec: wrapped layers, in parentheses, do not show in it."""',
    '    parts = variable.path.split("/")[1:]',
    '    return "/".join(p.replace(".", "/") for p in parts if not p.startswith("("))',
]
FILL_WEIGHT = [
    "def fill_weight(path, value, find):",
    '    """What `find` has for a path, else the value; for a stack what it has for each block."""',
    '    if "*" in path:',
    '        paths = [path.replace("*", str(index), 1) for index in range(len(value))]',
    "        return np.stack([fill_weight(*each, find) for each in zip(paths, value)])",
    "    found = find(path)",
    "    return value if found is None else found",
]
PATHS_OF = [
    "def paths_of(variable):",
    '    """The path of a weight; of a stack the paths of its parts, block by block."""',
    "    paths = [weight_path(variable)]",
    '    for size in variable.shape[: paths[0].count("*")]:',
    '        paths = [p.replace("*", str(i), 1) for p in paths for i in range(size)]',
    "    return paths",
]


def transfer_functions(program: Program, names: ModuleNames) -> Lines:
    """The functions that `transfer_steps` calls."""
    lines: Lines = []
    if program.pretrained is not None or _groups(program):
        lines += ["", "", *WEIGHT_PATH]
    if program.pretrained is not None and scans(program):
        lines += ["", "", *FILL_WEIGHT]
    if program.pretrained is not None:
        lines += ["", "", *_load(program, program.pretrained, names)]
    if _groups(program) and scans(program):
        lines += ["", "", *PATHS_OF, "", "", *_apply_to_stacks(_groups(program))]
    elif _groups(program):
        lines += ["", "", *_apply(_groups(program))]
    return lines


def transfer_steps(program: Program) -> Lines:
    """What `main` does between building the model and compiling it."""
    lines = ["load_pretrained(model)"] if program.pretrained is not None else []
    return [*lines, "apply_groups(model)"] if _groups(program) else lines


def transfer_imports(program: Program) -> Lines:
    """The imports that these functions need."""
    lines: Lines = []
    if program.pretrained is not None:
        lines.append("from safetensors.numpy import load_file")
    if _groups(program) or (program.pretrained is not None and program.pretrained.map is not None):
        lines.append("import re")
    return lines


def _groups(program: Program) -> tuple[Group, ...]:
    return program.training.groups if program.training is not None else ()


def _load(program: Program, given: Pretrained, names: ModuleNames) -> Lines:
    file = (PurePath(program.origin).parent / given.file).as_posix()
    head = [
        "def load_pretrained(model):",
        '    """Gives weights the tensors of a file."""',
        f"    tensors = load_file({quote(file)})",
    ]
    filled = [
        "    for variable in model.weights:",
        "        value = fill_weight(weight_path(variable), variable.numpy(), find)",
        "        variable.assign(value)",
    ]
    if given.map is None and scans(program):
        return [*head, *(line.replace("find)", "tensors.get)") for line in filled)]
    if given.map is None:
        return [
            *head,
            "    for variable in model.weights:",
            "        if weight_path(variable) in tensors:",
            "            variable.assign(tensors[weight_path(variable)])",
        ]
    head += ["    sources = [", *indented(indented(_sources(program, given, names))), "    ]"]
    if scans(program):
        return [
            *head,
            "",
            "    def find(path):",
            "        for pattern, source in sources:",
            "            found = re.fullmatch(pattern, path)",
            "            if found:",
            "                return source(**found.groupdict())",
            "        return None",
            "",
            *filled,
        ]
    return [
        *head,
        "    for variable in model.weights:",
        "        for pattern, source in sources:",
        "            found = re.fullmatch(pattern, weight_path(variable))",
        "            if found:",
        "                variable.assign(source(**found.groupdict()))",
        "                break",
    ]


def _sources(program: Program, given: Pretrained, names: ModuleNames) -> Lines:
    """A pattern of paths with a function of its placeholders each, exact paths first."""
    lines: Lines = []
    printer = Printer("function", names, settings=program.params)
    entries = sorted(given.map or (), key=lambda entry: bool(PLACEHOLDER.search(entry[0])))
    for path, source, _ in entries:
        found = PLACEHOLDER.findall(path)
        read = [node for node in expressions(source) if isinstance(node, Reference)]
        tensors = {n.name: f"tensors[{_filled(n.name)}]" for n in read if n.role == "tensor"}
        if isinstance(source, t.Value):
            text = f"tensors[{_filled(str(source.value))}]"
        else:
            text = replace(printer, names=tensors).print(source)
        arguments = f" {', '.join(dict.fromkeys(found))}" if found else ""
        lines.append(f"({quote(_path_pattern(path))}, lambda{arguments}: {text}),")
    return lines


def _filled(name: str) -> str:
    return f"f{quote(name)}" if PLACEHOLDER.search(name) else quote(name)


def _path_pattern(path: str) -> str:
    """A regular expression in which each placeholder is a group; a repeated one refers back."""
    seen: set[str] = set()
    parts: list[str] = []
    end = 0
    for found in PLACEHOLDER.finditer(path):
        name = found[1]
        parts.append(re.escape(path[end : found.start()]))
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>[^/]+?)")
        seen.add(name)
        end = found.end()
    return "".join([*parts, re.escape(path[end:])])


def _apply(groups: tuple[Group, ...]) -> Lines:
    pairs = [f"({quote(glob_pattern(group.match))}, {_settings(group)})," for group in groups]
    scale = 'settings["lr_scale"] *= getattr(variable, "lr_scale", 1)'
    scaling = any(group.lr_scale is not None for group in groups)
    return [
        "def apply_groups(model):",
        '    """Settles how weights train; for each setting, the last match decides."""',
        "    groups = [",
        *indented(indented(pairs)),
        "    ]",
        "    for variable in model.weights:",
        "        settings = {}",
        "        for pattern, given in groups:",
        "            if re.fullmatch(pattern, weight_path(variable)):",
        "                settings |= given",
        *(['        if "lr_scale" in settings:', f"            {scale}"] if scaling else []),
        "        for name, value in settings.items():",
        "            setattr(variable, name, value)",
    ]


def _apply_to_stacks(groups: tuple[Group, ...]) -> Lines:
    """The same where weights may be stacks, whose blocks differ in `lr_scale` alone."""
    pairs = [f"({quote(glob_pattern(group.match))}, {_settings(group)})," for group in groups]
    scaling = [
        '        scales = [one.pop("lr_scale", 1) for one in found]',
        "        if any(scale != 1 for scale in scales):",
        "            outer = variable.shape[: weight_path(variable).count('*')]",
        "            scales = np.reshape(scales, [*outer, *[1] * (variable.ndim - len(outer))])",
        '            variable.lr_scale = scales * getattr(variable, "lr_scale", 1)',
    ]
    return [
        "def apply_groups(model):",
        '    """Settles how weights train; for each setting, the last match decides."""',
        "    groups = [",
        *indented(indented(pairs)),
        "    ]",
        "",
        "    def settings_of(path):",
        "        settings = {}",
        "        for pattern, given in groups:",
        "            if re.fullmatch(pattern, path):",
        "                settings |= given",
        "        return settings",
        "",
        "    for variable in model.weights:",
        '        if variable.name.startswith("("):  # no weight, but a state',
        "            continue",
        "        found = [settings_of(path) for path in paths_of(variable)]",
        *(scaling if any(group.lr_scale is not None for group in groups) else []),
        "        for name, value in found[0].items():",
        "            setattr(variable, name, value)",
    ]


def _settings(group: Group) -> str:
    names = ("trainable", "lr_scale", "weight_decay")
    given = {name: getattr(group, name) for name in names if getattr(group, name) is not None}
    return f"{{{', '.join(f'{quote(name)}: {value!r}' for name, value in given.items())}}}"


def glob_pattern(glob: str) -> str:
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
