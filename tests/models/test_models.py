"""What holds for every model in the registry."""

import math

import pytest
import torch

from genmodels.checkpoint import load, save
from genmodels.config import ImageSpec, build, knobs
from genmodels.errors import ConfigError
from genmodels.events import Scalars
from genmodels.models import DEFAULT_GAN, MODELS, find_model, make_model
from genmodels.models.base import Encodes, HasLikelihood
from genmodels.train import Training
from tests.models.making import CONDITIONAL, SMALL, SPECS, a_batch, a_config, pictures, small

every_model = pytest.mark.parametrize("name", MODELS)
every_spec = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.channels}x{spec.size}")


@every_model
@every_spec
def test_decodes_codes_to_images_in_range(name, spec):
    model = small(name, spec).eval()
    with torch.no_grad():
        images = model.decode(model.prior(5))
    assert images.shape == (5, spec.channels, spec.size, spec.size)
    assert images.abs().max() <= 1
    assert images.flatten(1).std(0).max() > 0, "every code gives the same image"


@every_model
@pytest.mark.parametrize("size", [4, 5, 31, 64])
def test_fits_any_size(name, size):
    spec = ImageSpec(channels=1, size=size)
    model = small(name, spec)
    assert model.decode(model.prior(4)).shape == (4, 1, size, size)
    assert all(torch.isfinite(player.loss(a_batch(spec))["loss"]) for player in model.players())


@every_model
def test_equal_seeds_give_equal_codes(name):
    model = small(name)
    one, same, other = (model.prior(4, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2))
    assert torch.equal(one, same)
    assert not torch.equal(one, other)
    assert one.shape == (4, model.latent_dim)


@every_model
@every_spec
def test_only_the_player_that_moves_gets_gradients(name, spec, tiny):
    data = tiny if spec.size == 8 else pictures(spec.channels, spec.size, 24)
    training = Training(a_config(name, data), data, data)
    for player in training.players:
        before = {key: tensor.clone() for key, tensor in training.model.state_dict().items()}
        own = {id(parameter) for parameter in player.module.parameters()}
        training.round.move(player, training.batches.next(), 0.01)
        assert all(parameter.grad is None for parameter in training.model.parameters())
        moved = {key for key, parameter in training.model.named_parameters() if not torch.equal(parameter, before[key])}
        allowed = {key for key, parameter in training.model.named_parameters() if id(parameter) in own}
        assert moved, f"{player.name} did not move"
        assert moved <= allowed, f"{player.name} moved {moved - allowed}"


@every_model
@every_spec
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_trains_three_steps(name, spec, precision):
    data = pictures(spec.channels, spec.size, 24)
    training = Training(a_config(name, data, steps=3, precision=precision), data, data)
    scalars = [event for event in training.run() if isinstance(event, Scalars)]
    assert scalars[-1].step == 3
    assert all(math.isfinite(value) for value in scalars[-1].values.values())


@every_model
def test_every_curve_is_a_logged_term(name, tiny):
    training = Training(a_config(name, tiny, steps=1), tiny, tiny)
    values = next(event for event in training.run() if isinstance(event, Scalars)).values
    assert {curve.term for curve in training.model.curves} <= values.keys()
    assert {f"{player.name}/loss" for player in training.players} <= values.keys()


@every_model
def test_weights_come_back_from_disk(name, tiny, tmp_path):
    training = Training(a_config(name, tiny, steps=2), tiny, tiny)
    list(training.run())
    checkpoint = load(save(training.checkpoint(), tmp_path))
    model = small(name)
    model.load_state_dict(checkpoint.model)
    if checkpoint.average:
        model.averaged().load_state_dict(checkpoint.average)
    z = model.prior(3)
    with torch.no_grad():
        torch.testing.assert_close(model.eval().decode(z), training.average.eval().decode(z), rtol=1e-5, atol=1e-5)


