"""The throughput benchmark runs, and what it prints is sound. Speed itself is not asserted here."""

import json

import pytest
import torch

from benchmarks import throughput
from benchmarks.textbook import Pictures, textbook
from genmodels.models import MODELS
from tests.models.making import small


@pytest.mark.parametrize("name", MODELS)
def test_the_textbook_loop_learns_the_same_networks(name, tiny):
    model = small(name)
    before = {key: tensor.clone() for key, tensor in model.state_dict().items()}
    step = textbook(model, tiny, torch.device("cpu"))
    losses = [step() for _ in range(3)]
    assert all(value == value for loss in losses for value in loss.values())
    moved = {key.split(".")[0] for key, tensor in model.state_dict().items() if not torch.equal(tensor, before[key])}
    assert moved >= ({"generator", "discriminator"} if model.family == "GAN" else {"encoder", "decoder"})


@pytest.mark.parametrize("signed", [True, False])
def test_its_pictures_are_the_images(signed, tiny):
    x, y = Pictures(tiny, signed)[5]
    expected = torch.tensor(tiny.images[5]).float() / 255
    torch.testing.assert_close(x, expected * 2 - 1 if signed else expected)
    assert y == tiny.labels[5]


def test_prints_sane_json(capsys):
    code = throughput.main(["--models", "gan", "--dataset", "digits", "--rounds", "1", "--seconds", "0.01", "--json"])
    report = json.loads(capsys.readouterr().out)
    row, = report["rows"]
    assert row["model"] == "gan"
    assert row["ours"] > 0
    assert row["textbook"] > 0
    assert row["lowest"] <= row["ratio"] <= row["highest"]
    assert row["floor"] == 4.0
    assert report["missed"] == (["gan"] if row["ratio"] < 4.0 else [])
    assert code == (1 if report["floors_hold_here"] and report["missed"] else 0)


def test_prints_a_table(capsys):
    throughput.main(["--models", "vae", "--dataset", "digits", "--rounds", "1", "--seconds", "0.01"])
    head, row, conditions, *_ = capsys.readouterr().out.splitlines()
    assert head.split()[:5] == ["model", "precision", "batch", "ms/step", "images/s"]
    assert row.split()[0] == "vae"
    assert "threads 1" in conditions


def test_without_a_gpu_it_says_so(monkeypatch, capsys):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert throughput.main(["--device", "cuda"]) == 2
    assert "Nothing was measured: torch finds no NVIDIA GPU on this machine." in capsys.readouterr().err


def test_every_model_has_an_aim_on_a_gpu():
    assert throughput.FLOORS["cuda"] == {name: 20.0 if name in ("vae", "gan") else 5.0 for name in MODELS}


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no NVIDIA GPU here")
def test_on_a_gpu_it_prints_sane_json(capsys):
    code = throughput.main(["--device", "cuda", "--models", "gan", "--dataset", "digits", "--rounds", "1",
                            "--seconds", "0.5", "--json"])
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert "cannot be captured" not in told.err
    assert report["rows"][0]["floor"] == 20.0
    assert report["device"] == torch.cuda.get_device_name()
    assert code == (1 if report["missed"] else 0)


@pytest.mark.parametrize("wrong", [["--rounds", "0"], ["--models", "zebra"], ["--device", "tpu"]])
def test_bad_usage_is_refused(wrong, capsys):
    with pytest.raises(SystemExit) as leaving:
        throughput.main(wrong)
    assert leaving.value.code == 2
