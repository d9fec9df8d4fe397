"""Train: choices in the address, settings from the Config, a promise, sentences for what does not fit, Start."""

from dataclasses import replace

import pytest

from genmodels import worker
from genmodels.errors import RunError
from genmodels.models import MODELS
from tests.pages.promised import PROMISE
from tests.pages.reading import healthy, words


@pytest.fixture(autouse=True)
def promised(empty, monkeypatch):
    """The probe answers at once."""
    monkeypatch.setattr(worker, "promise", lambda root, config, timeout: PROMISE)


def settled(at, answer="metric"):
    """The page after its promise came; or a "warning", the sentence why there is none."""
    for _ in range(50):
        if getattr(at, answer):
            return at
        at = healthy(at.run())
    raise AssertionError(f"no {answer} came")


def knob(at, name):
    """The widget of a setting, by the end of its key."""
    widgets = [*at.number_input, *at.slider, *at.toggle, *at.selectbox, *at.text_input]
    return next(widget for widget in widgets if widget.key and widget.key.endswith(f"-{name}"))


@pytest.mark.parametrize("model", MODELS)
def test_every_setting_of_every_model_has_a_widget_with_help(model, empty, open_page):
    at = open_page("train", model=model)
    for name in MODELS[model].Config.model_fields:
        assert knob(at, name).help


@pytest.mark.parametrize("model", MODELS)
def test_every_preset_starts_the_form(model, empty, open_page):
    for name, preset in MODELS[model].presets.items():
        at = open_page("train", model=model, preset=name)
        for setting, value in preset.settings.items():
            assert knob(at, setting).value == value


def test_the_address_chooses(empty, open_page):
    at = open_page("train", model="gan", dataset="digits", preset="collapse on purpose")
    assert [at.selectbox(key=name).value for name in ("model", "dataset", "preset")] == [
        "gan", "digits", "collapse on purpose"]


def test_a_choice_goes_into_the_address(empty, open_page):
    at = healthy(open_page("train").selectbox(key="model").select("gan").run())
    assert at.query_params["model"] == "gan"
    at = healthy(at.selectbox(key="dataset").select("digits").run())
    assert at.query_params["dataset"] == "digits"
    at = healthy(at.selectbox(key="preset").select("collapse on purpose").run())
    assert at.query_params["preset"] == "collapse on purpose"


def test_a_stranger_in_the_address_is_told(empty, open_page):
    at = open_page("train", model="transformer")
    assert "transformer" in at.warning[0].value
    assert at.selectbox(key="model").value == next(iter(MODELS))


def test_the_promise_stands_before_the_start(empty, open_page):
    at = settled(open_page("train", dataset="digits"))
    assert {metric.label: metric.value for metric in at.metric} == {
        "Training time": "30 s", "Steps": "1,500", "Images per second": "6,400", "Memory": "321 MB"}


def test_a_training_that_takes_longer_than_asked_says_so(empty, open_page, monkeypatch):
    slow = replace(PROMISE, steps=20, note="30 seconds are 3 steps on this machine.")
    monkeypatch.setattr(worker, "promise", lambda root, config, timeout: slow)
    at = settled(open_page("train", dataset="digits", model="gan"))
    assert [box.value for box in at.warning] == [slow.note]


def test_without_a_promise_one_can_start_all_the_same(empty, open_page, monkeypatch):
    def busy(root, config, timeout):
        raise RunError("The machine is busy.")
    monkeypatch.setattr(worker, "promise", busy)
    at = settled(open_page("train", dataset="digits"), "warning")
    assert at.warning[0].value == "The machine is busy."
    assert not at.button(key="start").disabled


def test_a_promise_that_failed_is_measured_again_when_asked(empty, open_page, monkeypatch):
    def full(root, config, timeout):
        raise RunError("The disk is full.")
    monkeypatch.setattr(worker, "promise", full)
    at = settled(open_page("train", dataset="digits"), "warning")
    monkeypatch.setattr(worker, "promise", lambda root, config, timeout: PROMISE)
    assert healthy(at.run()).warning[0].value == "The disk is full."     # not measured for every click elsewhere
    at = settled(healthy(at.button(key="measure-again").click().run()))
    assert not at.warning
    assert at.metric


def test_start_submits_what_stands_in_the_form(empty, open_page):
    at = settled(open_page("train", model="vae", dataset="digits"))
    knob(at, "beta").set_value(4.0)
    knob(at, "latent_dim").set_value(2)
    knob(at, "seed").set_value(7)
    knob(at, "batch_size").set_value(16)
    at = settled(healthy(at.run())).button(key="start").click().run()
    run, = empty.runs()
    assert run.config.settings.items() >= {"beta": 4.0, "latent_dim": 2, "batch_size": 16, "free_bits": 0.0}.items()
    assert (run.config.seed, run.config.steps, run.config.preset) == (7, 1500, "30 seconds")
    assert run.status.promise["images_per_second"] == 6400.0
    assert at.query_params["run"] == run.id


def test_the_command_line_says_the_same(empty, open_page):
    at = open_page("train", model="vae", dataset="digits")
    at = healthy(knob(at, "beta").set_value(4.0).run())
    assert "train vae digits" in at.code[0].value
    assert "--set beta=4.0" in at.code[0].value


def test_a_value_that_does_not_fit_gets_a_sentence_and_keeps_standing(empty, open_page):
    at = open_page("train", model="vae", dataset="digits")
    knob(at, "beta").set_value(4.0)
    at = healthy(knob(at, "learning_rate").set_value(5.0).run())
    assert "learning_rate = 5.0 does not fit" in at.error[0].value
    assert at.button(key="start").disabled
    assert (knob(at, "beta").value, knob(at, "learning_rate").value) == (4.0, 5.0)
    at = healthy(knob(at, "learning_rate").set_value(0.001).run())
    assert not at.error
    assert not at.button(key="start").disabled


def test_a_batch_larger_than_the_dataset_is_refused(empty, open_page):
    at = open_page("train", model="vae", dataset="digits")
    at = healthy(knob(at, "batch_size").set_value(4000).run())
    assert "batch_size = 4000 does not fit" in words(at)


def test_the_budget_can_be_steps(empty, open_page):
    at = open_page("train", model="vae", dataset="digits")
    budget = next(control for control in at.get("segmented_control") if control.key.endswith("-budget"))
    at = healthy(budget.set_value("steps").run())
    at = healthy(knob(at, "steps").set_value(250).run())
    assert "--steps 250" in at.code[0].value


@pytest.mark.parametrize(("name", "value", "said"), [
    ("seed", 3, "--seed 3"), ("device", "cpu", "--device cpu"), ("threads", 2, "--threads 2"),
    ("precision", "float32", "--precision float32"), ("seconds", 45.0, "--seconds 45"),
    ("live_share", 0.1, "--live-share 0.1"),
    ("schedule", False, "schedule=false"), ("likelihood", "gaussian", "likelihood=gaussian")])
def test_each_choice_reaches_the_run(name, value, said, empty, open_page):
    at = open_page("train", model="vae", dataset="digits")
    at = healthy(knob(at, name).set_value(value).run())
    assert said in at.code[0].value
