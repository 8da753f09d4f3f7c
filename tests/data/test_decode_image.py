"""Pictures of every kind are decoded as their numbers say; judged by NumPy, not by the decoder."""

import struct

import numpy as np
import pytest
from PIL import Image

from tests.data.pictures import HEIGHT, WIDTH, cut, exif, lying, save, scene
from wtspec.data.images.decode_image import decode_image, image_size


@pytest.mark.parametrize("ending", ["png", "bmp", "tif", "webp"])
def test_colors_are_those_that_were_written(ending, tmp_path):
    path = save(
        tmp_path, f"a.{ending}", scene(), **({"lossless": True} if ending == "webp" else {})
    )
    np.testing.assert_array_equal(decode_image(str(path)), scene())


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("ending", ["png", "tif", "webp", "jpg"])
def test_a_picture_stands_upright_as_exif_says(ending, orientation, tmp_path):
    options = {"jpg": {"quality": 100, "subsampling": 0}, "webp": {"lossless": True}}
    path = save(
        tmp_path,
        f"a.{ending}",
        lying(orientation),
        exif=exif(orientation),
        **options.get(ending, {}),
    )
    decoded = decode_image(str(path)).astype(int)
    assert decoded.shape == (HEIGHT, WIDTH, 3)
    assert image_size(str(path)) == (HEIGHT, WIDTH)
    assert np.abs(decoded - scene()).max() <= (6 if ending == "jpg" else 0)


def test_16_bits_are_scaled_and_not_cut_off(tmp_path):
    values = np.array([[0, 256, 257, 32768, 65535, 1000]], "uint16")
    right = np.round(values / 257).astype("uint8")
    for name in ("a.png", "a.tif"):
        path = save(tmp_path, name, values)
        for channels in (1, 3):
            decoded = decode_image(str(path), channels=channels)
            np.testing.assert_array_equal(decoded, np.repeat(right[..., None], channels, -1))


def test_16_bits_in_the_other_byte_order_are_the_same(tmp_path):
    path = save(tmp_path, "a.tif", Image.fromarray(np.array([[0, 257, 65535]], ">u2")))
    assert decode_image(str(path), channels=1).ravel().tolist() == [0, 1, 255]


def test_bits_become_black_and_white(tmp_path):
    bits = Image.fromarray(np.array([[0, 255, 0]], "uint8")).convert("1")
    decoded = decode_image(str(save(tmp_path, "a.png", bits)), channels=1)
    assert decoded.ravel().tolist() == [0, 255, 0]


def test_white_lies_behind_what_is_transparent(tmp_path):
    values = np.array([[[200, 0, 0, 255], [200, 0, 0, 0], [200, 0, 0, 128]]], "uint8")
    path = save(tmp_path, "a.png", values)
    np.testing.assert_array_equal(decode_image(str(path), channels=4), values)
    red, clear, half = decode_image(str(path))[0].tolist()
    assert (red, clear) == ([200, 0, 0], [255, 255, 255])
    np.testing.assert_allclose(half, [227, 127, 127], atol=1)


def test_grey_with_alpha_is_seen_on_white(tmp_path):
    values = Image.merge(
        "LA", [Image.new("L", (2, 1), 10), Image.fromarray(np.array([[255, 0]], "uint8"))]
    )
    decoded = decode_image(str(save(tmp_path, "a.png", values)), channels=1)
    assert decoded.ravel().tolist() == [10, 255]


@pytest.mark.parametrize("transparency", [None, 1, bytes([255, 0])])
def test_a_palette_is_looked_up_with_what_it_makes_transparent(transparency, tmp_path):
    picture = Image.fromarray(np.array([[0, 1]], "uint8"), "L").convert("L")
    picture = Image.frombytes("P", (2, 1), bytes([0, 1]))
    picture.putpalette([250, 0, 0, 0, 0, 250])
    options = {} if transparency is None else {"transparency": transparency}
    path = save(tmp_path, "a.png", picture, **options)
    second = [0, 0, 250] if transparency is None else [255, 255, 255]
    assert decode_image(str(path)).tolist() == [[[250, 0, 0], second]]
    alpha = decode_image(str(path), channels=4)[0, :, 3].tolist()
    assert alpha == [255, 255 if transparency is None else 0]


def test_a_color_that_png_calls_transparent_is_white(tmp_path):
    values = np.array([[[1, 2, 3], [4, 5, 6]]], "uint8")
    path = save(tmp_path, "a.png", values, transparency=(4, 5, 6))
    assert decode_image(str(path)).tolist() == [[[1, 2, 3], [255, 255, 255]]]


