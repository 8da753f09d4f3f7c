import json
import struct

import numpy as np
import pytest
from safetensors.numpy import save_file as save_arrays

from wtspec.errors import SpecError
from wtspec.model import check_pretrained, load_pretrained, weights
from wtspec.program.template import ambiguity, bind, fill, rank

TEXT = """
functions:
  swap(x): transpose(x)
params: {width: 3}
model:
  inputs: {x: [batch, 3]}
  layers:
    blocks: {layer: {Dense: {units: =width, use_bias: false}}, repeat: 2}
    head: {Dense: 2}
  call: head(blocks(x))
  pretrained:
    file: old.safetensors
"""
MAP = """
    map:
      "blocks/{i}/kernel": '=swap(tensor("h.{i}.attn.weight")[:, :width])'
      "head/kernel": top.weight
    partial: ["head/b*"]
    ignore: ["h.*.attn.bias"]
"""


def old(**more):
    rng = np.random.default_rng(0)
    made = {
        "h.0.attn.weight": rng.normal(size=(3, 5)),
        "h.1.attn.weight": rng.normal(size=(3, 5)),
        "h.0.attn.bias": rng.normal(size=3),
        "top.weight": rng.normal(size=(3, 2)),
    }
    return {name: array.astype("float32") for name, array in (made | more).items()}


def values(model):
    return {path: np.asarray(one.value) for path, one in weights(model).items()}


def load(found):
    return load_pretrained(found.code, found.model, found.root)


def test_a_map_fills_in_placeholders_and_computes(built, tmp_path):
    tensors = old()
    save_arrays(tensors, tmp_path / "old.safetensors")
    found = built(TEXT + MAP)
    bias = values(found.model)["head/bias"]
    assert set(load(found)) == {"blocks/0/kernel", "blocks/1/kernel", "head/kernel"}
    loaded = values(found.model)
    for index in (0, 1):
        expected = tensors[f"h.{index}.attn.weight"][:, :3].T
        assert np.array_equal(loaded[f"blocks/{index}/kernel"], expected)
    assert np.array_equal(loaded["head/kernel"], tensors["top.weight"])
    assert np.array_equal(loaded["head/bias"], bias)


def test_without_a_map_tensor_names_are_paths(built, tmp_path):
    tensors = {
        "blocks/0/kernel": np.ones((3, 3), "float32"),
        "blocks/1/kernel": np.zeros((3, 3), "float32"),
        "head/kernel": np.ones((3, 7), "float32"),
    }
    save_arrays(tensors, tmp_path / "old.safetensors")
    found = built(TEXT + "    partial: [head/**]\n    ignore: [head/**]\n")
    assert load(found) == ("blocks/0/kernel", "blocks/1/kernel")
    assert values(found.model)["blocks/0/kernel"].sum() == 9


def faults(found):
    """What is told of a file that does not fit, as `(code, message)`."""
    before = values(found.model)
    with pytest.raises(SpecError) as caught:
        load(found)
    assert all(np.array_equal(before[path], value) for path, value in values(found.model).items())
    return caught.value.diagnostics


def said(found):
    return [(one.code, one.message) for one in faults(found)]


def test_all_that_does_not_fit_is_said_at_once_before_anything_is_loaded(built, tmp_path):
    tensors = old(extra=np.ones(4), **{"top.weight": np.ones((2, 2))})
    save_arrays(tensors, tmp_path / "old.safetensors")
    found = built(TEXT + MAP.replace("head/b*", "head/k*"))
    assert said(found) == [
        ("weight-mismatch", "`head/kernel` and what the file has for it differ"),
        ("missing-tensor", "the weight `head/bias` has no source in `old.safetensors`"),
        ("unused-tensor", "the tensor `extra` has no use"),
    ]
    mismatch = faults(found)[0]
    assert (mismatch.expected, mismatch.received) == (
        "(3, 2) float32",
        "(2, 2) float32 from `top.weight`",
    )
    assert mismatch.span.line == 17


