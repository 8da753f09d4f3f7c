"""Comments that silence warnings."""

import pytest

from tests.lints.conftest import one_layer, trained

WEIGHT = "weights:\n  w: {shape: [dim], initializer: ones}  # wtspec: allow unused-weight"


@pytest.mark.parametrize(
    "comment",
    [
        "# wtspec: allow unused-weight",
        "#wtspec:allow unused-weight",
        "# wtspec: allow unused-weight, no-gradient",
        "# kept for old files # wtspec: allow unused-weight",
        "# wtspec: allow unused-weight: old files have it",
        "# wtspec: allow unused-weight (old files have it)",
    ],
)
def test_a_warning_is_silenced_on_its_line(comment, codes):
    parts = WEIGHT.replace("# wtspec: allow unused-weight", comment)
    assert codes(one_layer("return x", parts)) == []


def test_a_comment_in_a_body_is_one_of_its_formulas(codes):
    parts = "weights: {w: {shape: [dim], initializer: ones, trainable: false}}"
    call = "assign(w, w + 1)  # wtspec: allow assign-outside-training\nreturn x * w"
    assert codes(one_layer(call, parts)) == []


@pytest.mark.parametrize(
    "parts",
    [
        WEIGHT.replace("unused-weight", "unused-input"),
        "# wtspec: allow unused-weight\n" + WEIGHT.partition("  # ")[0],
        WEIGHT.replace("allow", "disallow"),
    ],
)
def test_other_codes_and_lines_are_not_silenced(parts, codes):
    assert "unused-weight" in codes(one_layer("return x", parts))


def test_a_comment_that_silences_nothing_is_told(told):
    assert told(one_layer("return x * w", WEIGHT)) == [("unused-allow", "unused-weight")]


def test_one_of_several_codes_that_silences_nothing_is_told(told):
    parts = WEIGHT.replace("unused-weight", "unused-weight, unused-param")
    assert told(one_layer("return x", parts)) == [("unused-allow", "unused-param")]


def test_an_unknown_code_is_told_with_the_nearest(warnings):
    parts = WEIGHT.replace("unused-weight", "unused-wieght")
    kept, unknown = warnings(one_layer("return x", parts))
    assert kept.code == "unused-weight"
    assert unknown.code == "unknown-code"
    assert unknown.help == "did you mean `unused-weight`?"


def test_a_comment_without_a_code_is_told(told):
    parts = WEIGHT.replace(" unused-weight", "")
    found = told(one_layer("return x * w", parts))
    assert found == [("unknown-code", "# wtspec: allow")]


def test_an_error_can_not_be_allowed(told):
    parts = WEIGHT.replace("unused-weight", "undefined-name")
    assert told(one_layer("return x * w", parts)) == [("unknown-code", "undefined-name")]


def test_what_needs_a_training_is_not_missed_without_one(codes):
    parts = WEIGHT.replace("unused-weight", "no-gradient")
    assert codes(one_layer("return x * w", parts)) == []
    assert codes(
        trained("sequential: [{RepeatVector: 2}, Thing]") + one_layer("return x * w", parts)[10:]
    ) == ["unused-allow"]


@pytest.mark.parametrize(
    "text",
    [
        'doc: "say # wtspec: allow unused-weight"\n',
        "doc: 'say # wtspec: allow unused-weight'\n",
        "doc: |\n  say # wtspec: allow unused-weight\n",
        "doc: >\n  say # wtspec: allow unused-weight\n",
    ],
)
def test_a_text_is_no_comment(text, codes):
    assert codes(f"wtspec: 1\n{text}") == []


def test_a_string_in_a_formula_is_no_comment(codes):
    call = 'add_metric("# wtspec: allow unused-input", mean(x))\nreturn x'
    assert codes(one_layer(call)) == []


def test_a_comment_in_a_formula_called_doc_is_one(told):
    formula = "\n    =mean(y_pred)  # wtspec: allow no-gradient"
    text = trained("sequential: [{Dense: 1}]", f"loss: mse\nmetrics:\n  doc: |{formula}")
    assert told(text) == [("unused-allow", "no-gradient")]


def test_a_comment_behind_a_string_is_one(told):
    call = 'add_metric("it\'s", mean(x))  # wtspec: allow unused-input\nreturn x'
    assert told(one_layer(call)) == [("unused-allow", "unused-input")]


@pytest.mark.parametrize("between", ["", " # it's so"])
def test_a_comment_after_another_in_a_body(between, codes):
    parts = "weights: {w: {shape: [dim], initializer: ones, trainable: false}}"
    call = f"assign(w, w + 1){between}  # wtspec: allow assign-outside-training\nreturn x * w"
    assert codes(one_layer(call, parts)) == []


def test_a_comment_behind_a_text_that_talks_of_one(told):
    text = 'wtspec: 1\ndoc: "# wtspec: allow no-gradient" # wtspec: allow unused-weight\n'
    assert told(text) == [("unused-allow", "unused-weight")]


def test_any_number_of_warnings_may_be_allowed(codes):
    lines = [f"  w{at}: {{shape: [dim], initializer: ones}}" for at in range(300)]
    parts = "weights:\n" + "".join(f"{line}  # wtspec: allow unused-weight\n" for line in lines)
    assert codes(one_layer("return x", parts)) == []


def test_of_many_comments_without_use_as_many_are_told_as_of_warnings(codes):
    text = "wtspec: 1\n" + "# wtspec: allow nothing-known\n" * 20_000
    assert codes(text) == ["unknown-code"] * 100 + ["too-many-faults"]


def test_many_texts_on_one_line_are_told_from_comments_at_once(codes):
    texts = ", ".join(['"# wtspec: allow"'] * 20_000)
    text = trained("sequential: [{Dense: 1}]") + f"params: {{t: [{texts}]}}\n"
    assert codes(text) == ["unused-param"]


def test_a_library_silences_its_own_warnings_and_is_not_judged(codes, tmp_path):
    parts = WEIGHT + "\n  v: {shape: [dim], initializer: ones}  # wtspec: allow unused-weight"
    library = one_layer("return x * v", parts)
    (tmp_path / "library.yaml").write_text(library, encoding="utf-8")
    assert codes("wtspec: 1\nimports: [library.yaml]\n") == []
    assert codes(library) == ["unused-allow"]


def test_a_base_file_silences_its_own_warnings(codes, tmp_path):
    base = one_layer("return x", WEIGHT)
    (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
    assert codes("wtspec: 1\nextends: base.yaml\n") == []
