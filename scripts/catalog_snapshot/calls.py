"""A call of each function that formulas know, as a formula over a few named tensors."""

from __future__ import annotations

from msgspec import Struct


class Named(Struct, frozen=True):
    """A tensor that the calls name.

    Attributes:
        scale: What the numbers lie between, zero left out; of integers, the values.
    """

    shape: tuple[int, ...]
    dtype: str = "float32"
    scale: tuple[float, float] = (0.2, 0.8)


TENSORS: dict[str, Named] = {
    "x": Named((2, 3, 4)),
    "y": Named((2, 3, 4)),
    "z": Named((2, 3, 2)),
    "u": Named((4,)),
    "v": Named((3,)),
    "w": Named((3,)),
    "m": Named((3, 3)),
    "n": Named((3, 2)),
    "one": Named(()),
    "high": Named((2, 3, 4), scale=(0.85, 0.95)),
    "above": Named((2, 3, 4), scale=(1.2, 1.8)),
    "square": Named((3, 3), scale=(0.0, 0.1)),
    "i": Named((2, 3, 4), "int32", (0, 3)),
    "j": Named((2, 3, 4), "int32", (1, 3)),
    "ids": Named((4,), "int32", (0, 2)),
    "rows": Named((2,), "int32", (0, 2)),
    "counts": Named((2,), "int32", (3, 4)),
    "labels": Named((2, 3), "int32", (0, 4)),
    "words": Named((2, 2), "int32", (1, 3)),
    "b": Named((2, 3, 4), "bool", (0, 2)),
    "c": Named((2, 3, 4), "bool", (0, 2)),
    "line": Named((2, 9, 3)),
    "taps": Named((3, 3, 4)),
    "image": Named((2, 8, 8, 3)),
    "other": Named((2, 8, 8, 3)),
    "patch": Named((3, 3, 3, 4)),
    "deep": Named((3, 3, 3, 2)),
    "point": Named((1, 1, 6, 4)),
    "turned": Named((3, 3, 4, 3)),
    "volume": Named((1, 4, 4, 4, 2)),
    "signal": Named((2, 32)),
    "spectrum": Named((2, 7, 9)),
    "q": Named((2, 5, 2, 4)),
    "kv": Named((2, 6, 2, 4)),
    "bias": Named((2, 2, 5, 6)),
    "seen": Named((2, 2, 5, 6), "bool", (0, 2)),
    "corners": Named((2, 4, 2), scale=(0, 7)),
    "affine": Named((2, 8)),
    "places": Named((2, 5), scale=(0, 2)),
    "columns": Named((2, 18, 9)),
    "ramp": Named((4,)),
    "definite": Named((3, 3)),
    "targets": Named((2, 4, 2), scale=(0, 7)),
    "count": Named((), "int32", (1, 2)),
    "most": Named((), "int32", (4, 6)),
    "starts": Named((3,), "int32", (0, 1)),
    "pair": Named((2,)),
    "pairs": Named((2, 4)),
    "scores": Named((2, 4)),
    "two": Named((), scale=(1.2, 1.8)),
    "turn": Named((2, 4, 3)),
    "thin": Named((2, 1, 4)),
    "channels": Named((2, 3, 8, 8)),
    "fields": Named((2, 3, 3, 4)),
}
"""What the calls name; each of those that are floats may as well be a weight."""

FUNCTIONS = """
  total(carry, item): |
    return carry + item, carry * item
  joined(a, b): a + b
  doubled(a): a * 2
"""
"""The file's functions that the calls name."""

