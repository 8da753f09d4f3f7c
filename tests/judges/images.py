"""Whether pictures of every kind are decoded right, or named, and train a model.

    python -m tests.judges.images --count 20000 --foreign /path/to/python/with/cv2

Prints how many of each kind are what they must be; of broken ones, how many are named; what OpenCV
says of those that it knows; and how a small convolutional spec trains on the rest, in pieces.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from tests.judges.pictures import HEIGHT, LABELS, WIDTH, Made, break_some, make_folder
from wtspec.data.stored.images import StoredImages, open_images
from wtspec.errors import SpecError
from wtspec.sources.request import SourceRequest

SPEC = """
wtspec: 1
model:
  inputs: {x: [batch, 144, 144, 3]}
  layers:
    scale: {Rescaling: {scale: =1/255}}
    smaller: {AveragePooling2D: 6}
    conv: {Conv2D: {filters: 16, kernel_size: 5, strides: 2, activation: relu}}
    more: {Conv2D: {filters: 32, kernel_size: 3, activation: relu}}
    pool: GlobalMaxPooling2D
    out: {Dense: =classes(label) - 1}
  call: out(pool(more(conv(smaller(scale(x))))))
data:
  source: {images: {path: pictures, size: [144, 144]}}
  inputs: {x: =image}
  targets: =lookup(label) - 1
  split: {validation: 0.1, test: 0.1, stratify: label}
  batch_size: 64
train:
  epochs: 2
  optimizer: {Adam: {learning_rate: 3e-3}}
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
  metrics: [accuracy]
"""

FOREIGN = """
import sys, cv2, numpy as np
files = sys.stdin.read().splitlines()
for file in files:
    found = cv2.imread(file, cv2.IMREAD_COLOR)
    if found is None:
        found = np.zeros((SIZE, 3), "uint8")
    sys.stdout.buffer.write(np.ascontiguousarray(found[..., ::-1]).tobytes())
"""


def main() -> None:
    """Makes the folder, and asks all judges."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--broken", type=int, default=40)
    parser.add_argument("--foreign", help="a Python that has cv2")
    parser.add_argument("--train", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "pictures"
        made = make_folder(folder, options.count)
        (Path(place) / "pyproject.toml").touch()
        (Path(place) / "spec.yaml").write_text(SPEC, "utf-8")
        print(f"{len(made):,} pictures of {HEIGHT} x {WIDTH}")
        stored = open_images(SourceRequest("images", paths=("pictures",)), Path(place))
        compare(stored, made)
        if options.foreign:
            ask_foreign(options.foreign, stored, made, folder)
        if options.train:
            train(Path(place))
        name_broken(folder, made, options.broken)


def compare(stored: StoredImages, made: dict[str, Made]) -> None:
    """Tells how many of each kind are decoded to what they must be."""
    right, count = Counter[str](), Counter[str]()
    began = time.monotonic()
    for piece in range(len(stored.pieces)):
        read = stored.read(piece, stored.names)
        for path, label, image in zip(read["path"], read["label"], read["image"], strict=True):
            one = made[path]
            count[one.kind] += 1
            assert one.right is not None
            apart = np.abs(image.astype(int) - one.right)
            fits = apart.mean() <= one.apart if one.apart else not apart.any()
            right[one.kind] += bool(fits and label == path.split("/")[0])
    for kind, of in sorted(count.items()):
        print(f"  {kind:24s} {right[kind]:6,} of {of:6,} right")
    seconds = time.monotonic() - began
    print(f"{sum(right.values()):,} of {sum(count.values()):,} right, {seconds:.1f} s")


def ask_foreign(python: str, stored: StoredImages, made: dict[str, Made], folder: Path) -> None:
    """Compares with OpenCV what that reads as we do: no transparency, no GIF."""
    paths = [
        path
        for path, one in made.items()
        if "clear" not in one.kind and "alpha" not in one.kind and "gif" not in one.kind
    ]
    asked = "\n".join(str(folder / path) for path in paths)
    done = subprocess.run(
        [python, "-c", FOREIGN.replace("SIZE", f"{HEIGHT}, {WIDTH}")],
        input=asked.encode(),
        capture_output=True,
        check=True,
    )
    theirs = np.frombuffer(done.stdout, "uint8").reshape(-1, HEIGHT, WIDTH, 3)
    ours: dict[str, np.ndarray] = {}
    for piece in range(len(stored.pieces)):
        read = stored.read(piece, ["path", "image"])
        ours |= dict(zip(read["path"], read["image"], strict=True))
    close = Counter[str]()
    for path, other in zip(paths, theirs, strict=True):
        apart = np.abs(ours[path].astype(int) - other).max()
        how = "the same" if apart == 0 else "apart by 1" if apart == 1 else made[path].kind
        close[how if other.any() else "not read"] += 1
    print(f"OpenCV, of {len(paths):,}: {dict(close)}")


def name_broken(folder: Path, made: dict[str, Made], count: int) -> None:
    """Tells whether all broken pictures are counted, and nothing else."""
    break_some(folder, made, count)
    broken = sum(one.right is None for one in made.values())
    request = SourceRequest("images", paths=("pictures",), size=(16, 16))
    stored = open_images(request, folder.parent)
    try:
        for piece in range(len(stored.pieces)):
            stored.read(piece, ["image"])
    except SpecError as error:
        (fault,) = error.diagnostics
        print(f"broken: {broken} were made; told: {fault.message}")
        print(f"  {fault.received}")


def train(place: Path) -> None:
    """Trains on the folder, in pieces, as it is more than is held at once."""
    from wtspec.runs.run import run
    from wtspec.stages import check, load

    began = time.monotonic()
    done = run(check(load(place / "spec.yaml")), runs_dir=place / "runs")
    print(f"trained in {time.monotonic() - began:.0f} s: test {done.metrics['test']}")
    print(f"labels: {', '.join(LABELS)}")


if __name__ == "__main__":
    main()