def test_a_formula_that_does_not_fit_is_shown_before_anything_is_read(built, tmp_path):
    save_arrays(old(), tmp_path / "old.safetensors")
    found = built(TEXT + MAP.replace("[:, :width]", "[:, :, 0]"))
    with pytest.raises(SpecError) as caught:
        check_pretrained(found.code, found.model, tmp_path)
    first = caught.value.diagnostics[0]
    assert first.code == "rank-mismatch"
    assert first.received == "h.0.attn.weight: (3, 5) float32"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("old.safetensors", "../old.safetensors"), "outside-root"),
        (("old.safetensors", "older.safetensors"), "file-not-found"),
        (('"head/kernel"', '"heads/kernel"'), "unknown-weight"),
        (("head/b*", "heads/b*"), "unmatched-glob"),
        (("h.*.attn.bias", "g.*.attn.bias"), "unmatched-glob"),
        (("{i}.attn.weight", "{i}.attn.wieght"), "missing-tensor"),
    ],
)
def test_what_leads_nowhere_is_an_error(built, tmp_path, change, code):
    save_arrays(old(), tmp_path / "old.safetensors")
    found = built((TEXT + MAP).replace(*change))
    assert [fault.code for fault in faults(found)] == [code]  # and nothing that follows from it


BLOCKS = """
params: {checkpoint: old, other: new, width: 3, old: true}
functions:
  first(x): x[0]
layers:
  Block:
    inputs: {x: [batch, dim]}
    layers:
      first: {Dense: {units: 3, use_bias: false}}
      out: {Dense: {units: 3, use_bias: false}}
    call: out(first(x))
model:
  inputs: {x: [batch, 3]}
  layers: {blocks: {layer: Block, repeat: 2}}
  call: blocks(x)
  pretrained:
    file: old.safetensors
    map:
"""
STACK = np.arange(36, dtype="float32").reshape(4, 3, 3)


def blocks(built, tmp_path, lines, **tensors):
    """A model of two blocks, each of two square layers, and a file that fills them."""
    save_arrays(tensors, tmp_path / "old.safetensors")
    return built(BLOCKS + "".join(f"      {line}\n" for line in lines))


def test_the_most_specific_line_fills_a_weight(built, tmp_path):
    square = STACK[1]
    lines = ["blocks/{i}/{part}/kernel: w", 'blocks/{i}/out/kernel: =transpose(tensor("w"))']
    found = blocks(built, tmp_path, lines, w=square)
    load(found)
    loaded = values(found.model)
    assert np.array_equal(loaded["blocks/1/out/kernel"], square.T)
    assert np.array_equal(loaded["blocks/1/first/kernel"], square)


def test_a_placeholder_is_a_number_in_formulas(built, tmp_path):
    lines = [
        'blocks/{i}/first/kernel: =tensor("stack")[2 * i + 1]',
        '"blocks/{i}/out/kernel": =first(tensor("stack")[i:i + 1]) * i',
    ]
    found = blocks(built, tmp_path, lines, stack=STACK)
    load(found)
    loaded = values(found.model)
    for i in (0, 1):
        assert np.array_equal(loaded[f"blocks/{i}/first/kernel"], STACK[2 * i + 1])
        assert np.array_equal(loaded[f"blocks/{i}/out/kernel"], STACK[i] * i)


@pytest.mark.parametrize("index", ["i + 3", "4", "-5", ":, 3", "0, :, i + 2"])
def test_an_index_past_the_end_takes_no_other_part(built, tmp_path, index):
    lines = [
        f"blocks/{{i}}/first/kernel: \"=ones([3, 3]) * tensor('stack')[{index}]\"",
        'blocks/{i}/out/kernel: =tensor("stack")[i]',
    ]
    found = blocks(built, tmp_path, lines, stack=STACK)
    assert faults(found)[0].code == "index-out-of-range"


