import hashlib
import json

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from wtspec.data.learn.files import formula_paths
from wtspec.data.learned import Learned
from wtspec.errors import SpecError
from wtspec.stages import check, load

TEXTS = np.array(["low lower lowest", "new", "", "zzz low"], object)


@pytest.fixture
def tokenizer():
    made = Tokenizer(models.BPE(unk_token="[UNK]"))  # noqa: S106 - a token of text
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.BpeTrainer(
        vocab_size=40, special_tokens=["[UNK]", "[PAD]"], show_progress=False
    )
    made.train_from_iterator([one for one in TEXTS if one] * 3, trainer)
    return made


@pytest.fixture
def learned(tokenizer, tmp_path):
    def learned(**options):
        if "padding" in options:
            tokenizer.enable_padding(**options["padding"])
        if "truncation" in options:
            tokenizer.enable_truncation(3, **options["truncation"])
        tokenizer.save(str(tmp_path / "tok.json"))
        made = Learned()
        made.files = {"tok.json": tmp_path / "tok.json"}
        return made

    return learned


def test_ids_are_the_tokenizers_cut_and_filled_at_the_end(tokenizer, learned):
    made = learned()
    rows = made.tokens("t", TEXTS, "tok.json", length=4)
    for row, text in zip(rows, TEXTS, strict=True):
        ids = tokenizer.encode(text).ids[:4]
        assert row.tolist() == ids + [0] * (4 - len(ids))
    assert (rows.dtype, made.classes("t")) == (np.int32, tokenizer.get_vocab_size())


def test_padding_and_truncation_are_as_the_file_says(tokenizer, learned):
    side = {"direction": "left"}
    made = learned(padding={**side, "pad_id": 1, "pad_token": "[PAD]"}, truncation=side)
    rows = made.tokens("t", TEXTS, "tok.json", length=5)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    for row, text in zip(rows, TEXTS, strict=True):
        ids = tokenizer.encode(text).ids[-5:]
        assert row.tolist() == [1] * (5 - len(ids)) + ids


def test_what_was_learned_needs_the_file_no_more(learned, tmp_path):
    made = learned()
    rows = made.tokens("t", TEXTS, "tok.json", length=4)
    digest = hashlib.sha256((tmp_path / "tok.json").read_bytes()).hexdigest()
    (tmp_path / "tok.json").unlink()
    kept = Learned.from_json(made.to_json())
    np.testing.assert_array_equal(kept.tokens("t", TEXTS, "tok.json", length=4), rows)
    assert kept.state["t"]["sha256"] == digest


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[1]", '{"model": {"type": "Nonsense"}}', json.dumps({"model": {"type": "BPE"}})],
)
def test_what_describes_no_tokenizer_is_refused(content, tmp_path):
    (tmp_path / "bad.json").write_text(content)
    with pytest.raises(ValueError, match="no tokenizer"):
        Learned().tokens("t", TEXTS, tmp_path / "bad.json")


SPEC = """
wtspec: 1
data:
  source: {csv: rows.csv}
  inputs: {x: '=tokens(t, "PATH")', y: '=tokens(t, "PATH", length=2)'}
"""


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../tok.json", "outside-root"),
        ("link.json", "outside-root"),
        ("toc.json", "file-not-found"),
        (".", "not-a-file"),
        ("empty.json", "empty-file"),
        ("half.json", "unreadable-file"),
    ],
)
def test_file_that_is_no_tokenizer_under_the_root_is_told_before_rows_are_read(
    tokenizer, tmp_path, path, code
):
    root = tmp_path / "root"
    root.mkdir()
    tokenizer.save(str(tmp_path / "tok.json"))
    (root / "tok.json").touch()
    (root / "link.json").symlink_to(tmp_path / "tok.json")
    (root / "empty.json").touch()
    (root / "half.json").write_text('{"model": {"type": "BPE", "vocab": 3}}')
    (root / "spec.yaml").write_text(SPEC.replace("PATH", path))
    program = check(load(root / "spec.yaml", root=root)).program
    with pytest.raises(SpecError) as told:
        formula_paths(program, root)
    (fault,) = told.value.diagnostics
    assert (fault.code, fault.span.line) == (code, 5)
