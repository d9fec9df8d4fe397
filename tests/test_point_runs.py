"""A run on points goes the whole way: promise, training, resume, numbers, samples, on the command line."""

import json
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from genmodels import data, sample
from genmodels.cli import main
from genmodels.configure import configure
from genmodels.errors import ConfigError
from genmodels.probe import probe
from genmodels.runs import RunStore
from genmodels.worker import train_here
from tests.running import assert_same_training

SMALL = ("--set", "width=16", "--set", "depth=2")


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("GENMODELS_ROOT", str(tmp_path / "runs"))
    return tmp_path / "runs"


@pytest.mark.parametrize("model", ["point_gan", "point_vae"])
def test_a_run_trains_is_measured_and_draws(root, tmp_path, model, capsys):
    assert main(["train", model, "ring", "--steps", "40", *SMALL]) == 0
    run, = RunStore(root).runs()
    assert run.state == "finished"
    assert {"modes", "high_quality", "sliced_wasserstein"} <= {result["metric"] for result in run.results()}
    with Image.open(run.snapshot(40)["samples"]) as picture:
        assert picture.size == (255, 255)
    assert ("reconstructions" in run.snapshot(40)) == (model == "point_vae")
    capsys.readouterr()
    assert main(["evaluate", run.id, "--json", "--metric", "modes"]) == 0
    result, = json.loads(capsys.readouterr().out)
    assert (result["metric"], result["floor"], result["details"]["of"]) == ("modes", 8, 8)
    for name in ("plane.png", "points.npz"):
        assert main(["sample", run.id, "-n", "100", "-o", str(tmp_path / name)]) == 0
    with np.load(BytesIO((tmp_path / "points.npz").read_bytes()), allow_pickle=False) as file:
        assert file["points"].shape == (100, 2)
        expected = sample.points(run.model(), sample.codes(run.model(), 100, seed=0))
        np.testing.assert_array_equal(file["points"], expected)
    assert f"train {model} ring --steps 40" in run.card.command


def test_a_resumed_run_is_the_same_as_an_uninterrupted_one(root):
    store = RunStore(root)
    settings = {"width": 16, "depth": 2}
    whole, parts = (store.create(configure("point_r3gan", "grid", settings=settings, steps=steps, precision="float32"))
                    for steps in (30, 20))
    assert train_here(whole) == train_here(parts) == "finished"
    assert main(["resume", parts.id, "--steps", "30"]) == 0
    assert_same_training(store.get(whole.id), store.get(parts.id))


def test_a_density_without_modes_is_measured_by_its_distance(root, capsys):
    assert main(["train", "point_gan", "moons", "--steps", "10", *SMALL]) == 0
    run, = RunStore(root).runs()
    assert [result["metric"] for result in run.results()] == ["sliced_wasserstein"]
    assert main(["evaluate", run.id, "--metric", "modes"]) == 2
    assert "Choose ring or grid" in capsys.readouterr().err


def test_the_promise_is_measured_on_points():
    promise = probe(configure("point_gan", "ring", settings={"width": 16}, steps=500), span=0.05)
    assert promise.steps == 500
    assert promise.steps_per_second > 0


def test_what_does_not_fit_is_a_sentence(capsys):
    assert main(["train", "dcgan", "ring", "--steps", "5"]) == 2
    assert "this dataset has points of the plane" in capsys.readouterr().err
    assert main(["train", "point_gan", "digits", "--steps", "5"]) == 2
    assert "Choose vae, conv_vae" in capsys.readouterr().err
    assert main(["datasets"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("spirals"))
    assert "points" in line
    assert data.find("ring").here()


def test_points_are_no_pictures():
    from genmodels.models import make_model
    model = make_model("point_gan", data.find("ring").image, 8, {"width": 16})
    with pytest.raises(ConfigError, match="draws points of the plane, and no pictures"):
        sample.decode(model, sample.codes(model, 4, seed=0))
    with pytest.raises(ConfigError, match="draws images, and no points"):
        sample.points(make_model("vae", data.find("digits").image, 10, {}), sample.codes(model, 4, seed=0))
