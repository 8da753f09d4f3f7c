"""Any name may be declared, whatever Python, Keras and generated source use it for."""

import builtins
import inspect
import keyword
import re
import sys
import types

import keras
import numpy as np
import pytest

from tests.long import mostly_long
from wtspec.catalog import OF_EVERY_LAYER
from wtspec.codegen import generate
from wtspec.codegen.naming import BUILD_LOCALS, HIDDEN, RESERVED, TOP_LEVEL
from wtspec.spec.names import WORDS
from wtspec.stages import check, load

NAMES = sorted(
    name
    for name in {
        *dir(keras.Model),
        *dir(keras.Sequential),
        *dir(keras.layers.RNN),
        *dir(builtins),
        *(one.strip("_") for one in dir(keras.layers.Layer)),
        *vars(keras),
        *keyword.softkwlist,
        *HIDDEN,
        *RESERVED,
        *TOP_LEVEL,
        *BUILD_LOCALS,
        "l",
        "I",
        "O",
        "x_shape",
        "index",
        "given",
        "ops_",
        "cls",
        "states",
        "seed",
        "name",
        "input",
        "inputs",
        "args",
        "mask",
        "units",
        "initialize_w",
        "batch_size",
        "Block",
        "Plain",
        "Spec",
    }
    if re.fullmatch("[A-Za-z][A-Za-z0-9_]*", name) and not keyword.iskeyword(name)
    if name.lower() not in WORDS
)
CALLED = [one for one in NAMES if one not in ("add_loss", "add_metric", "assign", "Plain", "x")]
"""Those that a formula may call: statements have names of their own."""

X = np.array([[1, 2]], "float32")


@pytest.fixture
def made(tmp_path, request):
    """Gives the class that a text declares last."""

    def make(text, name="spec"):
        path = tmp_path / f"{name}.yaml"
        path.write_text("wtspec: 1\n" + text, encoding="utf-8")
        checked = check(load(path))
        module = types.ModuleType(request.node.name)
        sys.modules[module.__name__] = module
        source = generate(checked.program, checked.spec.document.source, "0.0")
        exec(compile(source, module.__name__, "exec"), module.__dict__)  # noqa: S102 - our own source
        return [one for one in vars(module).values() if isinstance(one, type)][-1]

    yield make
    sys.modules.pop(request.node.name, None)
    keras.utils.clear_session()


def copied(layer, path, *given):
    """The output of a layer in a model, that of the model's copy from its file, and the copy."""
    symbols = [keras.Input(one.shape[1:]) for one in given]
    model = keras.Model(symbols, layer(*symbols))
    model.save(path)
    loaded = keras.models.load_model(path)
    np.testing.assert_array_equal(loaded(list(given)), model(list(given)))
    return np.asarray(model(list(given))), next(one for one in loaded.layers if one.name == "it")


def parts(*lines):
    return "layers:\n  Plain:\n" + "".join(f"    {line}\n" for line in lines)


def test_every_name_is_that_of_a_params_argument(made, tmp_path):
    names = [name for name in NAMES if name not in (*OF_EVERY_LAYER, "x", "kernel", "self", "cls")]
    plain = made(
        parts(
            f"params: {{{', '.join(f'{name}: 1' for name in names)}}}",
            "inputs: {x: [batch, n]}",
            "layers: {kernel: {layer: {Dense: =len}, repeat: =range}}",
            f"requires: ['sum([{', '.join(names)}]) > 1']",
            f"call: concatenate([x * 0 + one for one in [{', '.join(names)}]], axis=1)",
        )
    )
    assert list(inspect.signature(plain).parameters)[:-1] == names
    given = {name: index + 1000 for index, name in enumerate(names)} | {"len": 2, "range": 2}
    output, loaded = copied(plain(**given, name="it"), tmp_path / "m.keras", X)
    np.testing.assert_array_equal(output[0, ::2], [given[name] for name in names])
    assert {name: loaded.get_config()[name] for name in names} == given
    with pytest.raises(ValueError, match="Expected sum"):
        plain(**dict.fromkeys(names, 0))
    with pytest.raises(TypeError, match="keras must be a whole number"):
        plain(keras=2.5)