_EACH: dict[str, str] = {
    "adaptive_average_pool": "adaptive_average_pool(image, 2)",
    "adaptive_max_pool": "adaptive_max_pool(image, 2)",
    "arange": "arange(6)",
    "arccosh": "arccosh(above)",
    "argpartition": "argpartition(x, 2)",
    "array_split": "array_split(x, 2, axis=1)",
    "associative_scan": "associative_scan(joined, x, axis=1)",
    "average": "average(x, axis=-1, weights=u)",
    "average_pool": "average_pool(image, 2, strides=2)",
    "batch_normalization": "batch_normalization(x, u, ramp, -1, offset=u, scale=ramp)",
    "binary_crossentropy": "binary_crossentropy(x, y)",
    "broadcast_to": "broadcast_to(u, [2, 3, 4])",
    "cast": 'cast(x, "int32")',
    "categorical_crossentropy": "categorical_crossentropy(x, y)",
    "cdist": "cdist(m, square)",
    "cholesky": "cholesky(definite)",
    "cholesky_inverse": "cholesky_inverse(definite)",
    "clip": "clip(x, y, high)",
    "concatenate": "concatenate([x, y], axis=-1)",
    "conv": "conv(image, patch)",
    "conv_transpose": "conv_transpose(image, turned)",
    "corrcoef": "corrcoef(m)",
    "correlate": 'correlate(u, v, mode="full")',
    "cross": "cross(v, w)",
    "ctc_decode": 'ctc_decode(line, counts, strategy="greedy")',
    "ctc_loss": "ctc_loss(words, line, rows + 1, counts + 4)",
    "depth_to_space": "depth_to_space(fields, 2)",
    "depthwise_conv": "depthwise_conv(image, deep)",
    "digitize": "digitize(x, ramp)",
    "dot": "dot(x, u)",
    "dot_product_attention": "dot_product_attention(q, kv, kv, bias=bias, mask=seen, scale=one)",
    "dsplit": "dsplit(x, 2)",
    "celu": "celu(x, one)",
    "elu": "elu(x, one)",
    "hard_shrink": "hard_shrink(x, one)",
    "leaky_relu": "leaky_relu(x, one)",
    "max": "max(x, axis=-1, initial=one)",
    "min": "min(x, axis=-1, initial=one)",
    "nan_to_num": "nan_to_num(x, one, two, one)",
    "soft_shrink": "soft_shrink(x, one)",
    "squareplus": "squareplus(x, two)",
    "dstack": "dstack([x, y])",
    "einsum": 'einsum("bij,bkj->bik", x, y)',
    "empty": "0 * empty([2])",
    "empty_like": "0 * empty_like(x)",
    "expand_dims": "expand_dims(x, 1)",
    "extract_sequences": "extract_sequences(signal, 8, 4)",
    "eye": "eye(3, 4)",
    "fft": "fft((x, y))[0]",
    "fft2": "fft2((x, y))[1]",
    "fold": "fold(columns, [5, 5], [3, 3])",
    "full": "full([2, 3], one)",
    "full_like": "full_like(x, one)",
    "gcd": "gcd(i, j)",
    "geomspace": "geomspace(x, above, 5)",
    "get_item": "get_item(x, count)",
    "glu": "glu(x)",
    "histogram": "histogram(u, 4)[0]",
    "hsplit": "hsplit(x, [1, 2])",
    "hstack": "hstack([x, y])",
    "identity": "identity(3)",
    "ifft2": "ifft2((x, y))[0]",
    "image.affine_transform": "image.affine_transform(image, affine)",
    "image.crop_images": "image.crop_images(image, 1, 2, target_height=4, target_width=5)",
    "image.extract_patches": "image.extract_patches(image, [2, 2])",
    "image.extract_patches_3d": "image.extract_patches_3d(volume, [2, 2, 2])",
    "image.gaussian_blur": "image.gaussian_blur(image)",
    "image.hsv_to_rgb": "image.hsv_to_rgb(image)",
    "image.map_coordinates": "image.map_coordinates(m, places, 1)",
    "image.pad_images": "image.pad_images(image, 1, 2, target_height=12, target_width=12)",
    "image.perspective_transform": "image.perspective_transform(image, corners, targets)",
    "image.resize": "image.resize(image, [4, 6])",
    "image.rgb_to_grayscale": "image.rgb_to_grayscale(image)",
    "image.rgb_to_hsv": "image.rgb_to_hsv(image)",
    "image.scale_and_translate": (
        'image.scale_and_translate(image, [2, 4, 4, 3], pair, pair, [1, 2], "linear")'
    ),
    "image.sobel_edges": "image.sobel_edges(image)",
    "image.ssim": "image.ssim(image, other, filter_size=3)",
    "in_top_k": "in_top_k(rows, scores, 2)",
    "inv": "inv(definite)",
    "irfft": "irfft((x, y))",
    "isin": "isin(i, j)",
    "istft": "istft((spectrum, spectrum), 16, 8, 16)",
    "kron": "kron(m, n)",
    "lcm": "lcm(i, j)",
    "ldexp": "ldexp(x, i)",
    "left_shift": "left_shift(i, j)",
    "linspace": "linspace(x, y, 5)",
    "logdet": "logdet(definite)",
    "logspace": "logspace(x, y, 5)",
    "lstsq": "lstsq(m, n)",
    "map": "map(doubled, x)",
    "matmul": "matmul(x, turn)",
    "max_pool": "max_pool(image, 2, strides=2)",
    "meshgrid": "meshgrid(u, v)[0]",
    "moments": "moments(x, [1])[0]",
    "moveaxis": "moveaxis(x, 0, -1)",
    "multi_hot": "multi_hot(labels, 4)",
    "nanpercentile": "nanpercentile(x, two, axis=-1)",
    "nanquantile": "nanquantile(x, one, axis=-1)",
    "one_hot": "one_hot(labels, 4)",
    "dtype": 'x if dtype(x) == "float32" else y',
    "ones": "ones([2, 3])",
    "pad": "pad(x, [[0, 0], [1, 1], [0, 2]], constant_values=one)",
    "percentile": "percentile(x, two, axis=-1)",
    "pinv": "pinv(m)",
    "polar": "real(polar(x, y))",
    "psnr": "psnr(x, y, two)",
    "quantile": "quantile(x, one, axis=-1)",
    "random.beta": "random.beta([2, 3], one, one)",
    "random.binomial": "random.binomial([2, 3], two, one)",
    "random.categorical": "random.categorical(m, 2)",
    "random.dropout": "random.dropout(x, 0.5)",
    "random.gamma": "random.gamma([2, 3], one)",
    "random.normal": "random.normal([2, 3], one, one)",
    "random.randint": "random.randint([2, 3], count, most)",
    "random.shuffle": "random.shuffle(x)",
    "random.truncated_normal": "random.truncated_normal([2, 3], one, one)",
    "random.uniform": "random.uniform([2, 3], one, two)",
    "rearrange": 'rearrange(x, "b h c -> b c h")',
    "repeat": "repeat(x, 2, axis=1)",
    "reshape": "reshape(x, [2, 12])",
    "rfft": "rfft(x)[0]",
    "right_shift": "right_shift(i, j)",
    "rms_normalization": "rms_normalization(x, scale=u)",
    "layer_normalization": "layer_normalization(x, gamma=u, beta=u)",
    "roll": "roll(x, count, axis=1)",
    "rot90": "rot90(x)",
    "saturate_cast": 'saturate_cast(x, "int32")',
    "scan": "scan(total, u, pairs)[1]",
    "scatter": "scatter(words, pair, [4, 4])",
    "scatter_update": "scatter_update(m, words, pair)",
    "searchsorted": "searchsorted(ramp, u)",
    "segment_max": "segment_max(x, rows, num_segments=2)",
    "segment_min": "segment_min(x, rows, num_segments=2)",
    "segment_prod": "segment_prod(x, rows, num_segments=2)",
    "segment_sum": "segment_sum(x, rows, num_segments=2)",
    "select": "select([b, c], [x, y], one)",
    "separable_conv": "separable_conv(image, deep, point)",
    "shape": "x[: shape(x)[1]]",
    "slice": "slice(x, starts, [2, 2, 3])",
    "slice_update": "slice_update(x, starts, z)",
    "slogdet": "slogdet(m)",
    "solve": "solve(definite, n)",
    "solve_triangular": "solve_triangular(definite, n, lower=true)",
    "space_to_depth": "space_to_depth(image, 2)",
    "sparse_categorical_crossentropy": "sparse_categorical_crossentropy(labels, x)",
    "split": "split(x, 2, axis=-1)",
    "squeeze": "squeeze(thin, axis=1)",
    "stack": "stack([x, y], axis=1)",
    "stft": "stft(signal, 16, 8, 16)[0]",
    "swapaxes": "swapaxes(x, 0, 1)",
    "take": "take(x, ids, axis=-1)",
    "take_along_axis": "take_along_axis(x, i % 2, axis=1)",
    "tensordot": "tensordot(x, y, axes=[[2], [2]])",
    "threshold": "threshold(x, one, two)",
    "tile": "tile(x, [1, 2, 1])",
    "top_k": "top_k(x, 2)[0]",
    "trapezoid": "trapezoid(x, y)",
    "tri": "tri(3, 4)",
    "unfold": "unfold(channels, 3)",
    "unique": "unique(rows, size=2)",
    "unravel_index": "unravel_index(ids, [2, 2])",
    "unstack": "unstack(x, axis=1)",
    "vander": "vander(u)",
    "vdot": "vdot(u, ramp)",
    "vectorized_map": "vectorized_map(doubled, x)",
    "view": 'view(x, "int32")',
    "view_as_complex": "real(view_as_complex(z))",
    "view_as_real": "view_as_real(view_as_complex(z))",
    "vsplit": "vsplit(x, 2)",
    "vstack": "vstack([x, y])",
    "where": "where(b, x, y)",
    "zeros": "zeros([2, 3])",
}
_OF_INTEGERS = ("bitwise_and", "bitwise_or", "bitwise_xor", "bitwise_left_shift")
_OF_INTEGERS += ("bitwise_right_shift",)
_OF_TRUTH = ("logical_and", "logical_or", "logical_xor")
_OF_SQUARES = ("det", "eig", "eigh", "lu_factor", "matrix_rank", "norm", "qr", "svd", "diag")
_OF_SQUARES += ("trace", "tril", "triu", "diagonal")


def sample_call(name: str, required: tuple[str, ...]) -> str:
    """A formula that calls a function.

    Args:
        name: As formulas call it.
        required: Its parameters without default.
    """
    plain = name.removeprefix("linalg.")
    formula = _EACH.get(name) or _EACH.get(plain, "").replace(f"{plain}(", f"{name}(", 1)
    return formula or f"{name}({', '.join(_sample(plain, len(required)))})"


def _sample(name: str, count: int) -> tuple[str, ...]:
    names = ("x", "y", "high")
    if name in _OF_INTEGERS:
        names = ("i", "j")
    elif name in ("bitwise_invert", "bitwise_not"):
        names = ("i",)
    elif name in _OF_TRUTH or name == "logical_not":
        names = ("b", "c")
    elif name in _OF_SQUARES:
        names = ("m",)
    elif name in ("outer", "inner"):
        names = ("u", "ramp")
    return names[:count]
