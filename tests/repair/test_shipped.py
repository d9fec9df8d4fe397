"""The shipped model against the best baseline where little is left to see.

mnist-5k needs no network, but the model has learned from its images: the figures to quote are those of
`python -m benchmarks.repair`, on MNIST's own held-out images.
"""

from pathlib import Path

import pytest
import torch

from genmodels import data, repair
from genmodels.repair import METHODS
from genmodels.runs import RunStore

ROOT = Path(__file__).parents[2] / "checkpoints"
N = 40


@pytest.fixture(scope="module")
def shipped():
    train, held_out = data.load("mnist-5k"), data.load("mnist-5k", "held-out")
    model = RunStore(ROOT).get("conv-vae-mnist").model()
    return repair.repairer(model, train.images, torch.from_numpy(train.labels)), train, held_out


@pytest.mark.parametrize("damage", [repair.Noise(0.5), repair.SaltAndPepper(0.5)], ids=str)
def test_at_strong_noise_the_model_beats_the_best_baseline(shipped, damage):
    tool, train, held_out = shipped
    result = repair.compare(tool, train.images, held_out.images[:N], damage, seed=0)
    model, baseline = result.best("model"), result.best("baseline")
    gains = torch.from_numpy(result.psnr[model] - result.psnr[baseline])
    gain, half = float(gains.mean()), 1.96 * float(gains.std()) / N**0.5
    told = f"{model} against {baseline}: {gain:+.2f} ± {half:.2f} dB over {N} images, seed 0"
    print(told)
    assert gain > half, told
    assert all(result.psnr[name].mean() > result.psnr["destroyed"].mean() for name in METHODS), "every method helps"