def test_text_that_is_no_number_is_none_in_formulas(built, tmp_path):
    lines = ['blocks/{i}/{part}/kernel: =tensor("stack")[part]']
    (fault,) = faults(blocks(built, tmp_path, lines, stack=STACK))
    assert fault.code == "wrong-type"
    assert (
        fault.message == "`part` stands for `first` in `blocks/0/first/kernel`, which is no number"
    )


def test_names_may_be_crossed_and_joined_as_the_file_joins_them(built, tmp_path):
    tensors = {f"net.blocks.{i}.{p}.weight": STACK[i] for i in (0, 1) for p in ("first", "out")}
    found = blocks(built, tmp_path, ['"{**}/kernel": "net.{**}.weight"'], **tensors)
    load(found)
    assert np.array_equal(values(found.model)["blocks/1/out/kernel"], STACK[1])


def test_a_tensor_may_be_named_as_a_param_is(built, tmp_path):
    found = blocks(built, tmp_path, ['"{**}": =tensor("width") * width'], width=STACK[0])
    load(found)
    assert np.array_equal(values(found.model)["blocks/1/out/kernel"], STACK[0] * 3)


def test_a_typo_in_a_line_is_told_once_for_all_blocks(built, tmp_path):
    text = TEXT.replace("repeat: 2", "repeat: 32") + MAP.replace("attn.weight", "attn.wieght")
    save_arrays(
        {f"h.{i}.attn.weight": STACK[0] for i in range(32)} | old(), tmp_path / "old.safetensors"
    )
    (fault,) = faults(built(text))
    assert fault.message == (
        "`old.safetensors` has no tensor `h.0.attn.wieght` for `blocks/0/kernel` "
        "and 31 weights like it"
    )
    assert (fault.help, fault.span.line) == ("did you mean `h.0.attn.weight`?", 16)


def test_what_differs_alike_is_told_once(built, tmp_path):
    lines = ["blocks/{i}/{part}/kernel: wide"]
    (fault,) = faults(blocks(built, tmp_path, lines, wide=np.ones((3, 4), "float32")))
    assert fault.message.startswith("`blocks/0/first/kernel` and 3 weights like it and what")


def test_what_is_left_over_is_told_in_one_error_each(built, tmp_path):
    tensors = {f"h.{i}.w": STACK[0] for i in range(12)} | {"w": STACK[0]}
    lines = ["blocks/0/out/kernel: w"]
    missing, unused = faults(blocks(built, tmp_path, lines, **tensors))
    assert missing.message == "3 weights have no source in `old.safetensors`"
    assert missing.expected == (
        "2 `blocks/*/first/kernel` (3, 3) float32; `blocks/1/out/kernel` (3, 3) float32"
    )
    assert unused.message == "12 tensors have no use"
    assert unused.received == "12 `h.*.w` (3, 3) float32"


@pytest.mark.parametrize(
    ("shape", "aim", "help"),
    [
        ((5, 3), "[3, 5]", '`=transpose(tensor("w"))` has that shape'),
        ((7, 5, 3), "[3, 5, 7]", '`=transpose(tensor("w"))` has that shape'),
        (
            (8, 4, 3, 2),
            "[3, 2, 4, 8]",
            '`=transpose(tensor("w"), axes=[2, 3, 1, 0])` has that shape',
        ),
        ((4, 3, 5), "[3, 5, 4]", '`=transpose(tensor("w"), axes=[1, 2, 0])` has that shape'),
        ((6, 2), "[3, 4]", '`=reshape(tensor("w"), [3, 4])` has that shape'),
        ((6, 2), "[3, 5]", None),
    ],
)
def test_a_tensor_of_other_axes_is_told_with_the_formula_that_turns_it(
    built, tmp_path, shape, aim, help
):
    save_arrays({"w": np.ones(shape, "float32")}, tmp_path / "old.safetensors")
    text = f"""
model:
  inputs: {{x: [batch, 3]}}
  weights: {{w: {{shape: {aim}, initializer: zeros}}}}
  call: x + sum(w)
  pretrained:
    file: old.safetensors
"""
    (fault,) = faults(built(text))
    assert fault.help == help
    (fault,) = faults(built(text + "    map: {w: w}\n"))
    assert fault.help == help


