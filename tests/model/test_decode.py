"""Any picture file becomes upright grey pixels, and any other file an error that says what to do."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageOps

from drawing import draw_page
from model.decode import FORMATS, DecodeLimits, Picture, decode
from model.errors import (
    DamagedPictureError,
    EmptyPictureError,
    PictureError,
    TooManyBytesError,
    TooManyPixelsError,
    UnknownFormatError,
)

WIDTH, HEIGHT = 90, 60
LOSSY = ("JPEG", "WEBP", "AVIF", "HEIF")


def scene() -> NDArray[np.uint8]:
    """(60, 90) grey paper with one dark corner, one light corner and a bar: unlike itself in every orientation."""
    grey = np.full((HEIGHT, WIDTH), 200, np.uint8)
    grey[:24, :24] = 0
    grey[36:, 66:] = 255
    grey[40:48, 8:48] = 60
    return grey


def file_of(picture: Pillow.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def far_apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """The mean difference in grey levels."""
    return float(np.abs(one.astype(np.float64) - other).mean())


def oriented(orientation: int, form: str = "JPEG") -> bytes:
    """The scene as a camera held otherwise stores it."""
    undo = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = Pillow.fromarray(scene())
    if undo is not None:
        stored = stored.transpose(Pillow.Transpose(undo))
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    return file_of(stored, form, exif=exif, **({"quality": 95} if form in LOSSY else {}))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_every_format_is_decoded(form: str, mode: str) -> None:
    options = {"quality": 95} if form in LOSSY else {}
    picture = decode(file_of(Pillow.fromarray(scene()).convert(mode), form, **options))
    assert picture.grey.dtype == np.uint8
    assert picture.grey.shape == (HEIGHT, WIDTH)
    assert (picture.width, picture.height) == (WIDTH, HEIGHT)
    assert far_apart(picture.grey, scene()) < (2 if form in LOSSY else 0.5)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_upright(orientation: int, form: str) -> None:
    picture = decode(oriented(orientation, form))
    assert (picture.width, picture.height) == (WIDTH, HEIGHT)
    assert picture.grey.shape == (HEIGHT, WIDTH)
    assert far_apart(picture.grey, scene()) < 2


@pytest.mark.parametrize(
    ("mode", "form"), [("LA", "PNG"), ("LA", "TIFF"), ("RGBA", "PNG"), ("RGBA", "TIFF"), ("RGBA", "WEBP")]
)
def test_transparent_pixels_are_white(mode: str, form: str) -> None:
    drawing = Pillow.fromarray(scene()).convert(mode)
    drawing.putalpha(Pillow.fromarray(np.where(scene() == 200, 0, 255).astype(np.uint8)))
    expected = np.where(scene() == 200, 255, scene())
    options = {"lossless": True} if form == "WEBP" else {}
    assert far_apart(decode(file_of(drawing, form, **options)).grey, expected.astype(np.uint8)) < 0.5


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_an_alpha_channel_without_transparency_changes_nothing(mode: str) -> None:
    opaque = Pillow.fromarray(scene()).convert("L" if mode == "LA" else "RGB")
    bare, layered = (decode(file_of(drawing, "PNG"), preview_side=40) for drawing in (opaque, opaque.convert(mode)))
    assert (bare.grey == layered.grey).all()
    assert bare.preview is not None
    assert layered.preview is not None
    assert (bare.preview == layered.preview).all()


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize(("ink", "around"), [(255, 0), (230, 0), (20, 255)], ids=["white", "pale", "dark"])
def test_ink_on_a_transparent_ground_can_be_seen(mode: str, ink: int, around: int) -> None:
    drawing = Pillow.new("L", (60, 40), ink).convert(mode)
    covered = np.zeros((40, 60), np.uint8)
    covered[10:30, 20:24] = covered[10:14, 20:40] = 255
    drawing.putalpha(Pillow.fromarray(covered))
    grey = decode(file_of(drawing, "PNG")).grey
    assert (grey[covered > 0] == ink).all()
    assert (grey[covered == 0] == around).all()


def test_white_paper_with_transparent_corners_stays_on_white() -> None:
    drawing = Pillow.new("LA", (60, 40), (240, 255))
    drawing.putalpha(Pillow.fromarray(np.where(np.arange(60) < 50, 255, 0).astype(np.uint8)[None].repeat(40, axis=0)))
    assert (decode(file_of(drawing, "PNG")).grey[:, 50:] == 255).all()


def test_half_transparent_ink_is_grey() -> None:
    drawing = Pillow.new("RGBA", (10, 10), (0, 0, 0, 128))
    assert abs(float(decode(file_of(drawing, "PNG")).grey.mean()) - 127) <= 1


def test_transparent_palette_entry_is_white() -> None:
    drawing = Pillow.fromarray(np.tile(np.array([0, 1], np.uint8), (8, 8)))
    drawing = Pillow.frombytes("P", (16, 8), drawing.tobytes())
    drawing.putpalette([0, 0, 0, 10, 10, 10])
    for form in ("PNG", "GIF"):
        grey = decode(file_of(drawing, form, transparency=0)).grey
        assert (grey[:, ::2] == 255).all()
        assert (grey[:, 1::2] == 10).all()


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_deep_greys_keep_their_steps(form: str) -> None:
    deep = (scene().astype(np.uint16) * 257).astype(np.uint16)
    assert np.array_equal(decode(file_of(Pillow.fromarray(deep), form)).grey, scene())


def test_floating_point_tiff_is_scaled() -> None:
    light = (scene() / 255).astype(np.float32)
    assert far_apart(decode(file_of(Pillow.fromarray(light), "TIFF")).grey, scene()) <= 1


CONVERSIONS: dict[str, tuple[Callable[[Pillow.Image], Pillow.Image], str]] = {
    "palette PNG": (lambda grey: grey.convert("RGB").quantize(8), "PNG"),
    "palette GIF": (lambda grey: grey.convert("RGB").quantize(8), "GIF"),
    "palette BMP": (lambda grey: grey.convert("RGB").quantize(8), "BMP"),
    "palette TIFF": (lambda grey: grey.convert("RGB").quantize(8), "TIFF"),
    "CMYK JPEG": (lambda grey: grey.convert("RGB").convert("CMYK"), "JPEG"),
    "CMYK TIFF": (lambda grey: grey.convert("RGB").convert("CMYK"), "TIFF"),
}


@pytest.mark.parametrize(("convert", "form"), CONVERSIONS.values(), ids=CONVERSIONS.keys())
def test_other_colour_models(convert: Callable[[Pillow.Image], Pillow.Image], form: str) -> None:
    picture = decode(file_of(convert(Pillow.fromarray(scene())), form))
    assert far_apart(picture.grey, scene()) < 3


@pytest.mark.parametrize("form", ["PNG", "TIFF", "BMP", "GIF"])
def test_one_bit_is_black_and_white(form: str) -> None:
    bits = Pillow.fromarray(scene() > 100)
    assert bits.mode == "1"
    assert np.array_equal(decode(file_of(bits, form)).grey, np.where(scene() > 100, 255, 0))


def test_first_page_of_several_is_decoded() -> None:
    first, second = Pillow.fromarray(scene()), Pillow.new("L", (WIDTH, HEIGHT), 7)
    for form in ("TIFF", "GIF"):
        picture = decode(file_of(first, form, save_all=True, append_images=[second]))
        assert far_apart(picture.grey, scene()) < 0.5


# Sizes whose halves are square are included: which side is longer is then lost.
@pytest.mark.parametrize("size", [(900, 600), (600, 900), (800, 799), (799, 800), (800, 800), (1601, 401)])
@pytest.mark.parametrize("orientation", [1, 6])
def test_large_jpeg_is_reduced_and_keeps_its_size_in_the_answer(size: tuple[int, int], orientation: int) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    data = file_of(Pillow.new("L", size, 128), "JPEG", exif=exif)
    picture = decode(data, DecodeLimits(pixels=300_000, jpeg_pixels=700_000))
    width, height = size if orientation == 1 else size[::-1]
    assert (picture.width, picture.height) == (width, height)
    assert picture.grey.size <= 300_000
    assert abs(picture.grey.shape[0] - height / 2) <= 1
    assert abs(picture.grey.shape[1] - width / 2) <= 1


@pytest.mark.parametrize(
    ("form", "size", "refused"),
    [
        ("PNG", (200, 150), False),
        ("PNG", (200, 151), True),
        ("TIFF", (200, 151), True),
        ("BMP", (200, 151), True),
        ("WEBP", (200, 151), True),
        ("GIF", (200, 151), True),
        ("JPEG", (200, 151), False),
        ("JPEG", (400, 200), False),
        ("JPEG", (400, 201), True),
    ],
)
def test_pixels_are_limited(form: str, size: tuple[int, int], refused: bool) -> None:
    data, limits = file_of(Pillow.new("L", size, 200), form), DecodeLimits(pixels=30_000, jpeg_pixels=80_000)
    if not refused:
        assert decode(data, limits).width == size[0]
        return
    with pytest.raises(TooManyPixelsError, match=f"{size[0]} x {size[1]} pixels") as caught:
        decode(data, limits)
    assert "Scale it down" in str(caught.value)


def test_default_limits_are_those_of_the_readme() -> None:
    limits = DecodeLimits()
    assert (limits.bytes, limits.pixels, limits.jpeg_pixels) == (20_000_000, 40_000_000, 100_000_000)
    assert (limits.pdf_bytes, limits.pages, limits.seconds) == (100_000_000, 500, 10)


def test_preview_is_upright_colour_on_white() -> None:
    paper = Pillow.new("RGBA", (400, 200), (0, 0, 0, 0))
    paper.paste((200, 30, 30, 255), (0, 0, 200, 200))
    picture = decode(file_of(paper, "PNG"), preview_side=100)
    assert picture.preview is not None
    assert picture.preview.shape == (50, 100, 3)
    assert picture.preview[25, 25].tolist() == [200, 30, 30]
    assert picture.preview[25, 75].tolist() == [255, 255, 255]


def test_preview_is_never_larger_than_the_picture() -> None:
    picture = decode(file_of(Pillow.fromarray(scene()), "PNG"), preview_side=1600)
    assert picture.preview is not None
    assert picture.preview.shape == (HEIGHT, WIDTH, 3)
    assert decode(file_of(Pillow.fromarray(scene()), "PNG")).preview is None


def gif_bomb() -> bytes:
    """The 50 bytes of a GIF that promises 30,000 by 30,000 pixels."""
    side = (30_000).to_bytes(2, "little") * 2
    screen = b"GIF89a" + side + b"\x80\x00\x00" + b"\x00\x00\x00\xff\xff\xff"
    return screen + b"\x2c\x00\x00\x00\x00" + side + b"\x00" + b"\x02\x06\x84\x8f\xa9\xcb\xed\x0f\x00\x3b"


def png() -> bytes:
    return file_of(Pillow.fromarray(np.random.default_rng(1).integers(0, 256, (80, 80), dtype=np.uint8)), "PNG")


BAD: dict[str, tuple[bytes, type[PictureError], str]] = {
    "empty": (b"", EmptyPictureError, "empty"),
    "text": (b"To whom it may concern: this is a letter, but no picture.\n" * 9, UnknownFormatError, "JPEG, PNG, TIFF"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', UnknownFormatError, "JPEG, PNG, TIFF"),
    "zeros": (bytes(5000), UnknownFormatError, "JPEG, PNG, TIFF"),
    "PPM, a format not read here": (b"P5 2 2 255 abcd", UnknownFormatError, "JPEG, PNG, TIFF"),
    "PNG cut in its pixels": (png()[:3000], DamagedPictureError, "PNG file is damaged or cut short"),
    "PNG cut in its header": (png()[:20], DamagedPictureError, "damaged or cut short"),
    "JPEG cut short": (oriented(1)[:-99], DamagedPictureError, "JPEG file is damaged or cut short"),
    "GIF bomb": (gif_bomb(), TooManyPixelsError, "the limit is 40 megapixels"),
}


@pytest.mark.parametrize(("data", "error", "said"), BAD.values(), ids=BAD.keys())
def test_bad_file_says_what_to_do(data: bytes, error: type[PictureError], said: str) -> None:
    with pytest.raises(error) as caught:
        decode(data)
    assert said in str(caught.value)
    assert "0 x 0" not in str(caught.value)


def test_gif_bomb_is_a_bomb() -> None:
    assert len(gif_bomb()) <= 52
    tame = gif_bomb().replace((30_000).to_bytes(2, "little"), (4).to_bytes(2, "little"))
    assert decode(tame).grey.shape == (4, 4)


def test_bytes_are_limited() -> None:
    data = png()
    assert decode(data, DecodeLimits(bytes=len(data))).width == 80
    with pytest.raises(TooManyBytesError, match=r"larger than 0\.00"):
        decode(data, DecodeLimits(bytes=len(data) - 1))


SEEDS: dict[str, bytes] = {
    **{form: file_of(Pillow.fromarray(scene()).convert("RGB"), form) for form in FORMATS},
    "PNG palette": file_of(Pillow.fromarray(scene()).convert("RGB").quantize(8), "PNG", transparency=0),
    "PNG 16 bit": file_of(Pillow.fromarray(scene().astype(np.uint16) * 257), "PNG"),
    "TIFF LZW": file_of(Pillow.fromarray(scene()), "TIFF", compression="tiff_lzw"),
    "TIFF fax": file_of(Pillow.fromarray(scene() > 99), "TIFF", compression="group4"),
    "JPEG with EXIF": oriented(6),
    "JPEG progressive": file_of(Pillow.fromarray(scene()), "JPEG", progressive=True),
    "PNG with EXIF": oriented(6, "PNG"),
    "WebP with EXIF": oriented(6, "WEBP"),
}


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A picture file with bytes changed, cut out, doubled or cut off, mostly near its header."""
    data = bytearray(SEEDS[draw(st.sampled_from(sorted(SEEDS)))])
    for _ in range(draw(st.integers(1, 6))):
        near = min(len(data) - 1, draw(st.sampled_from([64, 400, len(data) - 1])))
        at = draw(st.integers(0, max(near, 0)))
        length = draw(st.integers(0, 8))
        change = draw(st.sampled_from(["bytes", "cut", "double", "end"]))
        if change == "bytes":
            data[at : at + length] = draw(st.binary(min_size=length, max_size=length))
        elif change == "cut":
            del data[at : at + length]
        elif change == "double":
            data[at:at] = data[at : at + length]
        else:
            del data[max(at, 8) :]
    return bytes(data)


def outcome(data: bytes) -> Picture | PictureError:
    try:
        return decode(data, DecodeLimits(pixels=4_000_000, jpeg_pixels=8_000_000), preview_side=50)
    except PictureError as error:
        return error


# Pillow warns of damage that it can live with.
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")
@settings(deadline=None, max_examples=400, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_hostile_bytes_give_a_picture_or_a_picture_error(data: bytes) -> None:
    answer = outcome(data)
    if isinstance(answer, Picture):
        assert answer.grey.dtype == np.uint8
        assert answer.width >= answer.grey.shape[1] > 0
        assert answer.height >= answer.grey.shape[0] > 0


@settings(deadline=None, max_examples=100, derandomize=True)
@given(st.sampled_from([b"", *(data[:12] for data in SEEDS.values())]), st.binary(max_size=300))
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")
def test_noise_after_a_magic_number_is_a_picture_error(magic: bytes, noise: bytes) -> None:
    assert isinstance(outcome(magic + noise), Picture | PictureError)


def test_pages_decode_as_drawn() -> None:
    page = draw_page(["Hi"], seed=2)
    expected = np.asarray(ImageOps.grayscale(Pillow.fromarray(page.image)))
    assert np.array_equal(decode(page.png()).grey, expected)
