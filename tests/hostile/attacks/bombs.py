"""Small texts that would come to something huge, were they computed, expanded or followed."""

import json

from tests.hostile.attack import one_file
from tests.hostile.attacks.formulas import SPEC

BODIES = {
    "range-too-long": [
        "[i for i in range(0, 4097)]",
        "[i for i in range(10 ** 9)]",
        "[i for i in range(2 ** 53)]",
        "[i for i in range(-(2 ** 53), 2 ** 53)]",
        "for i in range(10 ** 9):\n  x = x + 1\nreturn x",
        "for i in range(64 * 65):\n  x = x + 1\nreturn x",
        "len(range(10 ** 12)) * x",
        "for i in range(10 ** 9):\n  for j in range(10 ** 9):\n    x = x + 1\nreturn x",
    ],
    "number-too-large": [
        "x * 10 ** 1000",
        "x * 2 ** 1024",
        "x * 2 ** 2 ** 2 ** 2 ** 2",
        "x * 9 ** 9 ** 9",
        "x * (10 ** 15 * 10 ** 15)",
        "x * (2 ** 53 + 1)",
        "x * (2 ** 1000 // 2 ** 999)",
        "x * 10.0 ** 400",
        "[x for i in range(2 ** 60)]",
        "x[:, 10 ** 300]",
        "reshape(x, (2 ** 62, 2 ** 62))",
    ],
    "division-by-zero": ["x * (1 / 0)", "x * (1 % 0)", "x * (0 ** -1)"],
    "too-many-statements": [
        "for i in range(4096):\n  for j in range(4096):\n    x = x + 1\nreturn x",
        "for i in range(400):\n  for j in range(400):\n    for k in range(400):\n      x = i\nreturn x",
        "for i in range(4096):\n" + "  x = x + 1\n" * 30 + "return x",
        "for i in range(2 ** 12):\n  for j in range(2 ** 12):\n    x = x + 1\nreturn x",
    ],
    "harmless": [
        "for i in range(4096):\n  x = x + 1\nreturn x",
        "for i in range(0):\n  for j in range(4096):\n    x = x + 1\nreturn x",
        "x * 2 ** 52",
        "x * 2 ** -1024",
        "x + inf - inf",
        "x * -0.0",
        "x * 1e-400",
        "x / 1e308",
        "x ** 1024",
        "x ** x ** x ** x",
        "sum(stack([x for i in range(4096)]), axis=0)",
        "y = x\n" + "y = y + y\n" * 300 + "return y",
        "a, b = x, x\n" + "a, b = b, a\n" * 150 + "return a",
        "[[x, x], [x, x]][0][1]",
    ],
}
LAYER = "  {name}:\n    inputs: {{x: [b, d]}}\n    {rest}\n"
MODEL = "model:\n  inputs: {{x: [batch, 3]}}\n  sequential: [{last}]\n"
ONE_LAYER = "wtspec: 1\nlayers:\n  A:\n    inputs: {inputs}\n    {rest}\n"


def layers(bodies, last=None):
    """A file whose layers `L0`, `L1`, … have these keys; the model is the last of them."""
    texts = [LAYER.format(name=f"L{at}", rest=rest) for at, rest in enumerate(bodies)]
    model = MODEL.format(last=last or f"L{len(texts) - 1}")
    return "wtspec: 1\nlayers:\n" + "".join(texts) + model


def functions(bodies):
    """A file whose functions `f0`, `f1`, … have these bodies."""
    return "wtspec: 1\nfunctions:\n" + "".join(f"  f{at}(x): {b}\n" for at, b in enumerate(bodies))


def one_layer(rest, inputs="{x: [b, d]}"):
    """A file with one layer."""
    return ONE_LAYER.format(inputs=inputs, rest=rest)


def listed(count, write):
    """What a function writes of each number, with commas between."""
    return ", ".join(write(number) for number in range(count))


def nested(count):
    """A chain of layers, each made of the one before it, twice."""
    return ["call: x * 2"] + [
        f"layers: {{a: L{at}, c: L{at}}}\n    call: c(a(x)) + a(x)" for at in range(count - 1)
    ]


def repeated(*counts):
    """Repeats within repeats."""
    return ["call: x * 2"] + [
        f"layers: {{a: {{layer: L{at}, repeat: {count}}}}}\n    call: a(x)"
        for at, count in enumerate(counts)
    ]


