import shutil

import pytest

from tests.runs.conftest import FLOWERS
from tests.runs.resuming.conftest import backwards
from wtspec.document.print_tree import print_tree
from wtspec.errors import SpecError
from wtspec.runs.resolved import resolved_tree
from wtspec.runs.resuming.check_spec import check_spec
from wtspec.runs.resuming.recorded import KEPT, kept_text
from wtspec.stages import check, load


@pytest.fixture
def overridden(run_folder):
    """The recorded spec with overrides."""

    def override(*overrides):
        return check(load(run_folder / "config.resolved.yaml", overrides, root=run_folder))

    return override


def test_recorded_spec_is_no_change(run_folder, overridden):
    assert check_spec(run_folder, overridden()) == ()


def test_file_that_was_run_is_no_change(run_folder, edited):
    assert check_spec(run_folder, edited()) == ()


@pytest.mark.parametrize(
    "replaced",
    [
        ("rate: 0.01}}", "rate: 1e-2}}  # one in a hundred"),
        ("x @ kernel + bias", "|\n      # of each row\n      return x@kernel + (bias)"),
        ("{Linear: =width}", "{layer: {Linear: {units: =width}}}"),
        ("  width: 8", "  width: {type: int, default: 8, min: 1, doc: of the hidden layer}"),
        ("{Linear: =width}", "{Linear: 8}"),
        ("  batch_size: 16", "  batch_size: =2 * width"),
        ("train:\n", "runtime: {seed: 0}\ntrain:\n  accumulate: 1\n"),
        ("model:\n", "  Unused:\n    inputs: {x: [...]}\n    call: x\nmodel:\n"),
    ],
    ids=lambda pair: pair[1][:20],
)
def test_other_words_for_the_same_are_no_change(run_folder, edited, replaced):
    assert check_spec(run_folder, edited(replaced)) == ()


def test_reordered_keys_are_no_change(run_folder, edited):
    spec = edited().spec
    tree = resolved_tree(spec, run_folder, {})
    path = run_folder / "reordered.yaml"
    path.write_text(print_tree(backwards(tree)))
    assert check_spec(run_folder, check(load(path, root=run_folder))) == ()


def test_spec_of_many_files_is_compared_with_its_bases_and_imports(run_folder, edited):
    folder = run_folder.parents[2]
    layers, rest = FLOWERS[FLOWERS.index("layers:") : FLOWERS.index("model:")], FLOWERS
    (folder / "linear.yaml").write_text(f"wtspec: 1\n{layers}")
    (folder / "base.yaml").write_text(rest.replace(layers, "imports: [linear.yaml]\n"))
    (folder / "child.yaml").write_text("wtspec: 1\nextends: base.yaml\ntrain: {epochs: 7}\n")
    assert check_spec(run_folder, check(load(folder / "child.yaml"))) == ("train.epochs",)


