"""Portable decoders draw what the model draws, for every model there is; what cannot be carried over is refused."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from torch import nn

from genmodels.config import ImageSpec
from genmodels.errors import NotPortable
from genmodels.portable import program, replay
from genmodels.portable.layer import CODE
from tests.models.making import small
from tests.portable.cases import CASES, codes, drawn, trained
from tests.portable.toy import Toy

every_case = pytest.mark.parametrize(("name", "spec", "conditional"), CASES, ids=str)


@every_case
def test_it_draws_what_the_model_draws(name, spec, conditional):
    model = trained(name, spec, conditional)
    carried = program(model)
    z, y = codes(model)
    expected = drawn(model, z, y)
    assert expected.flatten(1).std(0).max() > 0.001, "every code gives the same image"
    for i, picture in enumerate(expected):
        torch.testing.assert_close(replay(carried, z[i], int(y[i])), picture, rtol=0, atol=0.005)
    assert carried.classes == (3 if conditional else 0)


@every_case
def test_scales_shifts_and_normalisations_cost_nothing(name, spec, conditional):
    """At most the one that brings the picture to 0..1 is left: behind a function it cannot be folded."""
    ops = [layer.op for layer in program(trained(name, spec, conditional)).layers]
    assert "affine" not in ops[:-4]
    assert ops[-2:] != ["affine", "clamp"] or "sigmoid" not in ops[-3:], "from 0..1 to -1..1 and back"


def test_everything_it_knows_at_once():
    toy = Toy()
    carried = program(toy)
    z, y = codes(toy)
    for i, picture in enumerate(drawn(toy, z, y)):
        torch.testing.assert_close(replay(carried, z[i], int(y[i])), picture, rtol=0, atol=0.005)
    ops = {layer.op for layer in carried.layers}
    assert {"rows", "concat", "gather", "affine", "add", "mul", "conv", "conv_transpose", "linear"} <= ops


def test_visitors_trace_at_the_same_time_and_others_decode_meanwhile():
    toy = Toy()
    z, y = codes(toy)
    expected = drawn(toy, z, y)
    with ThreadPoolExecutor(4) as desk:
        carried = [desk.submit(program, toy) for _ in range(4)]
        pictures = [desk.submit(drawn, toy, z, y) for _ in range(8)]
    assert len({tuple(layer.op for layer in one.result().layers) for one in carried}) == 1
    assert all(torch.equal(one.result(), expected) for one in pictures)


def test_the_class_changes_the_picture():
    toy = Toy()
    carried, z = program(toy), torch.zeros(7)
    assert (replay(carried, z, 0) - replay(carried, z, 2)).abs().max() > 0.01


def test_weights_travel_as_float16_and_places_as_int32():
    arrays = program(Toy()).arrays()
    assert {str(array.dtype) for array in arrays.values()} == {"float16", "int32"}
    assert all(array.flags["C_CONTIGUOUS"] for array in arrays.values())


def test_numbers_float16_cannot_hold_stay_float32():
    toy = Toy(lambda toy, z, y: (toy.first(torch.cat([z * 1e-7, toy.table(y) * 1e-7], 1)) * 1e7
                                 )[:, :100].view(-1, 1, 10, 10).tanh(), channels=1)
    toy.first.bias.mul_(1e-7)
    carried = program(toy)
    assert "float32" in {str(array.dtype) for array in carried.arrays().values()}
    z, y = codes(toy)
    np.testing.assert_allclose(replay(carried, z[0], 0), drawn(toy, z, y)[0], atol=0.005)


def test_the_header_names_every_array_and_every_source():
    carried = program(Toy())
    header, arrays = carried.header(), carried.arrays()
    named = {value for layer in header["layers"] for value in layer.values() if isinstance(value, str)} - {
        layer["op"] for layer in header["layers"]}
    assert named == set(arrays)
    written = {CODE}
    for layer in header["layers"]:
        assert set(layer["sources"]) <= written
        written.add(layer["target"])
    assert (header["latent"], header["classes"], header["channels"], header["size"]) == (7, 3, 3, 10)


REFUSED = {
    "no pictures": lambda toy, z, y: toy.first(torch.cat([z, toy.table(y)], 1))[:, :2],
    "softmax": lambda toy, z, y: toy.first(torch.cat([z, toy.table(y)], 1)).softmax(1)[:, :100].view(-1, 1, 10, 10),
    "random numbers": lambda toy, z, y: torch.rand(len(z), 3, 10, 10) * z[:, :1, None, None],
    "does not depend on the code": lambda toy, z, y: torch.zeros(len(z), 3, 10, 10),
    "from the code": lambda toy, z, y: (z.t() @ z).expand(1, 7, 7),
    "uses the class in": lambda toy, z, y: (z * y)[:, :1, None, None].expand(-1, 3, 10, 10),
    "reciprocal": lambda toy, z, y: (1 / z)[:, :1, None, None].expand(-1, 3, 10, 10),
    "beside its numbers": lambda toy, z, y: torch.cat([z, torch.ones(1, 93)], 1).view(-1, 1, 10, 10),
    "by the batch at hand": lambda toy, z, y: nn.functional.batch_norm(
        z[:, :3, None, None].expand(-1, 3, 10, 10), None, None, training=True),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_cannot_be_carried_over_is_refused_with_a_sentence(reason):
    with pytest.raises(NotPortable, match=reason):
        program(Toy(REFUSED[reason]))


def test_a_decoder_that_was_misunderstood_is_found_out():
    """What is changed through another view of the same memory escapes the trace; the comparison with the model does
    not let it pass."""
    def aliased(toy, z, y):
        h = toy.first(torch.cat([z, toy.table(y)], 1))[:, :100]
        h.unsqueeze(2).relu_()
        return h.view(-1, 1, 10, 10).tanh()

    with pytest.raises(NotPortable, match="differ by"):
        program(Toy(aliased, channels=1))


def test_a_decoder_too_large_for_a_page_is_refused_before_it_travels():
    model = small("dcgan", ImageSpec(channels=3, size=64), width=96)
    with pytest.raises(NotPortable, match="million multiply-adds"):
        program(model.eval())


def test_the_work_is_counted():
    toy = Toy(lambda toy, z, y: toy.up(toy.first(torch.cat([z, toy.table(y)], 1)).view(-1, 6, 5, 5))[:, :3].tanh())
    dense_kernel, pixels = 6 * 3 * 3 * 4, 5 * 5     # groups are made dense
    assert sum(layer.work for layer in program(toy).layers) == 12 * 150 + dense_kernel * pixels


def test_a_scale_that_differs_from_pixel_to_pixel_stays_a_layer_of_its_own():
    def scaled(toy, z, y):
        maps = toy.up(toy.first(torch.cat([z, toy.table(y)], 1)).view(-1, 6, 5, 5))[:, :3]
        return (maps * toy.scale).tanh()

    toy = Toy(scaled)
    z, y = codes(toy)
    np.testing.assert_allclose(replay(program(toy), z[0], 0), drawn(toy, z, y)[0], atol=0.005)