def odd_file(path, dtype, shape, count):
    """A file of a weight `w` and of an odd tensor."""
    entries = {
        "w": {"dtype": "F32", "shape": [3, 3], "data_offsets": [0, 36]},
        "odd": {"dtype": dtype, "shape": shape, "data_offsets": [36, 36 + count]},
    }
    head = json.dumps(entries).encode()
    path.write_bytes(struct.pack("<Q", len(head)) + head + STACK[0].tobytes() + bytes(count))


ODD = {
    "C64": ([2], 16),
    "C128": ([2], 32),
    "F4": ([4], 2),
    "F8_E8M0": ([4], 4),
    "F8_E4M3FNUZ": ([4], 4),
    "Q4_K": ([1000], 3),
    "F32": ([1] * 100, 4),
    "U64": ([2], 16),
    "BOOL": ([3], 3),
}


@pytest.mark.parametrize("dtype", ODD)
def test_what_no_array_can_be_matters_only_where_it_is_needed(built, tmp_path, dtype):
    lines = ['"{**}": w', "blocks/0/out/kernel: odd"]
    odd_file(tmp_path / "old.safetensors", dtype, *ODD[dtype])
    found = built(BLOCKS + '      "{**}": w\n    ignore: [odd]\n')
    load(found)
    assert np.array_equal(values(found.model)["blocks/1/out/kernel"], STACK[0])
    found = built(BLOCKS + "".join(f"      {line}\n" for line in lines))
    assert {fault.code for fault in faults(found)} <= {"weight-mismatch", "unreadable-file"}


TYPED = """
model:
  inputs: {{x: [batch, 2]}}
  weights: {{w: {{shape: [2], initializer: zeros, dtype: {dtype}}}}}
  call: x + cast(w, "float32")
  pretrained: {{file: old.safetensors, map: {{w: {source}}}}}
"""


@pytest.mark.parametrize(
    ("stored", "dtype"),
    [
        ("float8_e4m3fn", "float32"),
        ("float8_e5m2", "float16"),
        ("bfloat16", "float32"),
        ("float16", "bfloat16"),
        ("float64", "float32"),
        ("int64", "int32"),
        ("uint8", "int32"),
        ("bool", "int32"),
        ("bool", "bool"),
        ("int64", "int8"),
    ],
)
@pytest.mark.parametrize("source", ["w", "'=concatenate([tensor(\"w\")])'"])
def test_tensors_of_each_dtype_fill_weights_of_their_kind(built, tmp_path, stored, dtype, source):
    tensor = np.array([0, 1]).astype(np.dtype(stored))
    save_arrays({"w": tensor}, tmp_path / "old.safetensors")
    found = built(TYPED.format(dtype=dtype, source=source))
    load(found)
    assert np.array_equal(values(found.model)["w"].astype("float32"), [0, 1])


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        (np.array([0, 2**40]), "int32"),
        (np.array([0, 300]), "int8"),
        (np.array([0, -1]), "uint8"),
        (np.array([0, 1e39]), "float32"),
        (np.array([0, 1e5], "float32"), "float16"),
    ],
)
@pytest.mark.parametrize("source", ["w", "'=tensor(\"w\")[:]'"])
def test_a_number_that_a_weight_has_no_room_for_is_refused(built, tmp_path, value, dtype, source):
    save_arrays({"w": value}, tmp_path / "old.safetensors")
    with pytest.raises(SpecError, match="has no room for"):
        load(built(TYPED.format(dtype=dtype, source=source)))


