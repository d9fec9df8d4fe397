"""Small real runs for tests: 8x8 digits and a network so small that a step takes a millisecond."""

import time

import torch

from genmodels.checkpoint import load
from genmodels.config import ImageSpec, RunConfig
from genmodels.runs.kept import checkpoint_folder

SMALL = {"vae": {"width": 16, "depth": 0, "latent_dim": 2, "batch_size": 16},
         "gan": {"batch_size": 16}}


def tiny(model="vae", steps=40, settings=None, **rest):
    return RunConfig(model=model, dataset="digits", image=ImageSpec(channels=1, size=8), classes=tuple("0123456789"),
                     steps=steps, settings=SMALL[model] | (settings or {}), precision="float32", **rest)


def wait_for(condition, seconds=60):
    """Until the condition holds; the time is a bound against hanging, not a claim about speed."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


def losses(run):
    return [(row["step"], row["values"]) for row in run.metrics()[0]]


def assert_same_training(one, other):
    """Bit for bit: every logged number, every weight and every tensor of the optimisers at the end."""
    assert losses(one) == losses(other)
    assert one.snapshots() == other.snapshots()
    step = one.checkpoints()[-1]
    mine, theirs = (load(checkpoint_folder(run.folder, step)) for run in (one, other))
    for part, tensors in mine.parts().items():
        for name, tensor in tensors.items():
            assert torch.equal(tensor, theirs.parts()[part][name]), f"{part} {name}"
    assert mine.facts["random"] == theirs.facts["random"]
