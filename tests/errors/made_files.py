"""Files of cases that can't stand in a repository: too large, or not text."""

import json

import numpy as np
from PIL import Image
from safetensors.numpy import save


def write_large(path):
    path.write_text("wtspec: 1\n" + "# a long remark\n" * 70_000)


def write_latin(path):
    path.write_bytes("wtspec: 1\nname: café\n".encode("latin-1"))


def write_bell(path):
    path.write_text('wtspec: 1\nname: "ding\x07"\n')


def write_objects(path):
    np.savez(path, x=np.array([{}, []], object), label=np.zeros(2, int))


def write_scalar(path):
    np.savez(path, x=np.ones((4, 2)), label=np.zeros(4, int), scale=2.5)


def write_unequal(path):
    np.savez(path, x=np.ones((4, 2)), label=np.zeros(3, int))


def write_rows(path):
    np.savez(path, x=np.ones((4, 4), "float32"))


def write_weights(path):
    kernel, bias = np.ones((4, 2), "float32"), np.zeros(2, "float32")
    path.write_bytes(save({"dense.weight": kernel, "dense.bias": bias}))


def write_picture(path, height, width):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((height, width, 3), 200, "uint8")).save(path)


def write_cut(path):
    for label in ("cat", "dog"):
        write_picture(path / label / "1.png", 40, 40)
    whole = (path / "dog" / "1.png").read_bytes()
    (path / "dog" / "2.png").write_bytes(whole[: len(whole) // 2])
    (path / "dog" / "3.png").write_text("<html>not found</html>")


def write_unequal_sizes(path):
    write_picture(path / "cat" / "1.png", 32, 48)
    write_picture(path / "dog" / "1.png", 40, 40)


def write_many(path):
    path.write_text("wtspec: 1\n" + "".join(f"key{at}: 1\n" for at in range(120)))


def write_shards(path):
    path.mkdir()
    for number in range(13_000):
        (path / f"{number}.csv").touch()


def write_sweep(path):
    facts = {"name": "main", "doc": None, "study": "main", "identity": "", "goals": [], "over": []}
    facts |= {"storage": "postgresql://ada@db/sweeps", "is_secret": True, "wanted": 9}
    facts |= {"sampler": "tpe", "pruner": "none", "hours": None, "version": "0.1.0"}
    path.write_text(json.dumps(facts))


MADE = {
    "sweep.json": write_sweep,
    "shards": write_shards,
    "cut": write_cut,
    "sizes": write_unequal_sizes,
    "large.yaml": write_large,
    "latin.yaml": write_latin,
    "bell.yaml": write_bell,
    "many.yaml": write_many,
    "new.npz": write_rows,
    "old.safetensors": write_weights,
    "objects.npz": write_objects,
    "scalar.npz": write_scalar,
    "unequal.npz": write_unequal,
}
