"""Names that mean something to Python, Keras, the generator or an operating system."""

from tests.hostile.attack import Attack, one_file

NAMES = [
    "self", "cls", "super", "type", "object", "eval", "exec", "open", "print", "id", "dir", "vars",
    "keras", "ops", "np", "numpy", "jax", "os", "sys", "tf", "wtspec", "mro", "build", "call",
    "get_config", "from_config", "compute_output_shape", "add_weight", "weights", "variables",
    "path", "losses", "name", "dtype", "trainable", "training", "args", "kwargs", "inputs", "shape",
    "layer", "output", "tensor", "variable", "input_shape", "initialize_w", "regularize_w",
    "constrain_w", "run_in_order", "copy_layer", "compile_model", "make_callbacks", "prepare",
    "main", "model", "y_true", "y_pred", "table", "learned", "seed", "states", "l", "I", "O",
    "match", "case", "int", "float", "len", "range", "min", "max", "pi", "CON", "NUL", "aux",
    "COM1", "nan", "e", "x__", "x_", "X", "a" * 255, "seed_generator", "trackers", "reported",
    "index", "total_steps", "batch_size", "scan", "map", "matmul", "softmax", "random", "linalg",
]  # fmt: skip
REFUSED = {"training", "pi"}
"""Words of the language's own."""
KERAS_ARGUMENTS = {"name", "dtype", "trainable", "autocast", "training"}
"""What every layer of Keras takes already, and so no param of ours."""

TAKEN = {"L", "D", "P", "S", "W", "call", "inputs", "weights"}
"""Other layers of the file, and keys that are taken for those of a layer that is not indented."""

NO_NAMES = [
    "__init__", "__class__", "_x", "1x", "x-y", "x y", "x.y", "x/y", "x()", "x=1", "x;y", "x#y",
    "x\\ny", 'x\\"y', "x'y", "class", "lambda", "None", "True", "import", "async", "x\\u0301",
    "\\uff58", "\\u0445", "x\\u200b", "x\\u202e", "", "x\\0", "${x}", "{x}", "%s", "../x", "x:y",
]  # fmt: skip

NO_KEYS = {"", "x\\0"}

FILE_MAY = {"x-y", "x.y", "class", "lambda", "None", "True", "import", "async"}
"""What a file may be named, as folders are; its model's class is named otherwise."""

EVERYWHERE = """\
wtspec: 1
functions:
  {function}(x, {name}=2): x * {name}
layers:
  P:
    params: {{{own}: 3, other: "={own} * 2"}}
    inputs: {{x: [b, d]}}
    weights: {{w: {{shape: [d, {own}], initializer: ones}}}}
    call: x @ w * {own} + other
  {layer}:
    inputs: {{{name}: [b, dim_{name}]}}
    weights: {{w_{name}: {{shape: [dim_{name}], initializer: ones}}}}
    call: |
      y = {name} * w_{name}
      for z in range(2):
        y = y + z
      return y
  D:
    inputs: {{x: [b, {name}]}}
    weights: {{w: {{shape: [{name}, 3], initializer: ones, regularizer: "=sum(w) * {name}"}}}}
    call: x @ w * {name}
  W:
    inputs: {{x: [b, d]}}
    weights: {{{name}: {{shape: [d], initializer: ones, constraint: "=clip({name}, 0, 1)"}}}}
    call: x * {name}
  S:
    inputs: {{x: [b, d]}}
    layers: {{{name}: {{layer: {{Dense: =d}}, repeat: 2}}}}
    call: {name}(x)
  L:
    inputs: {{x: [b, d]}}
    call: |
      {name} = x * 2
      for {name}_ in range(3):
        {name} = {name} + {name}_
      return concatenate([{name} * {name}__ for {name}__ in [1, 2]], axis=-1)
model:
  inputs: {{{name}: [batch, 3]}}
  layers: {{first: {layer}}}
  call: |
    return {{"{name}": first({name}), "__class__": {name}}}
"""

ROLES = {
    "layer": 'layers: {{"{}": {{inputs: {{x: [b]}}, call: x}}}}',
    "param": 'params: {{"{}": 1}}\nlayers: {{}}',
    "input": 'layers: {{A: {{inputs: {{"{}": [b]}}, call: "1"}}}}',
    "weight": 'layers: {{A: {{inputs: {{x: [b]}}, weights: {{"{}": {{shape: [1], initializer: ones}}}}, call: x}}}}',
    "sublayer": 'layers: {{A: {{inputs: {{x: [b]}}, layers: {{"{}": {{Dense: 3}}}}, call: x}}}}',
    "file": 'model: {{inputs: {{x: [b, 3]}}, sequential: [{{Dense: 2}}]}}\nname: "{}"',
}

FILE_NAMES = [
    "a\nCANARY().yaml", 'a"""CANARY().yaml', "a\\\rCANARY.yaml", "'; CANARY(); '.yaml", "#.yaml",
    "{CANARY}.yaml", "%s%n.yaml", "-rf.yaml", "--help.yaml", "a\x1b[2J.yaml", "a\u202eb.yaml",
    "::error::CANARY.yaml", "__init__.yaml", "class.yaml", "keras.yaml", "os.yaml", "1.yaml", ".yaml",
    "é.yaml", "ｋｅｒａｓ.yaml", " .yaml", "CON.yaml", "a" * 250 + ".yaml", "$(CANARY).yaml",
]  # fmt: skip
LIBRARY = "wtspec: 1\nlayers:\n  Double:\n    inputs: {x: [b, d]}\n    call: x * 2\n"


def attacks():
    """A name at each place at once, what is no name at each place, then files' names."""
    for name in NAMES:
        if name not in REFUSED:
            layer = f"{name}_" if name in TAKEN else name
            own = "own" if name in KERAS_ARGUMENTS else name
            text = EVERYWHERE.format(name=name, own=own, layer=layer, function=f"f_{name}")
            yield one_file(f"everything is named {name}", "harmless", text)
    for name in NO_NAMES:
        for role, text in ROLES.items():
            spec = f"wtspec: 1\n{text.format(name)}\n"
            no_key = name in NO_KEYS and role != "file"
            code = "invalid-key" if no_key else "invalid-name"
            code = "harmless" if name in FILE_MAY and role == "file" else code
            yield one_file(f"a {role} named {name!r}", code, spec)
    for name in FILE_NAMES:
        imports = '"' + name.encode("unicode_escape").decode().replace('"', '\\"') + '"'
        text = (
            f"wtspec: 1\nimports: [{imports}]\nmodel:\n  inputs: {{x: [batch, 3]}}\n"
            "  sequential: [Double]\n"
        )
        yield Attack(f"a library named {name!r}", (), {"main.yaml": text, name: LIBRARY})
        yield Attack(f"a file named {name!r}", (), {name: LIBRARY}, main=name)
