"""Explore: what the studio is told about a model, and what becomes of what it sends back; the page does the moving."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st
import torch

from genmodels import data, latent, sample
from genmodels.config import ImageSpec, RunConfig
from genmodels.worker import train_here
from tests.pages.reading import healthy, words
from tests.running import tiny
from ui import explore_code, explore_space, explore_studio
from ui.components.studio import answers as face
from ui.explore_code import Place

SIZE, CLASSES, REACH = 2, 10, 4.0
CODE = explore_code.pack(np.float32([1.5, -0.5]))


@pytest.fixture
def wide(world):
    """A VAE with more dimensions than fit on the page at once, most of them dead."""
    run = world.create(tiny(steps=400, settings={"latent_dim": 12}))
    assert train_here(run) == "finished"
    return run


@pytest.fixture
def conditional(world):
    settings = {"conditional": True, "width": 4, "hidden": 16, "latent_dim": 3, "batch_size": 16}
    run = world.create(RunConfig(model="conv_vae", dataset="digits", image=ImageSpec(channels=1, size=8), steps=40,
                                 classes=tuple("0123456789"), settings=settings, precision="float32"))
    assert train_here(run) == "finished"
    return run


@pytest.fixture
def address(monkeypatch):
    """The address outside a page."""
    query = {}
    monkeypatch.setattr(st, "query_params", query)
    return query


@pytest.fixture
def sent(monkeypatch):
    """What the browser sent under the key "studio": `sent(kept=...)`."""
    def send(**messages):
        monkeypatch.setattr(st, "session_state", {"studio": SimpleNamespace(**messages)})
    return send


def told(at):
    """What the page told the studio."""
    return next(json.loads(part.proto.json) for part in at.get("bidi_component")
                if part.proto.component_name == "genlab_studio")


def test_without_runs_it_says_what_to_do_first(empty, open_page):
    at = open_page("explore")
    assert "takes a model that encodes" in words(at)
    assert [link.proto.page for link in at.main.get("page_link")] == ["train"]
    assert not at.get("bidi_component")


def test_a_model_that_cannot_encode_is_not_offered(finished_vae, finished_gan, open_page):
    at = open_page("explore", run=finished_gan.id)
    assert "does not fit this page" in words(at)
    assert at.query_params["run"] in (finished_vae.id, [finished_vae.id])


def test_the_studio_begins_in_the_middle_and_knows_where_all_it_needs_lies(finished_vae, open_page):
    sent = told(open_page("explore", run=finished_vae.id))
    assert (sent["code"], sent["class"], sent["axes"], sent["mode"]) == (None, 0, None, "plane")
    assert (sent["run"], sent["latent"], sent["classes"]) == (finished_vae.id, 2, [])
    assert sent["labels"] == list("0123456789")
    for name, route in (("decoder", "decoder"), ("live", "live"), ("codes", "codes")):
        assert sent[name].startswith(f"/api/runs/{finished_vae.id}/{route}?")
    assert "/studio/studio.js" in sent["module"]


def test_every_point_is_a_link(finished_vae, open_page):
    at = open_page("explore", run=finished_vae.id, z=CODE, x="z1", y="z0")
    sent = told(at)
    assert sent["code"] == CODE
    assert sent["axes"] == ["z1", "z0"]
    assert not at.warning


@pytest.mark.parametrize("text", ["AAAA", "%%%%", "A" * 5000, explore_code.pack(np.float32([1, np.nan]))])
def test_a_link_that_does_not_fit_is_told_and_the_middle_shown(finished_vae, open_page, text):
    at = open_page("explore", run=finished_vae.id, z=text)
    assert "does not fit this model" in at.warning[0].value
    assert told(at)["code"] is None


@pytest.mark.parametrize("text", ["", "AAAA", "%%%%", "A" * 5000, "äöü", explore_code.pack(np.float32([1, np.nan])),
                                  explore_code.pack(np.float32([1, np.inf])), explore_code.pack(np.float32([1, 2, 3]))])
def test_what_is_no_code_is_refused(text):
    assert explore_code.unpack(text, 2) is None


def test_a_link_leads_no_farther_than_the_data(finished_vae, open_page, world):
    reach = explore_space.space(finished_vae).reach
    at = open_page("explore", run=finished_vae.id, z=explore_code.pack(np.float32([1e30, -1e30])))
    np.testing.assert_array_equal(explore_code.unpack(told(at)["code"], 2), np.float32([reach, -reach]))


@pytest.mark.parametrize(("text", "label"), [
    ("3", 3), ("9", 9), ("10", 0), ("-1", 0), ("0000009999", 0), ("٣", 0), ("x", 0), ("", 0)])
def test_a_class_of_the_address_is_one_there_is(address, text, label):
    address["class"] = text
    assert explore_code.place(SIZE, CLASSES, REACH).y == label


def test_what_was_kept_stands_in_the_address_and_comes_back(address):
    place = Place(np.float32([1.25, -3]), 7, ("axis-1", "class-3-8"))
    explore_code.keep(place)
    assert set(address) == {"z", "class", "x", "y"}
    back = explore_code.place(SIZE, CLASSES, REACH)
    np.testing.assert_array_equal(back.z, place.z)
    assert back[1:] == place[1:]


def test_a_code_alone_is_all_that_the_address_needs(address):
    explore_code.keep(Place(np.float32([1.25, -3])))
    assert set(address) == {"z"}


def test_the_browser_is_believed_when_it_sends_a_code_of_this_model(sent):
    sent(kept={"code": CODE, "class": 3, "axes": ["z0", "z1"]})
    place = face.kept("studio", SIZE, CLASSES, REACH, {"z0", "z1"})
    np.testing.assert_array_equal(place.z, np.float32([1.5, -0.5]))
    assert place[1:] == (3, ("z0", "z1"))
    sent(kept={"code": explore_code.pack(np.float32([100, -100])), "class": 0, "axes": ["z0", "elsewhere"]})
    place = face.kept("studio", SIZE, CLASSES, REACH, {"z0", "z1"})
    np.testing.assert_array_equal(place.z, np.float32([REACH, -REACH]))
    assert place.axes is None


@pytest.mark.parametrize("message", [
    None, "x", 5, [], {}, {"code": 5}, {"code": "AAAA", "class": 0}, {"code": CODE, "class": 10},
    {"code": CODE, "class": True}, {"code": CODE, "class": -1}, {"code": CODE, "class": "1"},
    {"code": explore_code.pack(np.float32([np.inf, 0])), "class": 0}])
def test_and_not_otherwise(sent, message):
    sent(kept=message)
    assert face.kept("studio", SIZE, CLASSES, REACH, set()) is None


@pytest.mark.parametrize(("message", "number"), [
    (None, 0), ({}, 0), ("x", 0), ({"number": 7}, 7), ({"number": "7"}, 0), ({"number": True}, 0),
    ({"number": 1.5}, 0)])
def test_the_studio_is_told_which_message_was_heard(sent, message, number):
    sent(kept=message)
    assert face.heard("studio") == number


@pytest.mark.parametrize("axes", ["zz", [1, 2], ["z0"], ["z0", "z1", "z0"], {"z0": 1, "z1": 2}, 7, [["z0"], "z1"]])
def test_axes_that_are_none_are_left_out(sent, axes):
    sent(kept={"code": CODE, "class": 0, "axes": axes})
    assert face.kept("studio", SIZE, CLASSES, REACH, {"z0", "z1"}).axes is None


def test_a_name_is_cut_to_one_short_line(sent):
    sent(named={"dimension": 1, "name": "  how\n round " + "o" * 100})
    assert face.named("studio", SIZE) == (1, ("how round " + "o" * 100)[:40])


@pytest.mark.parametrize("message", [
    None, "x", {}, {"dimension": 2, "name": "a"}, {"dimension": -1, "name": "a"}, {"dimension": True, "name": "a"},
    {"dimension": "1", "name": "a"}, {"dimension": 1, "name": 5}])
def test_a_name_for_no_dimension_is_ignored(sent, message):
    sent(named=message)
    assert face.named("studio", SIZE) is None


def test_names_are_kept_with_the_run(finished_vae, open_page, world):
    space = explore_space.space(finished_vae)
    explore_studio._name(space, 1, "how round")
    named = {one["index"]: one["name"] for one in told(open_page("explore", run=finished_vae.id))["dimensions"]}
    assert named == {0: "", 1: "how round"}
    explore_studio._name(space, 1, "")
    assert finished_vae.notes().dimensions == {}


def test_damaged_notes_are_told_and_nothing_else_is_lost(finished_vae, open_page):
    (finished_vae.folder / "notes.json").write_text("{")
    at = open_page("explore", run=finished_vae.id)
    assert "notes.json" in at.warning[0].value
    assert told(at)["dimensions"][0]["name"] == ""


def test_dimensions_come_in_the_order_of_what_they_carry_and_dead_ones_are_marked(wide, open_page):
    space = explore_space.space(wide)
    sent = told(open_page("explore", run=wide.id))["dimensions"]
    carried = [one["nats"] for one in sent]
    assert carried == sorted(carried, reverse=True)
    assert sorted(one["index"] for one in sent) == list(range(12))
    assert [one["alive"] for one in sent] == [nats >= latent.DEAD for nats in carried]
    assert 0 < space.alive < 12


def test_a_collapsed_posterior_is_told_with_advice(world, open_page):
    run = world.create(tiny(steps=200, settings={"latent_dim": 6, "beta": 50.0}))
    assert train_here(run) == "finished"
    sent = told(open_page("explore", run=run.id))
    assert not any(one["alive"] for one in sent["dimensions"])
    assert "smaller beta" in sent["words"]["collapsed"]


def test_nearly_all_codes_lie_on_the_pad_and_none_beyond_reach(wide):
    space = explore_space.space(wide)
    sizes = space.encoded.mean.abs()
    assert 3.5 <= space.span <= space.reach
    assert float((sizes <= space.span).float().mean()) >= 0.995
    assert float(sizes.max()) <= space.reach


def test_the_studio_knows_directions_and_the_mean_code_of_each_class(wide, open_page):
    space = explore_space.space(wide)
    sent = told(open_page("explore", run=wide.id))
    known = explore_space.directions(space)
    assert [one["key"] for one in sent["directions"]] == [one.key for one in known]
    for one, direction in zip(sent["directions"], known, strict=True):
        np.testing.assert_array_equal(explore_code.unpack(one["vector"], 12), direction.vector.numpy())
    third = explore_code.unpack(sent["goals"][3]["code"], 12)
    np.testing.assert_array_equal(third, space.means[3].numpy())


@pytest.mark.parametrize(("key", "found"), [
    ("class-3-8", True), ("class-8-3", True), ("class-3-3", False), ("class-3-99", False), ("class-3", None),
    ("class-3-8-1", False), ("class-a-b", False), ("class-9999999999-1", False), ("", False)])
def test_an_address_may_name_the_way_from_class_to_class(wide, key, found):
    space = explore_space.space(wide)
    keys = [one.key for one in explore_space.directions(space, key)]
    if found is not None:     # "class-3" is found where the codes show it
        assert (key in keys) is found
    assert len(keys) == len(set(keys))


def test_own_directions_come_first_and_those_of_other_codes_are_left_out(finished_vae, world):
    finished_vae.change_notes(lambda notes: notes.with_direction("mine", (0.0, 1.0)).with_direction("long", (1.0,) * 5))
    first = explore_space.directions(explore_space.space(finished_vae))[0]
    assert (first.title, first.group, first.vector.tolist()) == ("mine", "own", [0.0, 1.0])
    assert sum(one.group == "own" for one in explore_space.directions(explore_space.space(finished_vae))) == 1


def test_a_conditional_model_has_its_classes_and_the_one_of_the_address(conditional, open_page):
    sent = told(open_page("explore", run=conditional.id, **{"class": "7"}))
    assert sent["class"] == 7
    assert sent["classes"] == list("0123456789")


def test_the_distance_is_measured_on_what_the_route_gives(finished_vae, world):
    space = explore_space.space(finished_vae)
    held_out = data.load("digits", "held-out")
    mean, _ = sample.encode(space.model, held_out.images[:3])
    torch.testing.assert_close(space.encoded.mean[:3], mean)


def test_the_page_is_whole_on_every_tab(finished_vae, open_page):
    at = open_page("explore", run=finished_vae.id)
    for tab in [tab.label for tab in at.tabs]:
        at.session_state["section"] = tab
        healthy(at.run())


def test_the_information_of_each_dimension_is_charted(wide, open_page):
    at = open_page("explore", run=wide.id)
    at.session_state["section"] = "What the dimensions carry"
    space = explore_space.space(wide)
    shown = {metric.label: metric.value for metric in healthy(at.run()).metric}
    assert shown["Dimensions in use"] == f"{space.alive} of 12"
    assert shown["Information in a code"] == f"{float(space.information.sum()):.1f} nats"
