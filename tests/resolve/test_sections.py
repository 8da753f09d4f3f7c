"""Formulas of params, data and training: which names they see, and when they are settled."""

import pytest

from wtspec.program.walk import expressions, names_of

MODEL = "model: {inputs: {x: [batch, 64]}, layers: {d: {Dense: '=UNITS'}}, call: 'd(x)[:, 0]'}\n"
DATA = "data: {source: {sklearn: digits}, inputs: {x: '=INPUT'}, targets: '=TARGET'}\n"
TRAIN = "train: {epochs: 1, optimizer: {Adam: '=RATE'}, loss: LOSS}\n"


def whole(units="10", given="data", target="target", rate="0.1", loss="mse"):
    """A file with these formulas in it."""
    texts = {"UNITS": units, "INPUT": given, "TARGET": target, "RATE": rate, "LOSS": loss}
    text = "params: {width: 64}\n" + MODEL + DATA + TRAIN
    for name, value in texts.items():
        text = text.replace(name, value)
    return text


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("data / 16", []),
        ("data * width", []),
        ("standardize(data)", []),
        ('column("data")', []),
        ('columns("pixel_*")', []),
        ("dta / 16", ["undefined-name"]),
        ('column("dta")', ["unknown-column"]),
        ("conv(data, data)", ["undefined-function"]),
        ("random.normal(data)", ["undefined-function"]),
        ("data if data > 0 else 0", ["tensor-condition"]),
        ("batch_size * data", ["undefined-name"]),
    ],
)
def test_data_formulas_see_columns_params_and_their_own_functions(given, found, codes):
    assert codes(whole(given=given)) == found


def test_columns_that_no_header_tells_may_be_any(codes):
    text = whole(given="whatever / 16", target="anything").replace("sklearn: digits", "csv: no.csv")
    assert codes(text) == []


def test_names_of_columns_are_bound_as_columns(program):
    formulas = program(whole(given="data + expand_dims(pixel_0_0, -1)")).data.each_formula
    nodes = [node for _, formula in formulas for node in expressions(formula)]
    assert list(names_of("column", nodes)) == ["data", "pixel_0_0", "target"]


def test_classes_of_a_column_become_an_argument_of_the_model(program):
    assert program(whole(units="classes(target)", target="lookup(target)")).model.classes == (
        "target",
    )


@pytest.mark.parametrize("call", ["classes()", "classes(1)", "classes(target, target)"])
def test_classes_takes_the_name_of_one_column(call, codes):
    assert codes(whole(units=call, target="lookup(target)")) == ["wrong-arguments"]


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("lookup(target)", []),
        ('lookup(column("target"))', []),
        ("one_hot(target)", []),
        ("target", ["unknown-classes"]),
        ("lookup(pixel_0_0)", ["unknown-classes"]),
    ],
)
def test_classes_counts_what_a_formula_looks_up(target, found, codes):
    assert codes(whole(units="classes(target)", target=target)) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("early_stopping: {}", ["unknown-monitor"]),
        ("early_stopping: {monitor: val_accuracy}", ["unknown-monitor"]),
        ("early_stopping: {monitor: loss}", []),
        ("callbacks: [ReduceLROnPlateau]", ["unknown-monitor"]),
        ("callbacks: [TerminateOnNaN]", []),
    ],
)
def test_nothing_waits_for_validation_without_its_rows(given, found, codes):
    text = whole().replace("loss: mse", f"loss: mse, {given}")
    assert codes(text) == found
    assert codes(text.replace("data: {", "data: {split: {validation: 0.1}, ")) == []


@pytest.mark.parametrize(
    ("given", "repair"),
    [("metrics: 'accuracy, mse'", "write `[accuracy, mse]`"), ("loss: 'mse, mae'", None)],
)
def test_several_names_without_brackets_are_no_formula(given, repair, fault):
    text = whole().replace("loss: mse", f"loss: mse, {given}" if "metrics" in given else given)
    found = fault(text)
    assert (found.code, found.help) == ("wrong-type", repair)


def test_class_weights_need_one_target(codes):
    text = whole().replace("loss: mse", "loss: mse, class_weight: {1: 2.0}")
    assert codes(text) == []
    assert codes(text.replace("'=target'", "{digit: =target}")) == ["class-weight-outputs"]


@pytest.mark.parametrize("reduction", ["mean", "std", "nansum", "ptp"])
def test_whatever_reduces_a_loss_leaves_no_rows_to_weigh(reduction, codes):
    text = whole(loss=f"'={reduction}(square(y_true - y_pred))', class_weight: {{1: 2.0}}")
    assert codes(text) == ["scalar-loss"]
    assert codes(text.replace("y_pred))", "y_pred), axis=-1)")) == []


