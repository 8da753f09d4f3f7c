"""What is told of a body Keras refuses too, and most of what Keras refuses is told."""

import random
import sys
import types

import keras
import pytest

from tests.shapes.conftest import printed
from tests.shapes.test_random_bodies import BLOCKS, LINES
from wtspec.errors import Report
from wtspec.resolve import resolve
from wtspec.stages import load

MORE_LINES = """
x = x + w
x = x @ transpose(w)
x = matmul(w, x)
x = dot(x, w)
x = tensordot(x, w, axes=1)
x = einsum("bij,jk->bik", x, w)
x = einsum("bij,ij->bi", x, w)
x = x * x[:, 0]
x = x - mean(x, axis=-1)
x = x / sqrt(mean(square(x), axis=(1, 2), keepdims=True))
x = x[..., None] * w
x = where(w > 0, x, 0)
x = squeeze(x, 2)
x = expand_dims(x, 3)
x = concatenate([x, w], axis=0)
x = concatenate([x, x[..., 1:]], axis=1)
x = stack([x, x[:, 1:]], axis=0)
x = reshape(x, (batch, dim, dim))
x = reshape(x, (4, -1))
x = broadcast_to(x, (batch, time, dim))
x = split(x, 3, axis=1)[2]
x = transpose(x, (1, 0))
x = swapaxes(x, 0, 2)
x = moveaxis(x, 2, 0)
x = mean(x, axis=2)
x = softmax(x, axis=2)
x = cumsum(x, axis=2)
x = argmax(x, axis=2)
x = flip(x, axis=2)
x = x[:, :, 0]
x = take_along_axis(x, cast(w > 0, "int32"), axis=1)
x = top_k(x, 3)[0]
x = tile(x, (2, 2))
x = pad(x, ((0, 0), (1, 1)))
x = one_hot(cast(x, "int32"), 3, axis=1)
x = glu(x, axis=-1)
a, b, c = split(x, 3, axis=-1)
x = add([x, x[:, :1]])
x = join([x, x[..., :1]])
x = permute(x)
x = fold(x)
x = picture(x)
x = wide(x)
x = lstm(x)
x = up(x)
x = embed(cast(x, "int32"))
x = own(x)
x = mix(x)
x = groups(x)
x = both(x)
x = dense(x) + dense(x[..., 1:])
""".strip().splitlines()

SPEC = """wtspec: 1
functions:
  halve(x, n): x[..., :n] if n < 3 else x[..., ::2]
layers:
  Own:
    inputs: {{x: [batch, time, dim]}}
    weights: {{k: {{shape: [dim, 3], initializer: ones}}}}
    call: x @ k
    returns: [batch, time, 3]
  Body:
    params: {{n: {n}, flag: {flag}}}
    inputs: {{x: [batch, time, dim]}}
    weights: {{w: {{shape: [dim, n], initializer: ones}}}}
    layers:
      dense: {{Dense: =2 * n}}
      norm: LayerNormalization
      pool: {{AveragePooling1D: 2}}
      flat: Flatten
      conv: {{Conv1D: {{filters: =n, kernel_size: 2, padding: same, strides: 2}}}}
      read: {{GRU: {{units: =n, return_sequences: true}}}}
      add: Add
      join: Concatenate
      permute: {{Permute: [2, 1]}}
      fold: {{Reshape: [2, -1]}}
      picture: {{Conv2D: {{filters: 2, kernel_size: 2}}}}
      wide: {{Conv1D: {{filters: 2, kernel_size: 4}}}}
      lstm: {{LSTM: 3}}
      up: {{UpSampling1D: 2}}
      embed: {{Embedding: {{input_dim: 4, output_dim: 3}}}}
      own: Own
      mix: {{EinsumDense: {{equation: "abc,cd->abd", output_shape: [null, 5]}}}}
      groups: {{GroupNormalization: {{groups: 2}}}}
      both: {{LayerNormalization: {{axis: [1, 2]}}}}
    call: |
{body}
      return x
model:
  inputs: {{x: [{sizes}]}}
  layers: {{body: Body}}
  call: body(x)
"""


@pytest.fixture
def keras_takes(monkeypatch):
    """Whether Keras can make and call the layer of a program, without a tensor."""

    def takes(program, source, sizes):
        module = types.ModuleType("misfits")
        monkeypatch.setitem(sys.modules, "misfits", module)
        try:
            text = printed(program, source)
            exec(compile(text, "misfits", "exec"), module.__dict__)  # noqa: S102 - our own source
            module.Body()(keras.KerasTensor(sizes))
        except Exception:  # noqa: BLE001 - Keras says in many ways that shapes don't fit
            return False
        finally:
            keras.backend.clear_session()
        return True

    return takes


def random_spec(choose):
    chunks = [[line] for line in (*LINES, *MORE_LINES)] + BLOCKS
    lines = [line for chunk in choose.choices(chunks, k=choose.randint(1, 3)) for line in chunk]
    sizes = choose.randint(2, 3), choose.randint(2, 5), choose.randint(2, 6)
    text = SPEC.format(
        body="\n".join(f"      {line}" for line in lines),
        n=choose.randint(1, 3),
        flag=choose.choice(["true", "false"]),
        sizes=", ".join(map(str, sizes)),
    )
    return text, sizes


@pytest.mark.long
def test_keras_refuses_what_is_told_and_most_of_what_it_refuses_is_told(tmp_path, keras_takes):
    choose = random.Random(3)  # noqa: S311 - no secrets
    path = tmp_path / "spec.yaml"
    told, silent = 0, 0
    for _ in range(120):
        text, sizes = random_spec(choose)
        path.write_text(text, encoding="utf-8")
        report, spec = Report(), load(path)
        program = resolve(spec, report)
        codes = {fault.code for fault in report.diagnostics}
        if codes == {"index-out-of-range"}:
            continue  # of which JAX takes the last item
        takes = keras_takes(program, spec.document.source, sizes)
        assert not (takes and codes), text
        told += bool(codes)
        silent += not takes and not codes
    assert told > 30
    assert told / (told + silent) >= 0.9
