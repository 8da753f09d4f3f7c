"""What a script does to load weights is what a build does."""

import json
import re
import struct

import numpy as np
import pytest

from wtspec.codegen import generate_script
from wtspec.model import build_model, generated, load_pretrained, prepare_backend, weights
from wtspec.stages import check, load

SPEC = """\
wtspec: 1
params: {{width: 3}}
functions:
  i(x): x * 1
model:
  inputs: {{x: [batch, 3]}}
  layers:
    blocks: {{layer: {{Dense: {{units: =width}}}}, repeat: 2}}
    ops: {{Dense: 3}}
  call: ops(blocks(x))
  pretrained:
    file: w.safetensors
    map:
{lines}
data:
  source: {{synthetic: {{rows: 8, columns: {{x: {{shape: [3]}}, y: {{shape: [3]}}}}}}}}
  inputs: {{x: =x}}
  targets: =y
train: {{epochs: 1, optimizer: adam, loss: mse}}
"""
STACK = np.arange(36, dtype="float32").reshape(4, 3, 3)


def save(folder, **tensors):
    """Written by hand: a name may be anything."""
    entries, body = {}, b""
    for name, array in tensors.items():
        end = len(body) + array.nbytes
        entries[name] = {"dtype": "F32", "shape": array.shape, "data_offsets": [len(body), end]}
        body += array.tobytes()
    head = json.dumps(entries).encode()
    (folder / "w.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + body)


def load_both(folder, lines, monkeypatch):
    """The weights as a build loads them, and as the script does."""
    monkeypatch.chdir(folder)
    (folder / "s.yaml").write_text(SPEC.format(lines="\n".join(f"      {one}" for one in lines)))
    prepare_backend("cpu", compile_cache=False)
    checked = check(load(folder / "s.yaml"))
    program, source = checked.program, checked.spec.document.source
    code = generated(program, source)
    model = build_model(code)
    load_pretrained(code, model, folder)
    built = {path: np.array(one.value) for path, one in weights(model).items()}
    for variable in model.weights:
        variable.assign(np.zeros(variable.shape))
    script = generate_script(program, source, "0").replace(str(folder) + "/", "")
    names = {"__name__": "script"}
    exec(compile(script, "script", "exec"), names)  # noqa: S102 - our own generator's text
    names["load_pretrained"](model)
    loaded = {path: np.array(one.value) for path, one in weights(model).items()}
    return built, loaded, script


LINES = {
    "numbers": [
        '"blocks/{i}/kernel": =i(tensor("stack")[i + 1]) * width',
        '"blocks/{i}/bias": "=tensor(\'b.{i}\')"',
        '"ops/{ops}": "o.{ops}"',
    ],
    "crossed": ['"{**}": "net/{**}"', '"{**}/kernel": =transpose(tensor("stack")[0])'],
    "crossed and joined": ['"{**}/{tensors}": "m.{**}.{tensors}"'],
    "the most specific": [
        '"{**}/kernel": =tensor("stack")[0]',
        '"blocks/{names}/kernel": =tensor("stack")[names]',
        '"blocks/1/kernel": =tensor("stack")[3]',
        '"{a}/bias": o.bias',
        '"{**}/bias": "b.0"',
    ],
}


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES.keys())
def test_a_script_loads_what_a_build_loads(lines, tmp_path, monkeypatch):
    bias = np.arange(3, dtype="float32")
    whole = {"ops/kernel": STACK[3], "ops/bias": bias, "blocks/0/bias": bias + 2}
    whole |= {"blocks/1/bias": bias, "blocks/0/kernel": STACK[1], "blocks/1/kernel": STACK[2]}
    tensors = {"stack": STACK, "b.0": bias, "b.1": bias + 1, "o.kernel": STACK[3], "o.bias": bias}
    tensors |= {f"net/{path}": array for path, array in whole.items()}
    tensors |= {f"m.{path.replace('/', '.')}": array for path, array in whole.items()}
    save(tmp_path, **tensors)
    built, loaded, _ = load_both(tmp_path, [*lines, "\n    ignore: ['**']"], monkeypatch)
    assert any(array.any() for array in built.values())
    for path, array in built.items():
        np.testing.assert_array_equal(loaded[path], array, path)


def test_the_name_of_a_tensor_is_no_code_in_a_script(tmp_path, monkeypatch):
    odd = "h.{x}{exit()}.'\"\\{{open('CANARY', 'w')}}"
    name = odd.replace("{x}", "kernel")
    lines = [json.dumps("ops/{x}") + ": " + json.dumps(odd), "\n    partial: ['**']"]
    save(tmp_path, **{name: STACK[0], odd.replace("{x}", "bias"): STACK[0, 0]})
    built, loaded, script = load_both(tmp_path, lines, monkeypatch)
    np.testing.assert_array_equal(loaded["ops/kernel"], STACK[0])
    np.testing.assert_array_equal(built["ops/kernel"], STACK[0])
    assert not (tmp_path / "CANARY").exists()
    assert not re.search(r"(?<!\{)\{exit", script)
