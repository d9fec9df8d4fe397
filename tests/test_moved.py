"""How far a move goes: held against plain arithmetic on the flattened weights, and it changes nothing."""

import torch
from torch import nn

from genmodels import data
from genmodels.adam import Adam
from genmodels.events import Scalars
from genmodels.moved import moved
from genmodels.train import Training
from tests.running import tiny


def layers():
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    network(torch.randn(5, 3)).square().sum().backward()
    return network, Adam(network.parameters(), (0.9, 0.999))


def flat(tensors):
    return torch.cat([tensor.detach().flatten() for tensor in tensors])


def test_norms_are_those_of_the_flattened_weights():
    network, adam = layers()
    before, gradient = flat(network.parameters()).clone(), flat(p.grad for p in network.parameters())
    found = moved(adam, 0.01)
    after = flat(network.parameters())
    torch.testing.assert_close(found["gradient"], gradient.norm())
    torch.testing.assert_close(found["weights"], before.norm())
    torch.testing.assert_close(found["update"], (after - before).norm() / before.norm())


def test_a_move_that_is_looked_at_is_the_same_move():
    (one, looked_at), (other, plain) = layers(), layers()
    moved(looked_at, 0.01)
    plain.step(0.01)
    assert torch.equal(flat(one.parameters()), flat(other.parameters()))
    assert all(parameter.grad is None for parameter in one.parameters())


def test_every_second_row_of_scalars_says_how_each_player_was_moved():
    images, held_out = data.load("digits"), data.load("digits", "held-out")
    rows = {event.step: event.values for event in Training(tiny("gan", steps=25), images, held_out).run()
            if isinstance(event, Scalars)}
    told = {step for step, values in rows.items() if {"generator/gradient", "discriminator/update"} <= values.keys()}
    assert told == {1, 20}
    assert rows.keys() == {1, 10, 20, 25}
    assert 0 < rows[20]["generator/update"] < 1