EXPANSIONS = {
    "harmless": {
        "two uses each, 12 levels deep": layers(nested(12)),
        "stacks of two, 12 levels deep": layers(
            ["call: x * 2", *(f"sequential: [L{at}, L{at}]" for at in range(11))]
        ),
        "functions that call each other twice, 32 levels deep": functions(
            ["x + 1", *(f"f{at}(f{at}(x))" for at in range(31))]
        ),
        "repeats within repeats": layers(repeated(4096, 4096, 4096, 4096)),
        "wrappers in wrappers": layers(
            ["call: x"], "{SpectralNormalization: {layer: " * 25 + "L0" + "}}" * 25
        ),
        "a layer under a thousand aliases": "wtspec: 1\nlayers:\n  A: &a\n    inputs: {x: [b, d]}\n"
        "    call: x\n" + "".join(f"  B{at}: *a\n" for at in range(1000)),
    },
    "nesting-too-deep": {
        "two uses each, 40 levels deep": layers(nested(40)),
        "1,000 layers, each made of the one before": layers(
            ["call: x", *(f"layers: {{a: L{at}}}\n    call: a(x)" for at in range(999))]
        ),
        "1,000 layers, each made of the one after": layers(
            [*(f"layers: {{a: L{at + 1}}}\n    call: a(x)" for at in range(999)), "call: x"], "L0"
        ),
        "1,000 layers in a circle": layers(
            [f"layers: {{a: L{(at + 1) % 1000}}}\n    call: a(x)" for at in range(1000)]
        ),
        "2,000 functions, each calling the one before": functions(
            ["x", *(f"f{at}(x)" for at in range(1999))]
        ),
        "2,000 functions, each calling the one after": functions(
            [*(f"f{at + 1}(x)" for at in range(1999)), "x"]
        ),
        "2,000 functions in a circle": functions([f"f{(at + 1) % 2000}(x)" for at in range(2000)]),
    },
    "recursion": {
        "three layers in a circle": layers(
            [f"layers: {{a: L{(at + 1) % 3}}}\n    call: a(x)" for at in range(3)]
        ),
    },
    "number-too-large": {
        "params that double": "wtspec: 1\nlayers: {}\nparams:\n  p0: 2\n"
        + "".join(f"  p{at}: =p{at - 1} * p{at - 1}\n" for at in range(1, 100)),
    },
    "out-of-range": {
        "a repeat beyond the limit": layers(repeated(4097)),
    },
}

