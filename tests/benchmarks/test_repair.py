"""The repair benchmark runs, its numbers are those of the library, and it says who wins."""

import json

import numpy as np
import pytest
import torch

from benchmarks import repair as benchmark
from genmodels import data, repair
from genmodels.runs import RunStore
from genmodels.worker import train_here
from tests.running import tiny


@pytest.fixture
def run(tmp_path):
    run = RunStore(tmp_path / "runs").create(tiny(steps=60))
    assert train_here(run) == "finished"
    return run


def test_its_means_are_those_of_the_library_over_the_images_the_seed_chooses(run, capsys, monkeypatch):
    monkeypatch.setattr(benchmark, "BATCH", 100)
    code = benchmark.main(["--run", run.id, "--root", str(run.folder.parent), "-n", "5", "--seed", "3", "--json"])
    report = json.loads(capsys.readouterr().out)
    train, held_out = data.load("digits"), data.load("digits", "held-out")
    rows = np.random.default_rng(3).permutation(len(held_out))[:5]
    tool = repair.repairer(run.model(), train.images, torch.from_numpy(train.labels))
    expected = repair.compare(tool, train.images, held_out.images[rows], repair.Noise(0.5), 3)
    row = report["damages"]["noise 0.5"]
    for name, scores in expected.psnr.items():
        mean, half = row["psnr"][name]
        assert mean == pytest.approx(scores.mean(), abs=0.006), name
        assert half == pytest.approx(1.96 * scores.std(ddof=1) / 5**0.5, abs=0.006), name
    gains = expected.psnr[row["best"]["model"]] - expected.psnr[row["best"]["baseline"]]
    assert row["gain"][0] == pytest.approx(gains.mean(), abs=0.006)
    assert (report["n"], report["seed"], len(report["damages"])) == (5, 3, 9)
    assert code == (0 if row["gain"][0] > row["gain"][1] else 1)


def test_a_loss_is_told(run, capsys, monkeypatch):
    lower = repair.Hole(repair.half(8, "bottom"))     # after 60 steps the nearest digit is still better
    monkeypatch.setattr(benchmark, "damages", lambda size: {benchmark.STRONG: lower})
    code = benchmark.main(["--run", run.id, "--root", str(run.folder.parent), "-n", "40"])
    table = capsys.readouterr().out
    assert code == 1
    assert "DOES NOT WIN" in table
    assert "n 40, seed 0" in table
