"""Generate below the sheet: the pad between four seeds, breeding, and walks, as the address says them."""

import io

import numpy as np
import pytest
import torch
from PIL import Image

from genmodels import latent, pictures, sample
from tests.pages.media import media  # noqa: F401  (a fixture)
from tests.pages.reading import healthy, words
from tests.pages.test_generate import conditional, open_tab, told  # noqa: F401  (a fixture)
from ui import explore_code, walk_address
from ui.walk_address import Walk


def first(run, seed, truncation=1.0):
    return sample.codes(run.model(), 1, seed=seed, truncation=truncation)[0]


def same_code(text, code):
    torch.testing.assert_close(torch.tensor(explore_code.unpack(text, len(code))), code, rtol=1e-6, atol=1e-6)


def test_the_corners_are_the_first_samples_of_their_seeds(finished_gan, open_page):
    pad = told(open_page("generate", run=finished_gan.id, truncation="0.6", **{"corner-2": "77"}), "genlab_studio")
    assert pad["mode"] == "seeds"
    for corner, seed in zip(pad["corners"], (1, 77, 3, 4), strict=True):
        same_code(corner["code"], first(finished_gan, seed, 0.6))
        assert str(seed) in corner["title"]
    assert pad["directions"], "a GAN has directions"
    assert not pad["dimensions"]


def test_the_pad_begins_in_its_middle_and_comes_along_when_a_seed_changes(finished_gan, open_page):
    at = open_page("generate", run=finished_gan.id, z=explore_code.pack(np.zeros(100, np.float32)))
    healthy(at.number_input(key="corner-3").set_value(12).run())
    assert "z" not in at.query_params
    corners = torch.stack([first(finished_gan, seed) for seed in (1, 2, 12, 4)])
    same_code(told(at, "genlab_studio")["code"], corners.sum(0) / 2)


def test_four_other_seeds_are_one_click(finished_gan, open_page):
    at = open_page("generate", run=finished_gan.id)
    healthy(at.button(key="corners-other").click().run())
    assert len({at.number_input(key=f"corner-{i}").value for i in (1, 2, 3, 4)}) == 4
    assert all(f"corner-{i}" in at.query_params for i in (1, 2, 3, 4)), "the link holds them"


def test_a_model_that_encodes_gets_its_dimensions_on_the_pad_between_seeds(finished_vae, open_page):
    pad = told(open_page("generate", run=finished_vae.id), "genlab_studio")
    assert [dimension["index"] for dimension in pad["dimensions"]] == [0, 1]


def test_breeding_begins_with_the_sample_that_was_picked(finished_gan, open_page):
    at = open_tab(open_page("generate", run=finished_gan.id, sample="5"), "Breed")
    here = told(at, "genlab_breed")
    same_code(here["here"], sample.codes(finished_gan.model(), 64, seed=0)[4])
    assert here["family"] == ""
    assert not [button for button in at.get("download_button") if button.proto.label == "Family as npz"]


