"""Settings: validation in sentences, assignments from the command line, what a form needs."""

import json
import math

import pytest

from genmodels.config import ImageSpec, RunConfig, Settings, build, knob, knobs, parse_assignments
from genmodels.errors import ConfigError
from genmodels.models.vae import VAE


class Tea(Settings):
    minutes: int = knob(3, 1, 10, help="How long.")
    sugar: float = knob(0.5, 0.0, 2.0, help="How sweet.", advanced=True)
    milk: bool = knob(False, help="Whether.")


def a_run(**given):
    return RunConfig(**({"model": "vae", "dataset": "digits", "image": {"channels": 1, "size": 8}, "classes": ("a",),
                         "steps": 3} | given))


def test_defaults_hold_when_nothing_is_given():
    assert build(Tea, {}) == Tea(minutes=3, sugar=0.5, milk=False)


@pytest.mark.parametrize(("values", "words"), [
    ({"minutes": 11}, "minutes = 11 does not fit.*Allowed: 1 to 10; the default is 3"),
    ({"minutes": 0}, "minutes = 0 does not fit"), ({"minutes": 2.5}, "minutes = 2.5 does not fit"),
    ({"minutes": "long"}, "minutes = 'long' does not fit"), ({"sugar": math.nan}, "sugar = nan does not fit"),
    ({"sugar": math.inf}, "sugar = inf does not fit"), ({"minuts": 3}, "no setting 'minuts'.*Did you mean 'minutes'"),
    ({"zzz": 3}, "Known: minutes, sugar, milk")])
def test_what_does_not_fit_is_said_in_a_sentence(values, words):
    with pytest.raises(ConfigError, match=words):
        build(Tea, values)


def test_every_field_that_does_not_fit_is_named():
    with pytest.raises(ConfigError, match=r"minutes = 99.*sugar = -1"):
        build(Tea, {"minutes": 99, "sugar": -1})


def test_settings_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        build(Tea, {}).minutes = 4


@pytest.mark.parametrize(("text", "values"), [
    (["minutes=4"], {"minutes": 4}), (["sugar=1e-1", "milk=true"], {"sugar": 0.1, "milk": True}),
    (["milk=a=b"], {"milk": "a=b"}), ([], {})])
def test_assignments_are_read(text, values):
    assert parse_assignments(Tea, text) == values


@pytest.mark.parametrize(("text", "words"), [("minutes", "has no '='"), ("minuts=3", "Did you mean 'minutes'")])
def test_assignments_that_cannot_be_read(text, words):
    with pytest.raises(ConfigError, match=words):
        parse_assignments(Tea, [text])


def test_knobs_carry_what_a_form_needs():
    minutes, sugar, milk = knobs(Tea)
    assert (minutes.name, minutes.kind, minutes.default, minutes.low, minutes.high) == ("minutes", "int", 3, 1, 10)
    assert (sugar.kind, sugar.advanced, sugar.help) == ("float", True, "How sweet.")
    assert milk.kind == "bool"
    assert (minutes.live, next(knob for knob in knobs(VAE.Config) if knob.name == "beta").live) == (False, True)
    likelihood = next(knob for knob in knobs(VAE.Config) if knob.name == "likelihood")
    assert (likelihood.kind, likelihood.choices) == ("choice", ("bernoulli", "gaussian"))


def test_a_run_comes_back_from_json():
    config = a_run(settings={"beta": 2.0}, seed=7)
    assert RunConfig.model_validate_json(config.model_dump_json()) == config
    assert json.loads(config.model_dump_json())["image"] == {"channels": 1, "size": 8}


@pytest.mark.parametrize(("given", "words"), [
    ({"steps": None}, "give steps or seconds"), ({"steps": 0}, "steps = 0"), ({"seconds": 0.1}, "seconds = 0.1"),
    ({"seed": -1}, "seed = -1"), ({"threads": 0}, "threads = 0"),
    ({"live_share": 0.6}, "live_share = 0.6"), ({"device": "tpu"}, "device = 'tpu'")])
def test_a_run_that_makes_no_sense(given, words):
    with pytest.raises(ConfigError, match=words):
        build(RunConfig, a_run().model_dump() | given)


@pytest.mark.parametrize("spec", [{"channels": 2, "size": 8}, {"channels": 1, "size": 3}, {"channels": 1, "size": 65}])
def test_images_of_a_strange_format(spec):
    with pytest.raises(ConfigError, match="does not fit"):
        build(ImageSpec, spec)
