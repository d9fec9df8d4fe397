"""A judge is trained, tested, proved and found again; one that failed or was damaged judges nothing and says why."""

import dataclasses

import numpy as np
import pytest

from genmodels import data, judge
from genmodels.cli import main
from genmodels.data import own
from genmodels.data.base import ImageSet
from genmodels.errands import judging
from genmodels.errors import DataError
from genmodels.judge import judge_for, make_judge, proof, shelf, why_none
from genmodels.judge.part import part_of, unseen
from tests.judge.making import SPEC, digits_like


@pytest.fixture
def mine():
    """An own dataset, without a judge so far."""
    train, held_out = digits_like(900), digits_like(300, seed=1)
    arrays = {f"{split}-{part}": getattr(images, part) for split, images in (("train", train), ("held-out", held_out))
              for part in ("images", "labels")}
    own.commit("mine", arrays, SPEC, train.classes, "a test")
    return "mine"


@pytest.fixture
def easy(monkeypatch):
    """A proof that everybody passes: what a proof asks for is tested by itself."""
    monkeypatch.setattr(proof.Proof, "failures", [])


def test_a_judge_is_made_and_found_again(mine, easy):
    assert judge_for(mine) is None
    assert "python -m genmodels judge mine" in why_none(mine)
    card = make_judge(mine, steps=60)
    judged = judge_for(mine)
    assert judged.card == card
    assert card.accuracy > 0.9
    assert card.images == 450
    held_out = data.load(mine, "held-out")
    look = judged.look(held_out.images)
    assert (look.classes == held_out.labels).mean() == pytest.approx(card.accuracy)
    assert look.features.shape == (300, 64)
    assert 0.5 < np.square(look.features).mean() < 2
    np.testing.assert_allclose(look.probabilities.sum(1), 1, rtol=1e-5)


def test_equal_seeds_give_equal_judges_and_the_processs_chance_is_left_alone(mine, easy):
    import torch
    torch.manual_seed(5)
    before = torch.get_rng_state()
    assert make_judge(mine, steps=5).id == make_judge(mine, steps=5).id
    assert make_judge(mine, steps=5, seed=1).id != make_judge(mine, steps=5).id
    assert torch.equal(torch.get_rng_state(), before)


def test_a_judge_that_fails_its_proof_judges_nothing(mine, monkeypatch):
    monkeypatch.setattr(proof, "LARGEST_FLOOR", 0.0)
    card = make_judge(mine, steps=5)
    assert not card.passed
    assert judge_for(mine) is None
    assert "did not pass its proof" in why_none(mine)
    assert "where less than 0% is asked for" in why_none(mine)


def test_a_damaged_judge_judges_nothing(mine, easy):
    make_judge(mine, steps=5)
    file = shelf.own_place(mine) / shelf.WEIGHTS
    payload = bytearray(file.read_bytes())
    payload[-1] ^= 1
    file.write_bytes(payload)
    assert judge_for(mine) is None
    assert "is damaged" in why_none(mine)
    (shelf.own_place(mine) / "card.json").write_text("{")
    assert judge_for(mine) is None
    assert "has no judge yet" in why_none(mine)


def test_a_judge_of_other_images_of_the_same_name_is_not_taken(mine, easy):
    make_judge(mine, steps=5)
    own.delete(mine)
    other = digits_like(900, seed=9)
    own.commit(mine, {f"{split}-{part}": getattr(other, part) for split in ("train", "held-out")
                      for part in ("images", "labels")}, SPEC, other.classes, "a test")
    assert judge_for(mine) is None


@pytest.mark.parametrize(("images", "classes", "words"), [
    (900, ("one",), "tell classes apart"), (399, tuple("abcd"), "needs 400 training images")])
def test_datasets_that_cannot_have_one_are_refused(images, classes, words):
    few = dataclasses.replace(digits_like(images, classes=len(classes)), classes=classes)
    own.commit("few", {f"{split}-{part}": getattr(few, part) for split in ("train", "held-out")
                       for part in ("images", "labels")}, SPEC, classes, "a test")
    with pytest.raises(DataError, match=words):
        make_judge("few", steps=5)
    with pytest.raises(DataError, match=words):
        judging.start("few")


def test_a_guest_has_no_judge_of_its_own():
    with pytest.raises(DataError, match="judged by the judge of mnist"):
        make_judge("mnist-5k")


def test_the_two_halves_are_all_and_share_nothing_class_by_class():
    images = digits_like(802)
    rows, words = part_of("mine", images, lambda share, words: None)
    other = unseen(images)
    assert sorted([*rows, *other]) == list(range(802))
    assert "half of the 802 training images" in words
    counts = np.bincount(images.labels[rows])
    assert np.abs(counts - np.bincount(images.labels[other])).max() <= 1


def test_a_hosts_judge_never_sees_the_images_of_its_guest(monkeypatch):
    images = digits_like(400)
    guest = ImageSet(images.images[:100], images.labels[:100], images.classes)
    monkeypatch.setattr("genmodels.judge.part.data.load", lambda name, split, progress: guest)
    rows, words = part_of("mnist", images, lambda share, words: None)
    assert len(rows) > 100
    assert not {image.tobytes() for image in images.images[rows]} & {image.tobytes() for image in guest.images}
    assert words.endswith("without those of mnist-5k")


def test_the_command_says_how_good_it_is_and_whether_it_passed(mine, capsys, monkeypatch):
    monkeypatch.setattr(proof, "LARGEST_FLOOR", 0.0)
    assert main(["judge", mine, "--steps", "20"]) == 1
    out, err = capsys.readouterr()
    assert "of 300 held-out images" in out
    assert "proof NOT passed" in out
    assert "not passed: real images differ" in err
    assert main(["judge", "nothing"]) == 2
    assert main(["judge", mine, "--steps", "0"]) == 2
    assert "steps = 0 does not fit" in capsys.readouterr().err


def test_the_package_says_what_it_has():
    assert set(judge.__all__) == {"Card", "Judged", "Look", "card_for", "judge_for", "make_judge", "why_none"}
