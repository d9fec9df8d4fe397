"""Home: alive with shipped models, one click to a training, the latest runs, the device line."""

from dataclasses import replace

import pytest

from genmodels import worker
from genmodels.runs import write_card
from tests.pages.promised import PROMISE
from tests.pages.reading import words
from ui import promises


def ship(run):
    write_card(run.folder, replace(run.card, shipped=True, title="A VAE that came along"))


def test_home_says_what_this_is_and_what_it_trains_on(empty, open_page):
    said = words(open_page("home"))
    assert "Train small generative models" in said
    assert "This machine trains on" in said
    assert "None yet" in said


def test_shipped_models_show_samples_and_lead_on(finished_vae, finished_gan, open_page):
    ship(finished_vae)
    at = open_page("home")
    assert "A VAE that came along" in words(at)
    assert len(at.image) == 1
    targets = {link.proto.page for link in at.main.get("page_link") if finished_vae.id in link.proto.query_string}
    assert targets == {"explore", "generate", "watch"}


def test_a_gan_has_nothing_to_explore(finished_gan, open_page):
    ship(finished_gan)
    targets = {link.proto.page for link in open_page("home").main.get("page_link")
               if finished_gan.id in link.proto.query_string}
    assert targets == {"generate", "watch"}


def test_own_runs_are_listed_with_their_state(finished_vae, open_page):
    at = open_page("home")
    assert "finished" in words(at)
    assert any(finished_vae.id in link.proto.query_string for link in at.main.get("page_link"))


@pytest.mark.parametrize(("button", "family"), [("quick-vae", "VAE"), ("quick-gan", "GAN")])
def test_one_click_starts_a_training_and_goes_to_watch(button, family, empty, open_page):
    from genmodels.models import find_model
    at = open_page("home").button(key=button).click().run()
    run, = empty.runs()
    assert find_model(run.config.model).family == family
    assert run.config.preset == "30 seconds"
    assert run.config.dataset == "mnist-5k"     # the best at hand without a network
    assert run.state == "queued"
    assert at.query_params["run"] == run.id
    assert not at.exception


def test_the_speed_is_measured_while_home_is_read_and_the_training_need_not(empty, open_page, monkeypatch):
    monkeypatch.setattr(worker, "promise", lambda root, config, timeout: replace(PROMISE, steps=777))
    at = open_page("home")
    promises._pool().submit(bool).result(60)     # it comes after the questions of Home
    at.button(key="quick-vae").click().run()
    run, = empty.runs()
    assert run.config.steps == 777
    assert "--steps 777" in run.card.command


def test_a_damaged_run_breaks_nothing(finished_vae, open_page):
    (finished_vae.folder / "config.json").write_text("{")
    assert "damaged" in words(open_page("home"))
