"""The judge's network fits every image format, stays small, and its fast copy computes the same."""

import pytest
import torch

from genmodels.config import ImageSpec
from genmodels.judge.network import FEATURES, JudgeNet


@pytest.mark.parametrize(("channels", "size"), [(1, 8), (3, 11), (1, 16), (1, 28), (3, 32), (1, 47), (3, 64)])
def test_every_format_has_64_features_from_60_to_200_thousand_parameters(channels, size):
    network = JudgeNet(ImageSpec(channels=channels, size=size), 7).eval()
    with torch.inference_mode():
        features, logits = network(torch.rand(3, channels, size, size) * 2 - 1)
    assert (features.shape, logits.shape) == ((3, FEATURES), (3, 7))
    assert float(features.min()) >= 0
    assert 60_000 <= sum(parameter.numel() for parameter in network.parameters()) <= 200_000


def test_the_copy_for_looking_sees_the_same():
    torch.manual_seed(0)
    network = JudgeNet(ImageSpec(channels=3, size=20), 5).train()
    for _ in range(3):
        network(torch.randn(32, 3, 20, 20))     # the statistics of normalisation move away from 0 and 1
    network.scale.fill_(30.0)
    x = torch.randn(9, 3, 20, 20)
    with torch.inference_mode():
        before, after = network.eval()(x), network.for_looking()(x)
    assert float(before.features.max()) > 0.1
    torch.testing.assert_close(after.features, before.features, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(after.logits, before.logits, rtol=1e-4, atol=1e-5)