MANY = {
    "harmless": {
        "1,000 layers": layers(["call: x * 2"] * 1000),
        "1,000 functions": functions(["x + 1"] * 1000),
        "1,000 inputs": one_layer("call: x0", f"{{{listed(1000, 'x{}: [b, d]'.format)}}}"),
        "64 dims": one_layer("call: x", f"{{x: [{listed(64, 'd{}'.format)}]}}"),
        "1,000 weights": one_layer(
            f"weights: {{{listed(1000, 'w{}: {{shape: [d], initializer: ones}}'.format)}}}\n"
            "    call: x"
        ),
        "1,000 params": "wtspec: 1\nlayers: {}\n"
        f"params: {{p: 0, {listed(1000, lambda at: f'p{at}: =p + {at}')}}}",
        "2,000 params, each from the one before": "wtspec: 1\nlayers: {}\nparams:\n  p0: 1\n"
        + "".join(f"  p{at}: =p{at - 1} + 1\n" for at in range(1, 2000)),
        "10,000 choices": one_layer(
            f"params: {{a: {{type: int, default: 1, choices: [{listed(10_000, str)}]}}}}\n"
            "    call: x * a"
        ),
        "1,000 sublayers": layers(["call: x"], listed(1000, lambda at: f"{{Dense: {at + 1}}}")),
        "2,000 metrics": layers(["call: x"])
        + "train: {epochs: 1, optimizer: adam, loss: mse, metrics: ["
        + listed(2000, "{{m{}: {{MeanAbsoluteError: {{}}}}}}".format)
        + "]}\n",
        "3,000 columns": layers(["call: x"])
        + f"data: {{source: {{synthetic: {{rows: 9, columns: {{{listed(3000, 'c{}: {{shape: [3]}}'.format)}"
        "}}}, inputs: {x: =c0}, targets: =c1}\ntrain: {epochs: 1, optimizer: adam, loss: mse}\n",
        "a doc of 900,000 letters": f"wtspec: 1\ndoc: {'x' * 900_000}\nlayers: {{}}\n",
        "a comment of 900,000 letters": f"wtspec: 1\nlayers: {{}}\n# {'x' * 900_000}\n",
        "500,000 empty lines": "wtspec: 1\nlayers: {}\n" + "\n" * 500_000,
        "20,000 anchors": f"wtspec: 1\nlayers: {{}}\nparams: {{a: [{listed(20_000, '&a{} 1'.format)}]}}",
        "names of 1,000 letters": one_layer(f"call: {'a' * 1000}", f"{{{'a' * 1000}: [b, d]}}"),
    },
    "too-many-faults unknown-key": {
        "20,000 unknown keys": "wtspec: 1\n" + "".join(f"k{at}: 1\n" for at in range(20_000)),
        "20,000 keys that are almost right": "wtspec: 1\nmodel:\n  inputs: {x: [b, 3]}\n  call: x\n"
        + "".join(f"  inptus{at}: 1\n" for at in range(20_000)),
        "a line of 500,000 letters with 20,000 faults": one_layer(
            f"call: x\n    <<: {{{listed(20_000, 'unknown_{}: 1'.format)}}}"
        ),
        "keys of 1,000 letters": "wtspec: 1\n"
        + "".join(f"{'layers' * 160}{at}: 1\n" for at in range(500)),
    },
    "undefined-name too-many-faults": {
        "9,000 undefined names": layers(
            f"call: y{at} + z{at} * q{at}" for at in range(3000)
        ),
        "one undefined name 1,000 times by aliases": "wtspec: 1\nlayers:\n  A: &a\n"
        "    inputs: {x: [b, d]}\n    call: zzz\n" + "".join(f"  B{at}: *a\n" for at in range(1000)),
    },
    "undefined-name": {
        "a name of 3,000 letters among 1,000 like it": one_layer(
            f"call: {'a' * 3000}",
            f"{{{listed(1000, lambda at: f'{chr(97) * 400}{at}: [b, d]')}}}",
        ),
    },
    "too-many-faults unknown-layer": {
        "20,000 unknown layers": layers(["call: x"], listed(20_000, "Desne{}".format)),
    },
    "duplicate-key too-many-faults": {
        "a key 20,000 times": "wtspec: 1\n" + "name: x\n" * 20_000,
    },
    "tag too-many-faults": {
        "20,000 tags": f"wtspec: 1\nparams: {{a: [{listed(20_000, lambda _: '!t 1')}]}}\n",
    },
    "misplaced-string": {
        "a string of 8,000 letters": one_layer(f"call: x + '{'y' * 8000}'"),
    },
    "yaml-syntax": {
        "a key of 500,000 letters": "wtspec: 1\n" + "l" * 500_000 + ": 1\n",
        "500,000 opening quotes": "wtspec: 1\ndoc: " + "'\"" * 250_000,
        "200,000 question marks": "wtspec: 1\n" + "?" * 200_000,
    },
    "too-many-nodes": {
        "200,000 nulls": f"wtspec: 1\nparams: [{'a,' * 200_000}]",
        "aliases of aliases": "wtspec: 1\nparams:\n  a0: &a0 [x, x]\n"
        + "".join(
            f"  a{at + 1}: &a{at + 1} [{', '.join([f'*a{at}'] * 9)}]\n" for at in range(40)
        ),
        "merges of merges": "wtspec: 1\nparams:\n  a0: &a0 {k: v}\n"
        + "".join(
            f"  a{at + 1}: &a{at + 1} {{<<: [{', '.join([f'*a{at}'] * 9)}]}}\n" for at in range(40)
        ),
        "aliases as keys": "wtspec: 1\nparams:\n  a: &a [" + "x, " * 900 + "]\n  b: {"
        + "? *a : 1, " * 300 + "}\n",
    },
    "nesting-too-deep": {
        "500,000 brackets": "wtspec: 1\nlayers: " + "[" * 500_000,
        "500,000 braces": "wtspec: 1\nlayers: " + "{" * 500_000,
        "500,000 dashes": "- " * 500_000,
        "500,000 complex keys": "? " * 500_000,
        "braces with keys": "wtspec: 1\nlayers: " + "{a: " * 10_000,
        "900 levels of indentation": "wtspec: 1\nlayers:\n"
        + "".join(f"{' ' * at} a:\n" for at in range(900)),
        "components within components": layers(
            ["call: x"], "{TimeDistributed: {layer: " * 400 + "L0" + "}}" * 400
        ),
        "aliases within aliases": "wtspec: 1\nparams:\n  a0: &a0 x\n"
        + "".join(f"  a{at + 1}: &a{at + 1} [*a{at}]\n" for at in range(100)),
    },
    "wrong-length": {
        "50,000 dims": one_layer("call: x", f"{{x: [{listed(50_000, 'd{}'.format)}]}}"),
        "a weight of 10,000 axes": one_layer(
            f"weights: {{w: {{shape: [{listed(10_000, lambda _: '2')}], initializer: ones}}}}\n"
            "    call: x * sum(w)"
        ),
    },
}  # fmt: skip


TOO_LARGE = [
    ("two mebibytes of comments", "#" * 2 * 2**20),
    ("two mebibytes of zeros", b"\0" * 2 * 2**20),
    ("two mebibytes after a mark of UTF-16", b"\xff\xfe" + b"a\0" * 2**20),
]


def attacks():
    """Bodies first, then whole files."""
    for expected, bodies in BODIES.items():
        for number, body in enumerate(bodies):
            text = SPEC.format(body=json.dumps(body, ensure_ascii=False))
            yield one_file(f"{expected}-{number}", expected, text)
    for table in (EXPANSIONS, MANY):
        for expected, files in table.items():
            for name, text in files.items():
                yield one_file(name, expected, text)
    for name, content in TOO_LARGE:
        yield one_file(name, "file-too-large", content, unplaced=True)