@pytest.mark.parametrize("given", ["data", "abs(data)", "tanh(standardize(data))", "lookup(data)"])
def test_a_column_keeps_its_shape_whatever_goes_element_by_element(given, codes):
    assert codes(whole(given=given)) == []
    assert codes(whole(given=given).replace("[batch, 64]", "[batch, 65]")) == ["shape-mismatch"]


def test_classes_is_for_the_model_alone(codes):
    layer = "layers:\n  L: {inputs: {x: [b, d]}, sequential: [{Dense: =classes(target)}]}\n"
    assert codes(layer) == ["undefined-function"]


@pytest.mark.parametrize("rate", ["width / 1000", "1 / total_steps", "batch_size * 1e-4"])
def test_training_formulas_see_params_and_settings(rate, codes):
    assert codes(whole(rate=rate)) == []


@pytest.mark.parametrize(
    ("rate", "found"),
    [("units", ["undefined-name"]), ("sum(width)", ["misplaced-tensor"])],
)
def test_training_formulas_see_nothing_else(rate, found, codes):
    assert codes(whole(rate=rate)) == found


@pytest.mark.parametrize(
    ("loss", "found"),
    [
        ("'=square(y_true - y_pred) * width'", []),
        ("'=square(y_true - y_prd)'", ["undefined-name"]),
        ("'=square(y_true - x)'", ["undefined-name"]),
        ("'=random.normal(shape(y_pred))'", ["misplaced-random"]),
    ],
)
def test_a_loss_sees_what_was_predicted_and_what_is_true(loss, found, codes):
    assert codes(whole(loss=loss)) == found


def test_what_training_needs_of_its_run_is_told(program):
    from wtspec.codegen import compile_settings

    training = program(whole(rate="1 / (total_steps + batch_size)")).training
    assert compile_settings(training) == ("total_steps", "batch_size")


LAYER = """\
layers:
  L:
    params: {units: 4, given: 3, early: =2 * units, late: =dim + units, later: =late + 1}
    inputs: {x: [batch, dim]}
    layers:
      a: {Dense: =early}
      b: {Dense: =late}
      c: {layer: {Dense: 3}, repeat: =later}
      d: {layer: {Dense: =dim}, when: units > 3}
    call: d(c(b(a(x))))
"""


def test_params_are_settled_as_soon_as_what_they_use(program):
    (layer,) = program(LAYER).layers
    settled = {param.name: param.settled for param in layer.params}
    assert settled == {
        "units": "given",
        "given": "given",
        "early": "init",
        "late": "build",
        "later": "build",
    }


def test_sublayers_are_settled_as_soon_as_what_they_use(program):
    (layer,) = program(LAYER).layers
    settled = {one.name: one.settled for one in layer.sublayers}
    assert settled == {"a": "init", "b": "build", "c": "build", "d": "build"}


@pytest.mark.parametrize("default", ["=later", "=x", "=batch", "=nothing"])
def test_a_default_sees_dims_and_earlier_params_alone(default, codes):
    layer = "layers:\n  L: {params: {n: DEFAULT, later: 1}, inputs: {x: [batch, d]}, call: x}\n"
    assert codes(layer.replace("DEFAULT", default)) == ["undefined-name"]


def test_a_files_params_are_settled_in_their_order(program):
    assert program("params: {a: 2, b: =3 * a, c: '=[a, b]'}\n").params == {
        "a": 2,
        "b": 6,
        "c": [2, 6],
    }


@pytest.mark.parametrize(
    ("argument", "found"),
    [
        ("patience: 3", []),
        ("patience: =width", []),
        ("patience: often", ["wrong-type"]),
        ("mode: [min]", ["wrong-type"]),
        ("baseline: null", []),
    ],
)
def test_arguments_of_early_stopping_have_its_types(argument, found, codes):
    stopping = f"early_stopping: {{monitor: loss, {argument}}}"
    assert codes(whole().replace("epochs: 1", f"epochs: 1, {stopping}")) == found


@pytest.mark.parametrize(
    ("cells", "found"),
    [("[{GRUCell: 3}, {LSTMCell: 4}]", []), ("[{GRUCell: 3}, 4]", ["wrong-type"])],
)
def test_a_list_of_layers_holds_layers_alone(cells, found, codes):
    model = "model: {inputs: {x: [batch, 4, 4]}, sequential: [{RNN: {cell: CELLS}}]}"
    assert codes(model.replace("CELLS", cells)) == found