def test_a_link_brings_the_family_and_its_files(finished_gan, open_page, media):  # noqa: F811
    root = first(finished_gan, 3)
    text = explore_code.pack(root.numpy()) + ".2.0-40-1-2.1-20-7-11.0-60-5-0"
    at = open_tab(open_page("generate", run=finished_gan.id, family=text), "Breed")
    assert told(at, "genlab_breed")["family"] == text
    child = latent.litter(root, 3, 0.4, 1)[2]
    grandchild = latent.litter(child, 12, 0.2, 7)[11]
    other = latent.litter(root, 1, 0.6, 5)[0]
    codes = torch.stack([root, child, grandchild, other])
    images = sample.decode(finished_gan.model(), codes)
    with np.load(io.BytesIO(media.download(at, "Family as npz"))) as file:
        np.testing.assert_allclose(file["codes"], codes.numpy(), rtol=1e-6)
        np.testing.assert_array_equal(file["images"], images.transpose(0, 2, 3, 1))
        assert file["parents"].tolist() == [-1, 0, 1, 0]
    line = np.asarray(Image.open(io.BytesIO(media.download(at, "Line of descent as PNG"))))
    strip = pictures.grid(images[:3], 3)
    np.testing.assert_array_equal(line, pictures.enlarge(strip, len(line) // len(strip)))


def test_a_family_that_does_not_fit_is_told_and_stays_in_the_address(finished_gan, open_page):
    at = open_tab(open_page("generate", run=finished_gan.id, family="AAAA.0"), "Breed")
    assert "family in the address does not fit" in words(at)
    assert at.query_params["family"] in ("AAAA.0", ["AAAA.0"])
    assert told(at, "genlab_breed")["family"] == ""


def test_a_walk_begins_between_two_samples(finished_gan, open_page):
    at = open_tab(open_page("generate", run=finished_gan.id, sample="64"), "Walk")
    sent = told(at, "genlab_walk")
    codes = sample.codes(finished_gan.model(), 64, seed=0)[[63, 0]].numpy()
    np.testing.assert_array_equal(walk_address.unpack(sent["stops"], 100), walk_address.rounded(codes))
    assert (sent["path"], sent["frames"], sent["loop"], sent["follow"]) == ("slerp", 12, False, False)


def test_a_sample_is_pinned_and_another_walk_is_one_click(finished_gan, open_page):
    at = open_tab(open_page("generate", run=finished_gan.id, sample="9", path="lerp", frames="5"), "Walk")
    healthy(at.button(key="pin-sample").click().run())
    sent = told(at, "genlab_walk")
    stops = walk_address.unpack(sent["stops"], 100)
    codes = sample.codes(finished_gan.model(), 64, seed=0)[[8, 9, 8]].numpy()
    np.testing.assert_array_equal(stops, walk_address.rounded(codes))
    assert (sent["path"], sent["frames"]) == ("lerp", 5)
    healthy(at.button(key="others").click().run())
    assert walk_address.unpack(told(at, "genlab_walk")["stops"], 100).shape == (2, 100)


def test_a_walk_with_all_its_stops_takes_no_more(finished_gan, open_page):
    full = walk_address.pack(sample.codes(finished_gan.model(), walk_address.MOST, seed=1).numpy())
    at = open_tab(open_page("generate", run=finished_gan.id, stops=full), "Walk")
    assert at.button(key="pin-sample").disabled


@pytest.mark.parametrize("query", [{"stops": "AAAA"}, {"frames": "1"}, {"frames": "many"}, {"path": "sideways"}])
def test_a_walk_that_does_not_fit_is_told_and_stays_in_the_address(query, finished_gan, open_page):
    at = open_tab(open_page("generate", run=finished_gan.id, **query), "Walk")
    assert "walk in the address does not fit" in words(at)
    name, value = next(iter(query.items()))
    assert at.query_params[name] in (value, [value])
    assert told(at, "genlab_walk")["frames"] == 12


@pytest.mark.parametrize("closed", [False, True])
def test_the_files_of_a_walk_hold_its_frames(closed, finished_gan, open_page, media):  # noqa: F811
    model = finished_gan.model()
    stops = walk_address.rounded(sample.codes(model, 3, seed=2).numpy())
    at = open_page("generate", run=finished_gan.id, stops=walk_address.pack(stops), frames="4", path="lerp",
                   **({"loop": "1"} if closed else {}))
    open_tab(at, "Walk")
    codes = (latent.loop if closed else latent.walk)(torch.from_numpy(stops), 4, "lerp")
    images = sample.decode(model, codes)
    with np.load(io.BytesIO(media.download(at, "Codes and images as npz"))) as file:
        np.testing.assert_array_equal(file["codes"], codes.numpy())
        np.testing.assert_array_equal(file["images"], images.transpose(0, 2, 3, 1))
    there_and_back = [*range(7), *range(5, 0, -1)]
    shown = list(range(9)) if closed else there_and_back
    for label in ("GIF", "APNG"):
        with Image.open(io.BytesIO(media.download(at, label))) as film:
            assert film.n_frames == len(shown)
            for i, number in enumerate(shown):
                film.seek(i)
                frame = np.asarray(film.convert("L"))
                np.testing.assert_array_equal(frame[::len(frame) // 8, ::len(frame) // 8], images[number, 0])
    strip = np.asarray(Image.open(io.BytesIO(media.download(at, "Filmstrip as PNG"))))
    rows = pictures.filmstrip(np.concatenate([images, images[:1]]) if closed else images, 4)
    np.testing.assert_array_equal(strip, pictures.enlarge(rows, len(strip) // len(rows)))


def test_walks_and_families_are_of_the_class_of_the_sample_or_the_address(conditional, open_page, media):  # noqa: F811
    at = open_tab(open_page("generate", run=conditional.id, n="16", sample="4"), "Walk")
    assert told(at, "genlab_walk")["class"] == 3
    at = open_tab(open_page("generate", run=conditional.id, n="16", sample="4", **{"class": "8"}), "Walk")
    assert told(at, "genlab_walk")["class"] == 8
    with np.load(io.BytesIO(media.download(at, "Codes and images as npz"))) as file:
        assert set(file["labels"].tolist()) == {8}
        np.testing.assert_array_equal(file["images"], sample.decode(
            conditional.model(), torch.from_numpy(file["codes"]), 8).transpose(0, 2, 3, 1))
    assert told(open_tab(at, "Breed"), "genlab_breed")["class"] == 8
    healthy(at.number_input(key="sample").set_value(6).run())
    assert told(at, "genlab_breed")["class"] == 5, "another sample, another class"


def test_what_was_kept_goes_into_the_address(finished_gan, open_page):
    def script():
        import numpy as np

        from ui import walk_address
        from ui.walk_address import Walk
        walk_address.keep(Walk(np.ones((2, 3), np.float32), "lerp", 7, True))

    from streamlit.testing.v1 import AppTest
    at = healthy(AppTest.from_function(script).run())
    kept = Walk(np.ones((2, 3), np.float32), "lerp", 7, True)
    assert at.query_params["stops"] in (walk_address.pack(kept.stops), [walk_address.pack(kept.stops)])
    assert {name: str(at.query_params[name]).strip("[']") for name in ("path", "frames", "loop")} == {
        "path": "lerp", "frames": "7", "loop": "1"}
    assert "class" not in at.query_params


def test_a_link_opens_the_section_it_names_or_the_first(finished_gan, open_page):
    at = open_page("generate", run=finished_gan.id, section="Walk")
    assert told(at, "genlab_walk")["frames"] == 12
    at = open_page("generate", run=finished_gan.id, section="Nonsense")
    assert told(at, "genlab_studio")["mode"] == "seeds"
