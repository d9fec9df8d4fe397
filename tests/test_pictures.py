"""Pictures: the grid puts every image where it belongs, and files read back as what was written."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from genmodels import pictures


def noise(*shape):
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("gap", [0, 1, 3])
def test_every_image_of_a_grid_is_found_at_its_place(channels, gap):
    images = noise(7, channels, 4, 5)
    sheet = pictures.grid(images, columns=3, gap=gap)
    assert sheet.shape[:2] == (3 * 4 + 2 * gap, 3 * 5 + 2 * gap)
    assert sheet.ndim == (2 if channels == 1 else 3)
    for i in range(7):
        top, left = (i // 3) * (4 + gap), (i % 3) * (5 + gap)
        np.testing.assert_array_equal(sheet[top : top + 4, left : left + 5], pictures.picture(images[i]))


def test_gaps_and_left_over_places_are_black():
    sheet = pictures.grid(np.full((3, 1, 2, 2), 255, np.uint8), columns=2, gap=1)
    assert sheet.sum() == 3 * 4 * 255
    assert not sheet[2].any()
    assert not sheet[3:, 3:].any()


@pytest.mark.parametrize("shape", [(5, 6), (5, 6, 3)])
def test_enlarging_equals_the_kronecker_product(shape):
    small = noise(*shape)
    block = np.ones((4, 4, 1) if len(shape) == 3 else (4, 4), np.uint8)
    np.testing.assert_array_equal(pictures.enlarge(small, 4), np.kron(small, block))


@pytest.mark.parametrize("shape", [(9, 7), (9, 7, 3)])
def test_a_png_reads_back_exactly(shape):
    array = noise(*shape)
    np.testing.assert_array_equal(np.asarray(Image.open(BytesIO(pictures.png(array)))), array)


def test_a_grey_gif_keeps_its_pixels_its_order_and_its_time():
    frames = [noise(8, 8), noise(8, 8) // 2, noise(8, 8) // 4]
    with Image.open(BytesIO(pictures.gif(frames, 120))) as film:
        assert film.n_frames == 3
        assert film.info["duration"] == 120
        assert film.info["loop"] == 0
        for i, frame in enumerate(frames):
            film.seek(i)
            np.testing.assert_array_equal(np.asarray(film.convert("L")), frame)


def test_a_colour_gif_stays_near_its_pixels():
    ramp = np.stack(np.broadcast_arrays(*np.ogrid[0:256:16, 0:256:16], 90), axis=-1).astype(np.uint8)
    with Image.open(BytesIO(pictures.gif([ramp, 255 - ramp], 100))) as film:
        film.seek(1)
        assert np.abs(np.asarray(film.convert("RGB")).astype(int) - (255 - ramp)).mean() < 4


@pytest.mark.parametrize(
    "images",
    [np.zeros((0, 1, 4, 4), np.uint8), np.zeros((2, 4, 4), np.uint8), np.zeros((2, 2, 4, 4), np.uint8),
     np.zeros((2, 1, 4, 4), np.float32)],
)  # fmt: skip
def test_what_is_not_a_batch_of_images_is_refused(images):
    with pytest.raises(ValueError, match="images are uint8"):
        pictures.grid(images, 2)


def test_an_empty_film_is_refused():
    with pytest.raises(ValueError, match="at least one frame"):
        pictures.gif([], 100)


def test_a_filmstrip_has_one_row_a_leg_and_stops_at_both_ends():
    images = noise(7, 1, 4, 4)     # two legs of four share their middle
    np.testing.assert_array_equal(pictures.filmstrip(images, 4), pictures.grid(images[[0, 1, 2, 3, 3, 4, 5, 6]], 4))


def test_a_filmstrip_of_a_loop_ends_with_what_there_is():
    images = noise(6, 3, 4, 4)     # two legs of four that come back: the first image is not shown again
    np.testing.assert_array_equal(pictures.filmstrip(images, 4), pictures.grid(images[[0, 1, 2, 3, 3, 4, 5]], 4))
    np.testing.assert_array_equal(pictures.filmstrip(images[:1], 4), pictures.picture(images[0]))


@pytest.mark.parametrize("shape", [(8, 8), (8, 8, 3)])
def test_an_apng_keeps_every_pixel_its_order_and_its_time(shape):
    frames = [noise(*shape), noise(*shape) // 2, noise(*shape) // 4]
    with Image.open(BytesIO(pictures.apng(frames, 120))) as film:
        assert film.format == "PNG"
        assert film.n_frames == 3
        assert film.info["duration"] == 120
        assert film.info["loop"] == 0
        for i, frame in enumerate(frames):
            film.seek(i)
            np.testing.assert_array_equal(np.asarray(film.convert("L" if frame.ndim == 2 else "RGB")), frame)


def test_a_leg_of_one_image_and_an_empty_apng_are_refused():
    with pytest.raises(ValueError, match="two images"):
        pictures.filmstrip(noise(3, 1, 4, 4), 1)
    with pytest.raises(ValueError, match="at least one frame"):
        pictures.apng([], 100)
