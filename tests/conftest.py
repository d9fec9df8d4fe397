"""What every test can ask for: a tiny dataset, one thread, a cache of its own, and a place for runs."""

import pytest
import torch

from genmodels.runs import RunStore
from genmodels.worker import queue
from tests.models.making import pictures


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    """One thread, because more are slower on tiny networks, and an empty cache folder."""
    torch.set_num_threads(1)
    monkeypatch.setenv("GENMODELS_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def tiny():
    """96 images of 8x8 pixels in three classes: a bright square on the left, on the right, or in the middle."""
    return pictures(1, 8)


@pytest.fixture
def store(tmp_path, monkeypatch):
    """Runs that train in the test's own process: no launcher is started for them."""
    monkeypatch.setattr(queue, "ensure_launcher", lambda root: None)
    return RunStore(tmp_path / "runs")
