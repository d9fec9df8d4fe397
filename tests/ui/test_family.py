"""Families in the address: bred again they are the same, here and in the browser; nothing unbounded gets in."""

import numpy as np
import pytest
import torch

from genmodels.latent import litter
from tests.scripts import answer
from ui import explore_code
from ui.family import LITTER, MOST, Family, Member, read

ROOT = np.random.default_rng(0).normal(size=8).astype(np.float32)
TEXT = explore_code.pack(ROOT) + ".3.0-40-1-2.1-100-7-11.0-5-2147483647-0"
MEMBERS = (Member(0, 40, 1, 2), Member(1, 100, 7, 11), Member(0, 5, 2147483647, 0))
SCRIPT = "breed/family.js"


def test_a_family_is_bred_again_from_its_text():
    family = read(TEXT, 8)
    np.testing.assert_array_equal(family.root, ROOT)
    assert (family.members, family.at) == (MEMBERS, 3)
    codes = family.codes()
    child = litter(torch.from_numpy(ROOT), LITTER, 0.4, 1)[2]
    torch.testing.assert_close(codes[1], child)
    torch.testing.assert_close(codes[2], litter(child, LITTER, 1.0, 7)[11])
    assert codes.shape == (4, 8)


def test_the_line_leads_from_the_root_to_the_member_shown():
    assert read(TEXT, 8).line() == [0, 3]
    assert read(TEXT.replace(".3.", ".2.", 1), 8).line() == [0, 1, 2]
    assert read(TEXT, 8).parents() == [-1, 0, 1, 0]
    assert Family(ROOT, (), 0).line() == [0]


@pytest.mark.parametrize("text", [
    "", ".", "3", TEXT[1:], TEXT + ".", TEXT + ".4-40-1-2", TEXT + ".3-101-1-2", TEXT + f".3-40-{2**31}-2",
    TEXT + ".3-40-1-12", TEXT + ".3-40-1", TEXT + ".3-40-1-2-5", TEXT + ".3-40-1-x", TEXT + ".3--1-1-2",
    TEXT + ".3-40-1-²", TEXT.replace(".3.", ".4.", 1), TEXT.replace(".3.", ".-1.", 1), explore_code.pack(ROOT),
    explore_code.pack(np.full(8, np.nan, np.float32)) + ".0", explore_code.pack(ROOT[:7]) + ".0",
    explore_code.pack(ROOT) + ".0" + ".0-40-1-2" * (MOST + 1), explore_code.pack(ROOT) + ".0" + "." * 10**6])
def test_what_is_no_family_is_refused(text):
    assert read(text, 8) is None


def test_the_largest_family_fits():
    assert len(read(explore_code.pack(ROOT) + ".0" + f".0-100-{2**31 - 1}-11" * MOST, 8).members) == MOST


def test_the_browser_reads_the_same_family_and_breeds_the_same_codes():
    told = answer(SCRIPT, """((family) => ({ text: toAddress(family), at: family.at,
        codes: codesOf(family) }))(fromAddress(ask.text))""", text=TEXT)
    assert (told["text"], told["at"]) == (TEXT, 3)
    torch.testing.assert_close(torch.tensor(told["codes"]), read(TEXT, 8).codes(), rtol=1e-5, atol=1e-6)


def test_a_birth_is_told_by_how_it_came_to_be():
    told = answer(SCRIPT, "toAddress(born(fromAddress(ask.text), { distance: 25, seed: 9, child: 4 }))", text=TEXT)
    assert told == TEXT.replace(".3.", ".4.", 1) + ".3-25-9-4"


@pytest.mark.parametrize(("at", "gone", "left"), [
    (3, 1, ".1.0-5-2147483647-0"),                   # with its child; who is shown stays shown
    (2, 1, ".0.0-5-2147483647-0"),                   # who is shown goes with the branch: its root's parent is shown
    (3, 3, ".0.0-40-1-2.1-100-7-11")])
def test_a_branch_goes_with_all_that_came_from_it(at, gone, left):
    told = answer(SCRIPT, "toAddress(without(fromAddress(ask.text), ask.gone))", text=TEXT.replace(".3.", f".{at}.", 1),
                  gone=gone)
    assert told == explore_code.pack(ROOT) + left


def test_the_tree_has_a_column_for_each_generation_and_no_two_in_one_place():
    parents = [-1, 0, 0, 1, 1, 3, 2, 0]
    told = answer(SCRIPT, "layout(ask.parents.map((parent) => ({ parent })))", parents=parents)
    places = [(place["column"], place["row"]) for place in told["places"]]
    assert len(set(places)) == len(places)
    assert (told["columns"], told["rows"]) == (4, 4)
    for place, parent in list(zip(places, parents, strict=True))[1:]:
        assert place[0] == places[parent][0] + 1
        assert place[1] >= places[parent][1]
    assert places[0][1] == places[1][1] == places[3][1] == places[5][1], "a first child stays in its parent's row"