def test_an_animation_is_its_first_picture(tmp_path):
    first, second = (Image.new("RGB", (4, 3), color) for color in ("red", "blue"))
    for name in ("a.gif", "a.webp", "a.png", "a.tif"):
        path = save(
            tmp_path,
            name,
            first,
            save_all=True,
            append_images=[second],
            **({"lossless": True} if name == "a.webp" else {}),
        )
        decoded = decode_image(str(path)).astype(int)
        assert np.abs(decoded - [255, 0, 0]).max() <= 1, name


def test_ink_becomes_colors(tmp_path):
    path = save(tmp_path, "a.tif", Image.new("CMYK", (2, 2), (0, 255, 255, 0)))
    np.testing.assert_allclose(decode_image(str(path))[0, 0], [255, 0, 0], atol=2)


def test_grey_is_the_luma_of_colors(tmp_path):
    decoded = decode_image(str(save(tmp_path, "a.png", scene())), channels=1)
    luma = scene() @ [0.299, 0.587, 0.114]
    np.testing.assert_allclose(decoded[..., 0], luma, atol=1)


def test_what_becomes_smaller_is_smoothed(tmp_path):
    stripes = np.tile(np.array([0, 255], "uint8"), (32, 32))
    decoded = decode_image(str(save(tmp_path, "a.png", stripes)), (8, 8), 1)
    assert np.abs(decoded.astype(int)[:, 1:-1] - 127).max() <= 4


def test_stretch_crop_and_pad_differ_in_what_is_left_of_a_wide_picture(tmp_path):
    wide = np.zeros((10, 30, 3), "uint8")
    wide[:, :10], wide[:, 10:20], wide[:, 20:] = 60, 120, 180
    path = str(save(tmp_path, "a.png", wide))
    stretched = decode_image(path, (10, 10))
    cropped = decode_image(path, (10, 10), resize="crop")
    padded = decode_image(path, (30, 30), resize="pad")
    assert (stretched[0, 0, 0], stretched[0, -1, 0]) == (60, 180)
    assert (cropped == 120).all()
    assert (padded[:10] == 0).all()
    assert (padded[20:] == 0).all()
    np.testing.assert_array_equal(padded[10:20], wide)


def test_a_large_photo_of_which_less_is_decoded_looks_the_same(tmp_path):
    path = str(save(tmp_path, "a.jpg", scene(600, 900), quality=95))
    with Image.open(path) as opened:
        whole = str(save(tmp_path, "whole.png", opened.copy()))
    for resize in ("stretch", "crop", "pad"):
        decoded, right = (decode_image(one, (32, 24), 3, resize) for one in (path, whole))
        apart = np.abs(decoded.astype(int) - right)
        assert apart.mean() < 0.6, resize
        assert apart.max() <= 12, resize  # at a hard edge


@pytest.mark.parametrize("ending", ["png", "jpg", "gif", "bmp", "webp", "tif"])
def test_a_file_that_was_cut_is_named_so(ending, tmp_path):
    noise = np.random.default_rng(0).integers(0, 255, (40, 40, 3), dtype="uint8")
    path = cut(save(tmp_path, f"a.{ending}", noise))
    with pytest.raises(ValueError, match=r"truncated|no PNG|is broken|can't be decoded"):
        decode_image(str(path))


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "is empty"), (b"hello", "is no PNG"), (b"%!PS-Adobe-3.0 EPSF-3.0\n", "is no PNG")],
)
def test_what_is_no_picture_is_named(content, reason, tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=reason):
        decode_image(str(path))


@pytest.mark.parametrize("kind", ["float32", "int32"])
def test_numbers_without_a_range_are_refused(kind, tmp_path):
    path = save(tmp_path, "a.tif", np.ones((2, 2), kind))
    with pytest.raises(ValueError, match="for whose range there is no rule"):
        decode_image(str(path))


def test_a_picture_that_claims_too_many_pixels_is_refused(tmp_path):
    path = save(tmp_path, "a.png", scene())
    whole = bytearray(path.read_bytes())
    whole[16:24] = struct.pack(">II", 12000, 12000)
    whole[29:33] = struct.pack(">I", __import__("zlib").crc32(bytes(whole[12:29])))
    path.write_bytes(whole)
    with pytest.raises(ValueError, match="pixels"):
        decode_image(str(path))


def test_metadata_that_are_broken_leave_a_picture_as_it_is(tmp_path):
    path = save(tmp_path, "a.png", scene(), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")
    np.testing.assert_array_equal(decode_image(str(path)), scene())
