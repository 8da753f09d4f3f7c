"""Tells how well specs on `words` and `tokens` know texts, beside TF-IDF with logistic regression.

    python -m tests.judges.texts

The texts are those of `configs/text.yaml`, and docstrings of packages that are installed here: the
package is to be told. It ends with 1 where scikit-learn is more than 3 points better.
"""

import csv
import importlib.util
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

import wtspec
from scripts.make_docstrings import FILE, docstrings

PACKAGES = ("jax", "keras", "numpy", "pandas", "pip", "scipy", "sklearn", "statsmodels")
POINTS = 0.03
FORMULAS = {
    "words": "words(text, length=64)",
    "tokens": 'tokens(text, "tokenizer.json", length=96)',
}
SPEC = """
wtspec: 1
model:
  inputs: {ids: {shape: [batch, length], dtype: int32}}
  layers:
    embed: {Embedding: {input_dim: =classes(text), output_dim: 64}}
    drop: {Dropout: 0.5}
    out: {Dense: =classes(package) - 1}
  call: |
    known = expand_dims(cast(ids > 0, "float32"), -1)
    return out(drop(sum(embed(ids) * known, axis=1) / maximum(sum(known, axis=1), 1)))
data:
  source: {csv: train.csv}
  test: {csv: test.csv}
  inputs: {ids: 'FORMULA'}
  targets: =lookup(package) - 1
train:
  epochs: 25
  optimizer: {Adam: {learning_rate: 3e-3}}
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
  metrics: [accuracy]
  checkpoint: none
runtime: {seed: 0}
"""
Rows = list[tuple[str, str]]


def judge(rows: Rows, folder: Path) -> dict[str, float]:
    """The accuracy of each on a quarter of the rows, which are in random order."""
    cut = len(rows) * 3 // 4
    (folder / "pyproject.toml").touch()
    _write(folder / "train.csv", rows[:cut])
    _write(folder / "test.csv", rows[cut:])
    _write_tokenizer(folder / "tokenizer.json", [text for text, _ in rows[:cut]])
    found = {"tf-idf": _tf_idf(rows[:cut], rows[cut:])}
    for name, formula in FORMULAS.items():
        (folder / f"{name}.yaml").write_text(SPEC.replace("FORMULA", formula))
        done = wtspec.run(wtspec.load(folder / f"{name}.yaml"), runs_dir=folder / "runs")
        found[name] = done.metrics["test"]["accuracy"]
    return found


def shipped() -> Rows:
    """The texts of `configs/text.yaml`."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [(text, package) for text, package in csv.reader(file)][1:]


def installed(most: int = 1500) -> Rows:
    """Docstrings of packages, in random order."""
    rows: Rows = []
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        folder = Path(spec.origin).parent if spec is not None and spec.origin else None
        rows += [(text, name) for text in docstrings(folder, 400)[:most]] if folder else []
    order = np.random.default_rng(0).permutation(len(rows))
    return [rows[at] for at in order]


def _write(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "package"), *rows])


def _write_tokenizer(path: Path, texts: list[str]) -> None:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # noqa: S106 - a token of text
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]"]
    trainer = trainers.WordPieceTrainer(
        vocab_size=8000, special_tokens=special, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")  # noqa: S106
    tokenizer.save(str(path))


def _tf_idf(train: Rows, test: Rows) -> float:
    classifier = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=1000))
    classifier.fit(*zip(*train, strict=True))
    return float(classifier.score(*zip(*test, strict=True)))


def main() -> int:
    """Prints the accuracies."""
    reached = True
    for name, rows in {"configs/text.yaml": shipped(), "packages": installed()}.items():
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            found = judge(rows, Path(folder))
        reached &= min(found.values()) >= found["tf-idf"] - POINTS
        told = "  ".join(f"{one} {accuracy:.1%}" for one, accuracy in found.items())
        print(f"{name}: {len(rows):,} texts  {told}  ({time.monotonic() - began:.0f} s)")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
