"""Compare: which runs the address brings, their marks, and what differs between them."""

import json
import shutil

import pytest

from genmodels.worker import train_here
from tests.pages.reading import healthy, words
from tests.running import tiny
from ui.run_marks import LETTERS


def chosen(at):
    return at.multiselect(key="compared").value


def test_a_page_without_a_choice_offers_runs_and_puts_them_into_the_address(finished_vae, finished_gan, open_page):
    at = open_page("compare")
    assert set(chosen(at)) == {finished_vae.id, finished_gan.id}
    assert at.query_params["runs"] == ",".join(chosen(at))


def test_without_any_run_it_leads_to_train(empty, open_page):
    assert "train" in [link.proto.page for link in open_page("compare").get("page_link")]


@pytest.mark.parametrize(("address", "says"), [("", "two runs"), ("{vae}", "one more run")])
def test_too_few_are_asked_for(address, says, finished_vae, open_page):
    at = open_page("compare", runs=address.format(vae=finished_vae.id))
    assert says in words(at)


@pytest.mark.parametrize("stranger", ["../../etc/passwd", "<script>alert(1)</script>", "nobody", "x" * 5000, "\x00",
                                      "%2e"])
def test_strangers_are_told_and_left_out(stranger, finished_vae, finished_gan, open_page):
    at = open_page("compare", runs=f"{stranger},{finished_vae.id},{finished_gan.id}")
    assert chosen(at) == [finished_vae.id, finished_gan.id]
    assert repr(stranger[:60]) in at.warning[0].value


def test_a_run_named_twice_counts_once(finished_vae, finished_gan, open_page):
    at = open_page("compare", runs=f"{finished_vae.id},{finished_vae.id},{finished_gan.id}")
    assert chosen(at) == [finished_vae.id, finished_gan.id]


def test_eight_are_compared_and_a_ninth_is_told(world, finished_vae, open_page):
    copies = [shutil.copytree(finished_vae.folder, world.root / f"copy-{i}").name for i in range(9)]
    at = open_page("compare", runs=",".join(copies))
    assert chosen(at) == copies[:8]
    assert "At most 8" in at.warning[0].value


def test_who_is_taken_out_leaves_an_empty_place_and_the_others_keep_their_marks(world, finished_vae, open_page):
    names = [shutil.copytree(finished_vae.folder, world.root / f"copy-{i}").name for i in range(4)]
    at = open_page("compare", runs=",".join(names[:3]))
    healthy(at.multiselect(key="compared").set_value([names[0], names[2]]).run())
    assert at.query_params["runs"] == f"{names[0]},,{names[2]}"
    healthy(at.multiselect(key="compared").set_value([names[0], names[2], names[3]]).run())
    assert at.query_params["runs"] == f"{names[0]},{names[3]},{names[2]}"


def test_every_run_is_named_with_its_letter(finished_vae, finished_gan, open_page):
    at = open_page("compare", runs=f",{finished_vae.id},{finished_gan.id}")
    marks = "".join(element.proto.body for element in at.get("html"))
    assert [letter for letter in LETTERS if f'aria-label="{letter}"' in marks] == ["B", "C"]


def test_a_deleted_or_damaged_run_is_left_out(finished_vae, finished_gan, open_page):
    at = open_page("compare", runs=f"{finished_vae.id},{finished_gan.id}")
    (finished_gan.folder / "config.json").write_text("{")
    healthy(at.run())
    assert chosen(at) == [finished_vae.id]
    assert finished_gan.id in at.warning[0].value
    shutil.rmtree(finished_vae.folder)
    assert "Nothing to compare" in words(healthy(at.run()))


def test_only_settings_that_differ_are_shown_until_all_are_asked_for(world, open_page):
    names = []
    for seed, beta in ((0, 1.0), (1, 4.0)):
        run = world.create(tiny("vae", steps=2, settings={"beta": beta}, seed=seed))
        assert train_here(run) == "finished"
        names.append(run.id)
    at = open_page("compare", runs=",".join(names), section="Settings")
    assert set(at.table[0].value.iloc[:, 0]) == {"seed", "beta"}
    healthy(at.toggle(key="all-settings").set_value(True).run())
    assert "latent_dim" in set(at.table[0].value.iloc[:, 0])


def test_a_choice_that_is_no_list_of_runs_breaks_nothing(world, open_page):
    assert words(open_page("compare", runs=",,,,,,,,,,,,"))
    assert words(open_page("compare", runs=json.dumps({"a": 1})))
