"""Files of one stem have classes of their own in Keras's registry."""

import json
import os
import subprocess
import sys
import textwrap

import keras
import numpy as np
import pytest

import wtspec
from wtspec.codegen import generate
from wtspec.stages import check, load

SPEC = """
wtspec: 1
functions:
  scaled(x): x * {factor}
layers:
  Scale:
    doc: {doc}
    inputs: {{x: [batch, n]}}
    call: scaled(x)
  Twice:
    inputs: {{x: [batch, n]}}
    layers: {{once: Scale}}
    call: once(once(x))
  Other:
    inputs: {{x: [batch, n]}}
    call: x + {other}
model: {{inputs: {{x: [batch, 2]}}, sequential: [Scale, Twice]}}
"""
X = np.ones((1, 2), "float32")


@pytest.fixture
def files(tmp_path):
    """Gives the path of a file named `model.yaml` in a folder of its own."""

    def make(folder, factor=2, doc="plain", other=1):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "model.yaml"
        path.write_text(SPEC.format(factor=factor, doc=doc, other=other), encoding="utf-8")
        return path

    return make


def names(path):
    checked = check(load(path))
    lines = generate(checked.program, checked.spec.document.source, "0").splitlines()
    return [line.strip() for line in lines if 'name="' in line and "register" in line]


@pytest.mark.parametrize("name", ["Scale", "Twice"])
def test_a_saved_layer_is_loaded_as_that_of_its_own_file(files, tmp_path, name):
    classes = [wtspec.layer(files(str(factor), factor), name) for factor in (3, 2)]
    for order in (classes, classes[::-1]):
        for number, one in enumerate(order):
            symbol = keras.Input((2,))
            model = keras.Model(symbol, one()(symbol))
            model.save(tmp_path / f"{number}.keras")
            found = keras.models.load_model(tmp_path / f"{number}.keras")
            np.testing.assert_array_equal(found(X), model(X))
            assert type(found.layers[-1]) is one


def test_a_saved_model_is_loaded_as_that_of_its_own_file(files, tmp_path):
    models = [wtspec.build(wtspec.load(files(str(factor), factor))) for factor in (3, 2)]
    for number, model in enumerate(models):
        model.save(tmp_path / f"{number}.keras")
    for number, model in enumerate(models):
        found = keras.models.load_model(tmp_path / f"{number}.keras")
        assert float(found(X)[0, 0]) == float(model(X)[0, 0]) == (27, 8)[number]


@pytest.mark.long
def test_a_layer_is_never_loaded_as_that_of_another_file_in_another_process(files, tmp_path):
    one, other = files("one", 3), files("other", 2)
    symbol = keras.Input((2,))
    keras.Model(symbol, wtspec.layer(one, "Scale")()(symbol)).save(tmp_path / "m.keras")
    code = textwrap.dedent(f"""
        import keras, numpy, wtspec
        wtspec.layer({str(other)!r}, "Scale")
        wtspec.layer({str(one)!r}, "Scale")
        wtspec.layer({str(other)!r}, "Scale")
        found = keras.models.load_model({str(tmp_path / "m.keras")!r})
        print(float(found(numpy.ones((1, 2)))[0, 0]))
        """)
    environment = {**os.environ, "KERAS_BACKEND": "jax"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
    )
    assert done.stdout.strip() == "3.0", done.stderr


def test_names_follow_from_what_the_file_says_of_the_layer_and_what_it_uses(files):
    plain, documented = names(files("a")), names(files("b", doc="Another."))
    assert plain == documented
    changed = names(files("c", factor=5))
    assert [one == another for one, another in zip(plain, changed, strict=True)] == [
        False,  # Scale calls the function
        False,  # Twice holds Scale
        True,
        False,  # the model
    ]
    beside = names(files("d", other=3))
    assert [one == another for one, another in zip(plain, beside, strict=True)] == [
        True, True, False, True,
    ]  # fmt: skip
    assert json.dumps(names(files("e"))) == json.dumps(plain)


def test_a_class_has_one_name_in_whatever_order_and_form_its_layer_is_written(files):
    path = files("one")
    before = names(path)
    text = path.read_text("utf-8").replace(
        "    inputs: {x: [batch, n]}\n    layers: {once: Scale}\n",
        "    layers: {once: Scale}\n    inputs: {x: {shape: [batch, n]}}\n",
    )
    path.write_text(text, "utf-8")
    assert names(path) == before