@every_model
def test_every_preset_builds(name):
    kind = MODELS[name]
    assert next(iter(kind.presets)) == "30 seconds"
    assert {"30 seconds", "5 minutes", "best"} <= kind.presets.keys()
    assert kind.family == "VAE" or "collapse on purpose" in kind.presets
    for preset in kind.presets.values():
        make_model(name, SPECS[0], 3, preset.settings)
        assert preset.seconds > 0
        assert preset.summary.endswith(".")


@every_model
def test_every_setting_says_what_it_is(name):
    for knob in knobs(MODELS[name].Config):
        assert knob.help.endswith("."), knob.name
        assert knob.kind in ("bool", "choice") or (knob.low is not None and knob.high is not None), knob.name


@every_model
def test_says_what_it_is(name):
    kind = MODELS[name]
    assert kind.name == name
    assert kind.title
    assert kind.summary.endswith(".")
    assert any(year in kind.paper for year in map(str, range(2013, 2027)))


@every_model
def test_capabilities_are_as_the_family_says(name):
    model = small(name)
    assert isinstance(model, Encodes) == isinstance(model, HasLikelihood) == (model.family == "VAE")
    assert len(model.players()) == (1 if model.family == "VAE" else 2)


@pytest.mark.parametrize("name", CONDITIONAL)
@every_spec
def test_conditional_models_draw_by_class(name, spec):
    model = small(name, spec, conditional=True).eval()
    assert model.conditional
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.2)     # fresh networks are almost deaf to the class
    z = model.prior(1).expand(3, -1)
    with torch.no_grad():
        by_class, in_turn = model.decode(z, torch.arange(3)), model.decode(z)
    assert torch.equal(by_class, in_turn)
    assert (by_class[0] - by_class[1]).abs().max() > 1e-3


@pytest.mark.parametrize("name", CONDITIONAL)
def test_conditional_models_train(name, tiny):
    training = Training(a_config(name, tiny, steps=3, settings={"conditional": True}), tiny, tiny)
    last = [event for event in training.run() if isinstance(event, Scalars)][-1]
    assert all(math.isfinite(value) for value in last.values.values())


@pytest.mark.parametrize("name", CONDITIONAL)
@pytest.mark.parametrize(("classes", "asked", "told"), [(3, True, True), (3, False, False), (1, True, False),
                                                       (0, True, False)])
def test_a_model_is_told_of_classes_only_where_there_are_several(name, classes, asked, told):
    model = make_model(name, SPECS[0], classes, SMALL | {"conditional": asked}).eval()
    assert model.conditional == told
    assert any("embedding" in key for key in model.state_dict()) == told
    with torch.no_grad():
        assert model.decode(model.prior(2)).shape == (2, 1, 8, 8)


def test_a_fresh_gan_with_convolutions_draws_by_class():
    assert [name for name in CONDITIONAL if small(name).conditional] == ["dcgan", "r3gan"]


def test_dropout_leaves_units_of_the_discriminator_out_while_it_learns():
    x, y = a_batch()
    discriminator = small("gan", dropout=0.5).discriminator
    assert not torch.equal(discriminator(x, y), discriminator(x, y))
    assert torch.equal(discriminator.eval()(x, y), discriminator(x, y))
    plain = small("gan").discriminator
    assert torch.equal(plain(x, y), plain(x, y)), "the article's pair has none unless asked"
    assert plain.state_dict().keys() == discriminator.state_dict().keys(), "so that older runs open"


def test_the_default_gan_is_one():
    assert MODELS[DEFAULT_GAN].family == "GAN"


def test_a_stranger_is_named_with_its_neighbour():
    with pytest.raises(ConfigError, match="Did you mean 'dcgan'"):
        find_model("dcgam")


@every_model
def test_settings_out_of_range_are_refused(name):
    with pytest.raises(ConfigError, match="batch_size = 1 does not fit"):
        build(MODELS[name].Config, {"batch_size": 1})
