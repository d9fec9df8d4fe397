"""Operations of a step: against counts by hand for every model, and against what the true training loop does."""

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from genmodels import data
from genmodels.config import RunConfig, build
from genmodels.configure import configure
from genmodels.cost import flops
from genmodels.cost.flops import count, flops_per_step
from genmodels.errors import ConfigError
from genmodels.events import Stepped
from genmodels.models import MODELS, POINT_MODELS, make_model
from genmodels.models.base import GenerativeModel, ModelConfig, Player
from genmodels.panel import snapshot_steps
from genmodels.probe import _noise
from genmodels.train import LOG_EVERY, Training

PAIRS = [*((name, "mnist") for name in MODELS), ("dcgan", "shapes"), *((name, "ring") for name in POINT_MODELS)]
every_model = pytest.mark.parametrize(("name", "dataset"), PAIRS)


def macs(network, *inputs):
    """Multiplications of one forward pass for one image, layer by layer: every weight once for each place it is used
    at, which is each output of a convolution and each input of a transposed one."""
    found = []

    def note(layer, given, out):
        places = {nn.Linear: 1, nn.Conv2d: out[0, 0].numel(), nn.ConvTranspose2d: given[0][0, 0].numel()}
        found.append(layer.weight.numel() * places[type(layer)])

    hooks = [layer.register_forward_hook(note) for layer in network.modules()
             if isinstance(layer, nn.Linear | nn.Conv2d | nn.ConvTranspose2d)]
    network(*inputs)
    for hook in hooks:
        hook.remove()
    return found


def passes(layers, *, input_learns=False):
    """Multiplications forward, for the gradients of the weights, and for those that are passed on backwards."""
    return sum(layers), sum(layers), sum(layers) - (0 if input_learns else layers[0])


def by_hand(model):
    """Operations of one step: two for each multiplication, the sum over passes and images."""
    n = model.config.batch_size
    if model.family == "VAE":
        x = torch.zeros(2, model.image.channels, model.image.size, model.image.size)
        return 2 * n * sum(passes(macs(model.encoder, x) + macs(model.decoder, torch.zeros(2, model.latent_dim))))
    draws = macs(model.generator, torch.zeros(2, model.latent_dim))
    images = model.generator(torch.zeros(2, model.latent_dim))
    judges = macs(model.discriminator, images)
    moves = model.config.discriminator_moves
    forward, weights, back = passes(judges)
    judging = 2 * n * (forward + weights + back)                  # real and fake images, side by side
    judging += n * _penalty(model, judges)
    both = 2 if hasattr(model.config, "gamma") else 1             # a relativistic generator is judged beside real ones
    answer = n * both * (forward + passes(judges, input_learns=True)[2])
    drawing = n * (moves * sum(draws) + sum(passes(draws)[1:]))   # the generator learns from what was drawn last
    return 2 * (moves * judging + answer + drawing)


def _penalty(model, judges):
    """The gradient with respect to the images, written out by hand in the models, and differentiated in turn."""
    inner = judges[:-1]     # the head's gradient is its weight
    if model.name == "wgan_gp":     # at a point of its own, so there and back
        return 4 * sum(inner)
    if hasattr(model.config, "gamma"):     # of real images and samples, from the pass that is there already
        return 2 * 3 * sum(inner)
    return 0


def settled(name, dataset):
    """Without classes, whose embeddings look up and do not multiply."""
    fields = (MODELS | POINT_MODELS)[name].Config.model_fields
    settings = {"batch_size": 16} | ({"conditional": False} if "conditional" in fields else {})
    return configure(name, dataset, settings=settings, steps=1_000_000)


@every_model
def test_a_step_is_what_one_counts_by_hand(name, dataset):
    config = settled(name, dataset)
    model = make_model(name, config.image, len(config.classes), config.settings)
    assert flops_per_step(config) == by_hand(model)     # to the last operation


@every_model
def test_it_is_what_the_training_loop_does(name, dataset):
    """Guards against a loop that learns to play differently from the count."""
    config = build(RunConfig, settled(name, dataset).model_dump() | {"precision": "float32"})
    card = data.find(dataset)
    events = Training(config, _noise(config, card, "train"), _noise(config, card, "held-out")).run()
    bare = next(step for step in range(2, LOG_EVERY) if step not in snapshot_steps(config.steps))
    for event in events:
        if isinstance(event, Stepped) and event.step == bare - 1:
            break
    with FlopCounterMode(display=False) as counter:     # a step that draws and logs nothing
        assert isinstance(next(events), Stepped)
    assert flops_per_step(config) == counter.get_total_flops()


@pytest.mark.parametrize("name", ["conv_vae", "dcgan", "r3gan"])
def test_models_that_draw_by_class_are_counted_too(name):
    plain, by_class = (configure(name, "mnist", settings={"batch_size": 16, "conditional": on}) for on in (False, True))
    assert flops_per_step(by_class) > flops_per_step(plain)


def test_a_step_grows_with_the_batch():
    one, four = (flops_per_step(configure("dcgan", "mnist", settings={"batch_size": n})) for n in (16, 64))
    assert four == 4 * one


def test_counting_leaves_the_random_numbers_and_threads_alone():
    flops._counted.cache_clear()
    torch.manual_seed(3)
    torch.set_num_threads(2)
    state = torch.get_rng_state()
    flops_per_step(settled("wgan_gp", "mnist"))
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.get_num_threads() == 2


class Penalised(GenerativeModel):
    """Differentiates with respect to a leaf, at which torch's own counter gives up."""

    def __init__(self):
        nn.Module.__init__(self)
        self.net = nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 1))
        self.config = build(ModelConfig, {"batch_size": 3})
        self.image, self.title = data.find("ring").image, "Penalised"

    def players(self):
        return (Player("critic", self.net, self.loss, 0.1),)

    def loss(self, batch):
        x = torch.zeros(3, 4, requires_grad=True)
        slope, = torch.autograd.grad(self.net(x).sum(), x, create_graph=True)
        return {"loss": slope.square().sum()}


def test_a_penalty_by_autograd_is_counted():
    """For each of 3 inputs: forward 20 + 5, slope 5 + 20, and back from it: to the first layer's weights and to what
    came into it 20 each, to the second's weights 5, and through the tanh to the first's weights 20 once more."""
    model = Penalised()
    with FlopCounterMode(display=False), pytest.raises(RuntimeError, match="leaf"):
        model.loss(None)
    assert count(model) == 2 * 3 * (25 + 25 + 20 + 20 + 5 + 20)


def test_what_cannot_be_counted_is_a_sentence(monkeypatch):
    flops._counted.cache_clear()
    monkeypatch.setattr(MODELS["gan"], "discriminator_loss", lambda self, batch: {"loss": batch.x.sum().item()})
    with pytest.raises(ConfigError, match="cannot be counted"):
        flops_per_step(settled("gan", "mnist"))
    flops._counted.cache_clear()