def test_every_name_is_that_of_an_inputs_argument(made, tmp_path):
    names = [name for name in NAMES if name not in ("self", "args", "kwargs", "mask")]
    required, optional = names[::2], names[1::2]
    pairs = [f"{name}: [batch, n]" for name in required]
    pairs += [f"{name}: {{shape: [batch, n], optional: true}}" for name in optional]
    plain = made(
        parts(
            f"inputs: {{{', '.join(pairs)}}}",
            "weights: {w: {shape: [n], initializer: ones}}",
            f"call: concatenate([{', '.join(required)}], axis=1) * range(2)[1] * sum(w)",
        )
    )
    assert list(inspect.signature(plain.call).parameters)[1:] == [*required, *optional]
    given = [X + index for index in range(len(required))]
    output, _ = copied(plain(name="it"), tmp_path / "m.keras", *given)
    np.testing.assert_array_equal(output, 2 * np.concatenate(given, axis=1))
    by_name = dict(zip(required, given, strict=True)) | dict.fromkeys(optional, X)
    np.testing.assert_array_equal(plain()(**by_name), output)


def chunks(names, size=40):
    return [names[start : start + size] for start in range(0, len(names), size)]


def test_every_name_is_that_of_a_weight(made):
    names = [name for name in NAMES if name != "x"]
    weights = [
        f"{name}: {{shape: [n], initializer: '=ones(shape) * {index}', "
        f"regularizer: '=sum({name})', constraint: '=clip({name}, 0, 1)'}}"
        for index, name in enumerate(names)
    ]
    total = "call: x + sum(stack([NAMES]), axis=0)".replace("NAMES", ", ".join(names))
    layer = made(parts("inputs: {x: [batch, n]}", f"weights: {{{', '.join(weights)}}}", total))()
    np.testing.assert_allclose(layer(X), X + sum(range(len(names))), rtol=1e-6)
    assert [one.name for one in layer.weights] == names
    assert [float(one.constraint(one.value)[0]) for one in layer.weights[:3]] == [0, 1, 1]
    assert sum(map(float, layer.losses)) == pytest.approx(2 * sum(range(len(names))))


@pytest.mark.parametrize("called", [CALLED[::2], CALLED[1::2]], ids=["even", "odd"])
def test_every_name_is_that_of_a_sublayer(made, tmp_path, called):
    layers = [f"{name}: {{Rescaling: {index + 1}}}" for index, name in enumerate(called)]
    calls = ", ".join(f"{name}(x)" for name in called)
    plain = made(
        parts(
            "inputs: {x: [batch, n]}",
            f"layers: {{{', '.join(layers)}}}",
            f"call: concatenate([{calls}], axis=1)",
        )
    )
    output, _ = copied(plain(name="it"), tmp_path / "m.keras", X)
    np.testing.assert_array_equal(output[0, ::2], np.arange(len(called)) + 1)


def functions(names):
    return "functions:\n" + "".join(f"  {name}(x, {name}=2): x * {name}\n" for name in names)


@pytest.fixture(params=mostly_long(chunks(CALLED), every=4), ids=lambda names: names[0])
def names(request):
    return request.param


def test_every_name_is_that_of_a_dim(made, names):
    layer = made(
        parts(
            f"inputs: {{each: [batch_, {', '.join(names)}]}}",
            f"weights: {{own: {{shape: ['{' + '.join(names)}'], initializer: ones}}}}",
            f"requires: ['all([one > 0 for one in [{', '.join(names)}]])']",
            f"call: reshape(each, [batch_, {', '.join(names)}]) + sum(own)",
        )
    )()
    each = np.ones((1, *([1] * len(names))), "float32")
    np.testing.assert_array_equal(layer(each), each + len(names))


def test_every_name_is_that_of_a_local_and_of_a_function(made, names):
    sizes = range(1, len(names) + 1)
    text = functions(names) + parts(
        "inputs: {x: [batch, n]}",
        "call: |",
        *(f"  {name} = x * {size}" for name, size in zip(names, sizes, strict=True)),
        f"  for {names[0]} in [{sizes[0]}]:",
        f"    x = x * {names[0]}",
        f"  {names[-1]} = {names[-1]}({names[-1]}, {names[-1]}=1)",
        f"  return concatenate([x * {names[0]}, {', '.join(names[1:])}], axis=1)",
    )
    np.testing.assert_array_equal(made(text)()(X)[0, ::2], sizes)


def test_every_name_is_that_of_a_state(made, names):
    text = functions(names) + parts(
        "inputs: {each: [batch, n]}",
        f"state: {{{', '.join(f'{name}: [batch, 2]' for name in names)}}}",
        f"call: return each, {', '.join(f'{name}({name}, {name}=3)' for name in names)}",
    )
    cell = made(text)()
    assert cell.state_size == [2] * len(names)
    given = [X + index for index in range(len(names))]
    np.testing.assert_array_equal(np.stack(cell(X, given)[1]), 3 * np.stack(given))
