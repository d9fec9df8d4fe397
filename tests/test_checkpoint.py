"""Weights on disk: whole, checked, or not at all."""

import json
import math
from pathlib import Path

import pytest
import torch

from genmodels import checkpoint as module
from genmodels.checkpoint import Checkpoint, load, save
from genmodels.errors import RunError


def a_checkpoint(step=5, value=1.0):
    return Checkpoint(step, {"w": torch.full((3, 2), value), "count": torch.tensor(4)}, {"w": torch.zeros(3, 2)},
                      {"player/mean/0": torch.ones(2)}, {"drawn": 9, "text": "ä"})


def test_everything_comes_back(tmp_path):
    written = a_checkpoint()
    read = load(save(written, tmp_path))
    assert (read.step, read.facts) == (5, written.facts)
    for part, tensors in written.parts().items():
        assert tensors.keys() == read.parts()[part].keys()
        assert all(torch.equal(tensor, read.parts()[part][name]) for name, tensor in tensors.items())
    assert [path.name for path in tmp_path.iterdir() if "checkpoint" in path.name] == ["checkpoint-5"]


def test_weights_in_another_memory_layout_keep_their_values(tmp_path):
    weight = torch.randn(4, 3, 2, 2).to(memory_format=torch.channels_last)
    assert torch.equal(load(save(Checkpoint(1, {"w": weight}), tmp_path)).model["w"], weight)


def test_shipped_models_have_no_optimiser(tmp_path):
    folder = save(Checkpoint(1, {"w": torch.ones(2)}), tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "model.safetensors"]
    assert load(folder).optimizer == {}


@pytest.mark.parametrize("part", ["model", "average", "optimizer"])
@pytest.mark.parametrize("place", [0, 20, -1])
def test_a_flipped_byte_is_noticed(part, place, tmp_path):
    folder = save(a_checkpoint(), tmp_path)
    file = folder / f"{part}.safetensors"
    payload = bytearray(file.read_bytes())
    payload[place] ^= 1
    file.write_bytes(payload)
    with pytest.raises(RunError, match=rf"checkpoint-5/{part}.safetensors is damaged: its SHA-256"):
        load(folder)


@pytest.mark.parametrize("name", ["manifest.json", "model.safetensors"])
def test_a_missing_file_is_named(name, tmp_path):
    folder = save(a_checkpoint(), tmp_path)
    (folder / name).unlink()
    with pytest.raises(RunError, match=f"checkpoint-5 has no {name}: the checkpoint is incomplete"):
        load(folder)


@pytest.mark.parametrize(("text", "words"), [("{", "not valid JSON"), ("[]", "names no step"), ("{}", "names no step"),
                                             ('{"step": 5}', "holds no weights")])
def test_a_manifest_that_is_not_ours(text, words, tmp_path):
    folder = save(a_checkpoint(), tmp_path)
    (folder / "manifest.json").write_text(text)
    with pytest.raises(RunError, match=words):
        load(folder)


def test_the_manifest_is_plain_json(tmp_path):
    manifest = json.loads((save(a_checkpoint(), tmp_path) / "manifest.json").read_text())
    assert manifest["step"] == 5
    assert set(manifest["sha256"]) == {"model.safetensors", "average.safetensors", "optimizer.safetensors"}


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_weights_that_are_not_finite_are_refused(value, tmp_path):
    save(a_checkpoint(4), tmp_path)
    with pytest.raises(RunError, match="model weight 'w' is not finite at step 5; nothing was saved"):
        save(a_checkpoint(5, value), tmp_path)
    assert [path.name for path in tmp_path.iterdir() if "checkpoint" in path.name] == ["checkpoint-4"]


@pytest.mark.parametrize("victim", ["write_bytes", "write_text", "rename"])
def test_an_interrupted_write_leaves_the_old_one(victim, tmp_path, monkeypatch):
    save(a_checkpoint(5, 1.0), tmp_path)

    def full(*given, **named):
        raise OSError(28, "No space left on device")
    with monkeypatch.context() as patched:
        patched.setattr(Path, victim, full)
        with pytest.raises(OSError, match="No space left"):
            save(a_checkpoint(6, 2.0), tmp_path)
    assert [path.name for path in tmp_path.iterdir() if "checkpoint" in path.name] == ["checkpoint-5"]
    assert load(tmp_path / "checkpoint-5").model["w"][0, 0] == 1.0


def test_the_remains_of_a_killed_write_do_not_hinder(tmp_path):
    remains = tmp_path / ".checkpoint-5.part"
    remains.mkdir()
    (remains / "model.safetensors").write_bytes(b"torn")
    assert load(save(a_checkpoint(), tmp_path)).step == 5
    assert not remains.exists()


def test_saving_a_step_again_replaces_it(tmp_path):
    save(a_checkpoint(5, 1.0), tmp_path)
    assert load(save(a_checkpoint(5, 2.0), tmp_path)).model["w"][0, 0] == 2.0


def test_nothing_is_pickled():
    source = Path(module.__file__).read_text()
    assert "pickle" not in source.replace("Nothing is pickled", "")
    assert "torch.load(" not in source.replace("safetensors.torch.load(", "")
