"""The proof refuses a judge that is blind to some damage, or that finds real images unlike real ones."""

from genmodels.judge.corrupt import KINDS, LEVELS
from genmodels.judge.proof import Proof, prove
from tests.judge.making import a_judge, digits_like

GOOD = {kind: [float(level + 1) for level in range(LEVELS)] for kind in KINDS}


def test_growing_distances_and_a_small_floor_pass():
    assert Proof(1000, 100.0, 0.5, GOOD).failures == []


def test_a_level_that_does_not_look_worse_is_named():
    (failure,) = Proof(1000, 100.0, 0.5, GOOD | {"blur": [1.0, 2.0, 2.0, 3.0, 4.0]}).failures
    assert failure.startswith("blur does not look worse at every level (1, 2, 2, 3, 4")


def test_the_first_level_must_be_above_the_floor():
    (failure,) = Proof(1000, 100.0, 1.5, GOOD | {kind: [2.0, 3.0, 4.0, 5.0, 6.0] for kind in KINDS if kind != "noise"}
                       ).failures
    assert failure.startswith("noise")


def test_a_large_floor_is_told_as_a_share():
    (failure,) = Proof(1000, 20.0, 0.5, GOOD).failures
    assert "by 2.5% of their variance" in failure


def test_damage_is_measured_at_equal_numbers_and_repeatably():
    judged, unseen, held_out = a_judge(), digits_like(300), digits_like(200, seed=1)
    found = prove(judged.network, unseen.images, held_out.images, lambda share, words: None)
    assert found.n == 200
    assert {kind: len(values) for kind, values in found.distances.items()} == dict.fromkeys(KINDS, LEVELS)
    assert found.distances["noise"][4] > found.floor > 0
    assert found == prove(judged.network, unseen.images, held_out.images, lambda share, words: None)
