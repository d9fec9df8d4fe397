"""Evidence is found once, kept where it is real, and the same however much of it is asked for."""

from dataclasses import replace

import numpy as np
import pytest

from genmodels.data import cache
from tests.judge.making import a_judge, digits_like
from tests.metrics.judged import ByClass, Memory, looking


def test_nothing_is_drawn_before_it_is_asked_for():
    model = Memory(digits_like(50).images)
    given = looking(model, n=120)
    assert given.real.shape == (120, 1, 8, 8)
    assert model.drawn == 0
    assert given.samples.shape == (120, 1, 8, 8)
    assert given.drawn.features.shape == (120, 64)
    assert model.drawn == 120


def test_smaller_numbers_are_the_beginning_of_larger_ones():
    large = looking(n=100, most=200)
    small = large.first(40)
    assert np.array_equal(small.samples, large.samples[:40])
    assert np.array_equal(small.real, large.real[:40])
    assert np.array_equal(small.others, large.others[:40])
    assert np.array_equal(small.asked, large.asked[:40])
    assert np.array_equal(small.seen.features, large.seen.features[:40])
    alone = looking(n=40)
    assert np.array_equal(small.real, alone.real)
    assert np.array_equal(small.asked, alone.asked)


def test_classes_are_asked_for_in_the_shares_of_real_images():
    images = digits_like(200)
    given = looking(ByClass(images), n=300, judged=False)
    assert np.array_equal(given.asked, given.held_out.labels[given.held_out_order[:300]])
    corners = given.samples.reshape(300, 2, 4, 2, 4).mean((2, 4)).reshape(300, 4).argmax(1)
    assert np.array_equal(corners, given.asked)


def test_what_is_real_is_kept_from_run_to_run(monkeypatch):
    first = looking(n=150)
    seen, others = first.seen, first.seen_others
    blind = a_judge()
    monkeypatch.setattr(type(blind), "look", None)
    again = replace(looking(n=150), judged=blind)
    np.testing.assert_array_equal(again.seen.features, seen.features)
    np.testing.assert_array_equal(again.seen_others.probabilities, others.probabilities)


@pytest.mark.parametrize("change", [{"seed": 1}, {"n": 151}, {"judged": a_judge(seed=1)},
                                    {"held_out": digits_like(1000, seed=99)}])
def test_another_judge_number_seed_or_dataset_is_looked_at_anew(change):
    looking(n=150).kept("something", lambda: {"value": np.array([1])})
    found = replace(looking(n=150), _known={}, **change).kept("something", lambda: {"value": np.array([2])})
    assert found["value"].tolist() == [2]


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("GENMODELS_CACHE", str(tmp_path / "file"))
    assert looking(n=120).seen.features.shape == (120, 64)


def test_the_floor_takes_images_the_judge_has_not_seen():
    given = looking(n=300)
    unseen = replace(given.eye, dataset=given.eye.card.dataset).unseen(given.train)
    assert set(given.other_rows.tolist()) <= set(unseen.tolist())
    few = looking(n=700)     # only 600 are unseen: seen ones help out
    assert len(few.other_rows) == 700


def test_a_guests_images_are_all_unseen():
    judged = replace(a_judge(), dataset="guest")
    assert len(judged.unseen(digits_like(100))) == 100


def test_without_a_judge_there_is_nothing_to_look_through():
    assert looking(judged=False).judge_id == "no judge"
    with pytest.raises(ValueError, match="no judge"):
        _ = looking(judged=False).drawn


def test_the_cache_lies_in_the_cache_folder():
    _ = looking(n=100).seen
    assert len(list((cache.root() / "real").iterdir())) == 1
