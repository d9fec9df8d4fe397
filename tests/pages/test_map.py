"""The section "The map": what the component is told about a run, its moments and its real images."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np

from genmodels.runs.milestones import milestone_folder
from genmodels.runs.status import read_status, this_host, write_status
from tests.pages.reading import healthy, words
from ui import drift, explore_code
from ui.components.map.words import words as said

SCRIPTS = Path(__file__).parents[2] / "ui" / "components" / "map"


def opened(open_page, run, **address):
    at = open_page("explore", run=run.id, **address)
    at.session_state["section"] = "The map"
    return healthy(at.run())


def told(at):
    return next(json.loads(part.proto.json) for part in at.get("bidi_component")
                if part.proto.component_name == "genlab_map")


def test_the_map_is_told_where_all_lies(finished_vae, open_page):
    code = explore_code.pack(np.float32([1.5, -0.5]))
    sent = told(opened(open_page, finished_vae, z=code))
    assert (sent["run"], sent["latent"], sent["code"], sent["trains"]) == (finished_vae.id, 2, code, False)
    assert [moment["step"] for moment in sent["moments"]] == [*finished_vae.milestones(), 30]
    assert sent["explored"] == 30
    assert len(set(sent["palette"])) == len(finished_vae.config.classes)
    last = sent["moments"][-1]
    assert (last["decoder"], last["live"]) == (sent["decoder"], sent["live"]), "the page's own decoder"
    assert sent["live"].startswith(f"/api/runs/{finished_vae.id}/live?")
    assert all(f"/api/runs/{finished_vae.id}/drift?" in moment["points"] for moment in sent["moments"])


def test_a_run_without_milestones_has_a_map_and_a_word_about_it(finished_vae, open_page):
    for step in finished_vae.milestones():
        shutil.rmtree(milestone_folder(finished_vae.folder, step))
    at = opened(open_page, finished_vae)
    assert [moment["step"] for moment in told(at)["moments"]] == [30]
    assert "kept no milestones" in words(at)


def test_a_run_that_trains_can_be_looked_at_again(finished_vae, open_page):
    status = replace(read_status(finished_vae.folder), state="running", host=this_host(), due=2e9)
    with finished_vae.hold():
        write_status(finished_vae.folder, status)
        assert told(opened(open_page, finished_vae))["trains"] is True


def test_an_attribute_and_a_known_factor_have_words(open_page, world):
    shutil.copytree(Path(__file__).parents[2] / "checkpoints" / "conv-vae-shapes", world.root / "conv-vae-shapes")
    sent = told(opened(open_page, world.get("conv-vae-shapes")))
    assert {"size", "rotation", "x", "y", "hue", "slant"} <= sent["titles"].keys()
    assert all("main axis" in axis for axis in sent["axes"])


def test_the_best_weights_are_the_explored_ones(finished_vae):
    assert drift.explored(finished_vae) == finished_vae.best() == 30
    (finished_vae.folder / "best.json").unlink()
    assert drift.explored(finished_vae) == 30


def test_the_scripts_ask_for_no_word_that_python_does_not_give():
    asked = {word for file in SCRIPTS.glob("*.js")
             for word in re.findall(r"words(?:\.(\w+)|\[\"([\w-]+)\"\])", file.read_text()) for word in word if word}
    given = said().keys()
    assert asked <= given
    assert {"start", "silent", "first", "sorting", "settled", "collapsed"} <= given
