"""Whatever a body does with shapes, what is inferred of it is never wrong."""

import keras
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

LINES = """
x = x + 1
x = transpose(x)
x = transpose(x, (0, 2, 1))
x = reshape(x, (batch, -1, dim))
x = reshape(x, (batch, time * dim, -1))
x = reshape(x, shape(x)[:1] + [-1])
x = reshape(x, (-1, shape(x)[-1]))
x = x[:, :-1]
x = x[:, 1:]
x = x[:, -1]
x = x[..., ::2]
x = x[..., 1::2]
x = x[:, :time]
x = x[..., :n]
x = x[..., n:]
x = x[:, None]
x = x[..., None]
x = x[:, ::-1]
x = x[0]
x = concatenate([x, x], axis=1)
x = concatenate([x, x[:, 1:]], axis=1)
x = concatenate([x, zeros(shape(x)[:-1] + [n])], axis=-1)
x = stack([x, x + 1], axis=-1)
x = stack([x, x + 1], axis=1)
x = split(x, 2, axis=-1)[1]
x = split(x, [1, n], axis=-1)[1]
x = repeat(x, n, axis=-1)
x = tile(x, (1, 2, 1))
x = pad(x, ((0, 0), (1, 2), (0, 0)))
x = mean(x, axis=1, keepdims=True)
x = mean(x, axis=(0, -1))
x = sum(x, axis=-1)
x = max(x, axis=1)
x = logsumexp(x, axis=-1, keepdims=True)
x = expand_dims(x, -1)
x = expand_dims(x, 1)
x = squeeze(x, 1)
x = squeeze(x, -1)
x = swapaxes(x, 1, -1)
x = moveaxis(x, 1, -1)
x = flip(x)
x = roll(x, 1)
x = softmax(x)
x = cumsum(x, axis=-1)
x = sort(x)
x = where(x > 0, x, mean(x, axis=-1, keepdims=True))
x = clip(x, 0, 1)
x = maximum(x, mean(x, axis=1))
x = x @ swapaxes(x, -1, -2)
x = x @ w
x = matmul(x, ones((shape(x)[-1], n)))
x = einsum("bij,bkj->bik", x, x)
x = einsum("...i,ij->...j", x, w)
x = einsum("bi,bj->bij", x, x)
x = take(x, arange(n), axis=1)
x = take(w, cast(x > 0, "int32"), axis=0)
x = one_hot(argmax(x, axis=-1), n)
x, other = top_k(x, n)
x, other = moments(x, axes=-1)
x = random.normal(shape(x))
x = linspace(0, 1, n)[None] * x
x = x + eye(n)
x = x * tri(n, n + 1)
x = outer(mean(x, axis=(1, 2)), arange(n, 2 * n))
x = broadcast_to(x, (n, batch, time, dim))
x = ravel(x)
x = x if training else x[:, :1]
x = x if flag else 0.0 * x
x = [x[:, i] for i in range(2)][1]
x = stack([x * i for i in range(n)], axis=1)
x = concatenate([x for i in range(n)], axis=-1)
x = dense(x)
x = norm(x)
x = pool(x)
x = flat(x)
x = conv(x)
x = read(x)
x = halve(x, n)
""".strip().splitlines()

BLOCKS = [
    ["if flag:", "  x = sum(x, axis=-1)"],
    ["if flag:", "  x = x[:, :n]", "else:", "  x = x[:, :2]"],
    ["if n > 2:", "  x = x[:, 1:]"],
    ["for i in range(n):", "  x = x + i"],
    ["for i in range(n):", "  x = x[:, 1:]"],
    ["for i in range(2):", "  x = repeat(x, 2, axis=-1)"],
    ["for y in split(x, 2, axis=-1):", "  x = y"],
    ["b, t, d = shape(x)", "x = reshape(x, (b, d, t))"],
    ["r = ndim(x)", "if r == 3:", "  x = mean(x, axis=1)"],
]

SPEC = """
functions:
  halve(x, n): x[..., :n] if n < 3 else x[..., ::2]
layers:
  Body:
    params: {{n: 2, flag: true}}
    inputs: {{x: [batch, time, dim]}}
    weights: {{w: {{shape: [dim, n], initializer: ones}}}}
    layers:
      dense: {{Dense: =2 * n}}
      norm: LayerNormalization
      pool: {{AveragePooling1D: 2}}
      flat: Flatten
      conv: {{Conv1D: {{filters: =n, kernel_size: 2, padding: same, strides: 2}}}}
      read: {{GRU: {{units: =n, return_sequences: true}}}}
    call: |
{body}
      return x
"""

CHUNKS = st.lists(st.sampled_from([[line] for line in LINES] + BLOCKS), min_size=1, max_size=5)
SIZES = st.tuples(st.integers(2, 3), st.integers(2, 5), st.integers(2, 6))


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(CHUNKS, SIZES, st.integers(1, 3), st.booleans())
def test_inferred_shapes_are_those_of_a_real_call(see, chunks, sizes, n, flag):
    body = "\n".join(f"      {line}" for chunk in chunks for line in chunk)
    try:
        seen = see(SPEC.format(body=body), sizes, n=n, flag=flag)
    except Exception:  # noqa: BLE001 - Keras says in many ways that shapes don't fit
        assume(False)
    keras.backend.clear_session()
    if seen.inferred.output is not None:
        assert seen.agrees(seen.inferred.output, seen.output)
    for name, build in (seen.inferred.builds or {}).items():
        assert seen.agrees(build.shapes[0], seen.calls[name][0])