@pytest.mark.parametrize(
    ("formula", "file"),
    [
        ('="old.safetensors"', "old.safetensors"),
        ("=checkpoint", "old.safetensors"),
        ("=checkpoint if old else other", "old.safetensors"),
    ],
)
def test_the_file_may_be_a_formula_over_params(built, tmp_path, formula, file):
    save_arrays({"w": STACK[0]}, tmp_path / file)
    text = BLOCKS.replace("checkpoint: old,", f"checkpoint: {file},")
    found = built(text.replace("file: old.safetensors", f"file: {formula}") + '      "{**}": w\n')
    assert len(load(found)) == 4


@pytest.mark.parametrize(
    ("formula", "code"),
    [("=width", "wrong-type"), ("=checkpiont", "undefined-name"), ("=1 / 0", "division-by-zero")],
)
def test_a_file_that_is_no_text_is_told_at_its_formula(built, formula, code):
    with pytest.raises(SpecError) as caught:
        built(BLOCKS.replace("file: old.safetensors", f"file: {formula}") + '      "{**}": w\n')
    assert [(one.code, one.span.line) for one in caught.value.diagnostics] == [(code, 18)]


def test_static_numbers_of_a_line_end(built, tmp_path):
    lines = ['"{**}": =tensor("w") * 9 ** 9 ** 9 ** 9']
    with pytest.raises(SpecError):
        load(blocks(built, tmp_path, lines, w=STACK[0]))


@pytest.mark.parametrize(
    ("template", "path", "expected"),
    [
        ("blocks/{i}/w", "blocks/12/w", {"i": "12"}),
        ("blocks/{i}/w", "blocks/1/2/w", None),
        ("{a}/{a}/w", "x/x/w", {"a": "x"}),
        ("{a}/{a}/w", "x/y/w", None),
        ("h{i}_{j}/w", "h1_2/w", {"i": "1", "j": "2"}),
        ("h{i}/w", "h/w", None),
        ("h{i}x/w", "h1x/w", {"i": "1"}),
        ("h{i}.{j}/w", "h.1.2./w", {"i": ".1", "j": "2."}),
        ("w", "w", {}),
        ("{**}/w", "a/b/w", {"**": "a/b"}),
        ("{**}/w", "w", None),
        ("a/{**}/{p}", "a/b/c/d", {"**": "b/c", "p": "d"}),
        ("{**}", "a/b", {"**": "a/b"}),
    ],
)
def test_a_placeholder_stands_for_part_of_one_name(template, path, expected):
    assert bind(template, path) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("m.{**}.w", "m.a.b.w"), ("m/{**}", "m/a/b"), ("{**}", "a/b"), ("m/{**}.w", "m/a/b.w")],
)
def test_crossed_names_are_joined_as_the_others(name, expected):
    assert fill(name, {"**": "a/b"}) == expected


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("{a}/{b}/kernel", "blocks/{b}/kernel"),
        ("blocks/{b}/kernel", "blocks/0/kernel"),
        ("{**}/kernel", "{a}/{b}/{c}"),
        ("{**}/kernel", "{**}/out/kernel"),
        ("{**}/{k}", "{**}/{a}/{k}"),
        ("blocks/{part}/w", "blocks/o{part}/w"),
        ("blocks/{i}/{a}", "{b}/{i}x/kernel"),
    ],
)
def test_what_writes_out_more_is_more_specific(wide, narrow):
    assert rank(wide) < rank(narrow)


@pytest.mark.parametrize(
    "pattern", ["{a}{b}/w", "x{a}{b}y", "{**}/{**}", "a{**}/w", "{a}_{a}/w", "{a}/{a}x{b}"]
)
def test_what_can_be_read_in_several_ways_is_ambiguous(pattern):
    assert ambiguity(pattern)


@pytest.mark.parametrize("pattern", ["w", "{a}/{a}", "h{i}_{j}/w", "{**}/{a}", "{a}x/{a}y"])
def test_what_can_be_read_in_one_way_is_not(pattern):
    assert ambiguity(pattern) is None