@pytest.mark.parametrize(
    ("override", "key"),
    [
        (("train.epochs", 9), "train.epochs"),
        (("train.steps", 90), "train.steps"),
        (("train.optimizer.Adam.learning_rate", 0.1), "train.optimizer"),
        (("train.optimizer", "{SGD: 0.1}"), "train.optimizer"),
        (("train.clip_norm", 1), "train.clip_norm"),
        (("train.early_stopping", "{monitor: loss}"), "train.early_stopping"),
        (("train.callbacks", "[TerminateOnNaN]"), "train.callbacks"),
        (("train.checkpoint", "{every: 1 epoch}"), "train.checkpoint"),
        (("train.groups", "[{match: 'hidden/*', lr_scale: 0.5}]"), "train.groups"),
        (("runtime.platform", "cpu"), "runtime.platform"),
        (("runtime.compile_cache", "false"), "runtime.compile_cache"),
        (("runtime.deterministic", "true"), "runtime.deterministic"),
        (("runtime.rewrite_for_cpu", "false"), "runtime.rewrite_for_cpu"),
        (("doc", "More of it."), "doc"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_how_training_goes_on_may_change_and_is_told(run_folder, overridden, override, key):
    assert key in check_spec(run_folder, overridden(override))


def test_param_that_only_the_optimizer_reads_may_change(run_folder, edited):
    knob = ("width: 8", "width: 8\n  rate: 0.01"), ("learning_rate: 0.01", "learning_rate: =rate")
    assert check_spec(run_folder, edited(*knob)) == ()
    assert check_spec(run_folder, edited(*knob, overrides=[("params.rate", 0.1)])) == (
        "train.optimizer",
    )


def test_other_file_of_rows_is_told_and_left_to_the_check_of_data(run_folder, edited):
    assert check_spec(run_folder, edited(("csv: flowers.csv", "csv: other.csv"))) == (
        "data.source",
    )


def test_changed_key_is_told_at_its_place_and_weights_one_by_one(run_folder, overridden, fault):
    told = fault(check_spec, run_folder, overridden(("params.width", 16)))
    assert told.code == "changed-spec"
    assert told.message == (
        f"the run `{run_folder}` can't go on: `params.width` has changed, `8` → `16`"
    )
    assert str(told.span) == "--set params.width=16:1:14"
    assert told.received == (
        "`hidden/kernel`: (5, 8) → (5, 16)\n"
        "`hidden/bias`: (8,) → (16,)\n"
        "`out/kernel`: (8, 3) → (16, 3)"
    )


def test_sizes_that_only_data_tell_are_those_of_the_run(run_folder, edited, fault):
    told = fault(check_spec, run_folder, edited(("output_dim: 4", "output_dim: 2")))
    assert told.received is not None
    assert "`embed/embeddings`: (4, 4) → (4, 2)" in told.received


def test_weights_that_come_go_and_begin_otherwise_are_told(run_folder, edited, fault):
    told = fault(
        check_spec,
        run_folder,
        edited(
            ("bias: {shape: [units], initializer: zeros}", "gain: {shape: [], initializer: ones}"),
            ("glorot_uniform", "he_normal"),
            ("+ bias", "* gain"),
        ),
    )
    assert told.received == (
        "`hidden/kernel`: initializer glorot_uniform → he_normal\n"
        "`hidden/bias`: (8,) float32 has gone\n"
        "`out/kernel`: initializer glorot_uniform → he_normal\n"
        "`out/bias`: (3,) float32 has gone\n"
        "`hidden/gain`: () float32 is new\n"
        "`out/gain`: () float32 is new"
    )
    assert len(told.related) == 3


@pytest.mark.parametrize(
    ("replaced", "key"),
    [
        (("relu(", "gelu("), "model.call"),
        (("x @ kernel + bias", "x @ kernel - bias"), "layers.Linear.call"),
        (("standardize(length)", "minmax(length)"), "data.inputs.size"),
        (("targets: =kind", "targets: =kind * 1"), "data.targets"),
        (("batch_size: 16", "batch_size: 8"), "data.batch_size"),
        (("validation: 0.2", "validation: 0.1"), "data.split.validation"),
        (("  metrics: [accuracy]", "  metrics: []"), "train.metrics[0]"),
        (("metrics:", "accumulate: 2\n  metrics:"), "train.accumulate"),
        (("train:\n", "runtime: {seed: 1}\ntrain:\n"), "runtime.seed"),
        (("train:\n", "runtime: {precision: mixed_bfloat16}\ntrain:\n"), "runtime.precision"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_trained_may_not_change_even_where_weights_stay(
    run_folder, edited, fault, replaced, key
):
    told = fault(check_spec, run_folder, edited(replaced))
    assert f"`{key}` has changed" in told.message
    assert told.received == "the same weights, trained otherwise"


def test_many_changes_are_cut_to_what_one_reads(tmp_path, train, spec, fault):
    many = "".join(f"    d{at}: {{Linear: =width}}\n" for at in range(20))
    calls = " + ".join(f"d{at}(x)" for at in range(20))
    text = FLOWERS.replace("    out: {Linear: 3}\n", f"    out: {{Linear: 3}}\n{many}").replace(
        "out(relu(hidden(concatenate([size, embed(color)], axis=-1))))",
        "|\n    x = concatenate([size, embed(color)], axis=-1)\n"
        f"    return out({calls} + hidden(x))",
    )
    folder = train(text, [("train.epochs", 1)]).folder
    told = fault(check_spec, folder, spec(text.replace("Linear: =width", "Dense: 9")))
    assert len(told.related) == 7
    assert told.related[-1].message.endswith("more keys")
    assert told.received is not None
    assert "20 `d*/kernel`: (5, 8) → (5, 9)" in told.received


def test_inputs_in_another_order_are_a_change_where_calls_give_them_by_position(train, spec, fault):
    text = FLOWERS.replace(
        "    inputs: {x: [..., features]}", "    inputs: {x: [..., features], by: [..., features]}"
    ).replace("+ bias", "+ bias + 0 * sum(by)")
    text = text.replace("hidden(concatenate([size, embed(color)], axis=-1))", "hidden(h, h * 2)")
    text = text.replace(
        "call: out(relu(hidden(h, h * 2)))",
        (
            "call: |\n    h = concatenate([size, embed(color)], axis=-1)\n"
            "    h = relu(hidden(h, h * 2))\n    return out(h, h)"
        ),
    )
    folder = train(text, [("train.epochs", 1)]).folder
    other = "inputs: {by: [..., features], x: [..., features]}"
    told = fault(
        check_spec,
        folder,
        spec(text.replace("inputs: {x: [..., features], by: [..., features]}", other)),
    )
    assert "`layers.Linear.inputs` has changed, `x, by` → `by, x`" in told.message


def test_record_edited_by_hand_is_compared_with_what_was_kept_beside_checkpoints(
    run_folder, overridden, fault
):
    checked = overridden()
    (run_folder / KEPT).parent.mkdir()
    (run_folder / KEPT).write_text(kept_text(checked.spec, run_folder, checked.program.params))
    assert check_spec(run_folder, overridden()) == ()
    record = run_folder / "config.resolved.yaml"
    record.write_text(record.read_text().replace("width: 8", "width: 9"))
    told = fault(check_spec, run_folder, overridden())
    assert "`params.width` has changed, `8` → `9`" in told.message
    assert str(told.span).startswith(str(record))


def test_damaged_copy_beside_checkpoints_is_passed_over(run_folder, overridden):
    (run_folder / KEPT).parent.mkdir()
    (run_folder / KEPT).write_text("wtspec: [1")
    assert check_spec(run_folder, overridden()) == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"wtspec: [1", "yaml-syntax"),
        (b"\xff\xfe", "not-utf8"),
        (b"wtspec: 1\n" + b"# long\n" * 200_000, "file-too-large"),
        (None, "file-not-found"),
    ],
)
def test_damaged_record_is_told(run_folder, edited, content, code):
    record = run_folder / "config.resolved.yaml"
    record.unlink()
    if content is not None:
        record.write_bytes(content)
    with pytest.raises(SpecError) as raised:
        check_spec(run_folder, edited())
    assert raised.value.diagnostics[0].code == code


def test_record_that_links_out_of_the_run_is_refused(run_folder, edited, tmp_path, fault):
    record = run_folder / "config.resolved.yaml"
    shutil.move(record, tmp_path / "elsewhere.yaml")
    record.symlink_to(tmp_path / "elsewhere.yaml")
    assert fault(check_spec, run_folder, edited()).code == "outside-root"


def test_record_without_what_was_learned_still_tells_keys(run_folder, overridden, fault):
    (run_folder / "preprocessing.json").write_text("{")
    told = fault(check_spec, run_folder, overridden(("params.width", 16)))
    assert "`params.width`" in told.message
    assert told.received is None
