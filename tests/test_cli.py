"""The command line as a script meets it: what is printed where, and with which exit status."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from genmodels import data, sample
from genmodels.cli import main
from genmodels.models import MODELS, POINT_MODELS
from genmodels.runs import RunStore
from genmodels.worker import queue
from tests.running import assert_same_training, wait_for

SMALL = ["--precision", "float32", "--set", "width=16", "--set", "depth=0", "--set", "batch_size=16"]


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setattr(queue, "ensure_launcher", lambda root: None)     # nothing here trains in the background
    monkeypatch.setenv("GENMODELS_ROOT", str(tmp_path / "runs"))
    return tmp_path / "runs"


def said(capsys, *words):
    assert main(words) == 0
    return capsys.readouterr().out


def refused(capsys, *words):
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err


@pytest.fixture
def run(root, capsys):
    assert main(["train", "vae", "digits", "--steps", "30", "--seed", "4", *SMALL]) == 0
    return RunStore(root).get(capsys.readouterr().out.splitlines()[0])


def test_training_prints_the_id_first_and_the_numbers_last(root, capsys):
    assert main(["train", "vae", "digits", "--steps", "30", *SMALL]) == 0
    out, err = capsys.readouterr()
    id, number = out.splitlines()
    run = RunStore(root).get(id)
    assert (run.state, run.status.step) == ("finished", 30)
    assert number.startswith("test_nll_elbo ")
    assert "finished 30/30" in err


def test_the_share_of_live_numbers_can_be_set_and_is_repeated(root, capsys):
    out = said(capsys, "train", "gan", "digits", "--steps", "5", "--live-share", "0", "--set", "batch_size=16")
    run = RunStore(root).get(out.splitlines()[0])
    assert run.config.live_share == 0
    assert run.live()[0] == []
    assert "--live-share 0" in run.card.command
    assert "live_share = 0.9" in refused(capsys, "train", "gan", "digits", "--steps", "5", "--live-share", "0.9")


def test_the_command_of_a_run_repeats_it(run, root, capsys):
    words = run.card.command.split()[3:]
    assert main(words) == 0
    again = RunStore(root).get(capsys.readouterr().out.splitlines()[0])
    assert again.config == run.config
    assert_same_training(run, again)


def test_a_preset_gives_its_settings_and_its_time(root, capsys):
    id = said(capsys, "train", "vae", "digits", "--preset", "two dimensions", "--set", "beta=2", "--detach").strip()
    config = RunStore(root).get(id).config
    assert config.settings.items() >= {"latent_dim": 2, "beta": 2}.items()
    assert config.seconds == MODELS["vae"].presets["two dimensions"].seconds
    assert RunStore(root).get(id).state == "queued"


@pytest.mark.parametrize(("words", "sentence"), [
    (["train", "vea", "digits"], "Did you mean 'vae'"),
    (["train", "vae", "digitz"], "Did you mean 'digits'"),
    (["train", "vae", "digits", "--set", "betta=1"], "Did you mean 'beta'"),
    (["train", "vae", "digits", "--set", "beta"], "key=value"),
    (["train", "vae", "digits", "--set", "beta=-1"], "Allowed: 0 to 50"),
    (["train", "vae", "digits", "--set", "latent_dim=1e309"], "latent_dim"),
    (["train", "vae", "digits", "--steps", "0"], "steps"),
    (["train", "vae", "digits", "--seconds", "nan"], "seconds"),
    (["train", "vae", "digits", "--preset", "huge"], "Presets: '30 seconds'"),
    (["train", "vae", "digits", "--device", "tpu"], "device"),
    (["train", "vae", "digits", "--set", "batch_size=2000"], "1437 images"),
    (["show", "../../etc"], "no run"), (["show", "nothing"], "no run"), (["stop", "nothing"], "no run"),
    (["evaluate", "nothing"], "no run"), (["sample", "nothing", "-o", "x.png"], "no run"),
    (["sample", "nothing", "-o", "x.gif"], ".png for a grid")])
def test_bad_usage_is_one_sentence_and_leaves_nothing(root, capsys, words, sentence):
    assert sentence in refused(capsys, *words)
    assert not root.exists() or not RunStore(root).runs()


@pytest.mark.parametrize("words", [[], ["fly"], ["train"],
                                   ["train", "vae", "digits", "--steps", "1", "--seconds", "1"]])
def test_what_cannot_be_parsed_exits_with_2(words, capsys):
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_lists_for_programs(run, capsys):
    models = json.loads(said(capsys, "models", "--json"))
    assert [model["name"] for model in models] == [*MODELS, *POINT_MODELS]
    assert {"name", "help", "low", "high", "default"} <= models[0]["settings"][0].keys()
    datasets = json.loads(said(capsys, "datasets", "--json"))
    assert [card["name"] for card in datasets] == list(data.datasets())
    (brief,) = json.loads(said(capsys, "runs", "--json"))
    assert (brief["id"], brief["state"], brief["step"], brief["problem"]) == (run.id, "finished", 30, None)


def test_lists_for_people(run, capsys):
    assert "presets: 30 seconds" in said(capsys, "models")
    assert "mnist-5k" in said(capsys, "datasets")
    assert run.id in said(capsys, "runs")
    assert "repeat with: python -m genmodels train vae digits" in said(capsys, "show", run.id)


def test_the_root_may_stand_before_or_after_the_command(run, root, capsys, monkeypatch):
    monkeypatch.delenv("GENMODELS_ROOT")
    assert run.id in said(capsys, "--root", str(root), "runs")
    assert run.id in said(capsys, "runs", "--root", str(root))


def test_a_damaged_run_is_listed_with_its_problem(run, capsys):
    (run.folder / "config.json").write_text("{")
    assert "not valid JSON" in said(capsys, "runs")
    assert "not valid JSON" in json.loads(said(capsys, "runs", "--json"))[0]["problem"]
    assert "not valid JSON" in refused(capsys, "show", run.id, "--json")


def test_show_tells_programs_all(run, capsys):
    shown = json.loads(said(capsys, "show", run.id, "--json"))
    assert (shown["status"]["state"], shown["status"]["step"], shown["status"]["pid"]) == ("finished", 30, os.getpid())
    assert shown["config"]["settings"].items() >= {"width": 16, "depth": 0, "batch_size": 16, "beta": 1.0}.items()
    assert shown["checkpoints"] == [30]
    assert shown["milestones"][:2] == [0, 1]
    assert shown["results"][0]["metric"] == "test_nll_elbo"


def test_samples_as_a_grid_and_as_numbers(run, tmp_path, capsys):
    said(capsys, "sample", run.id, "-n", "9", "--seed", "5", "-o", str(tmp_path / "grid.png"))
    with Image.open(tmp_path / "grid.png") as picture:
        assert picture.size == (3 * 9 - 1, 3 * 9 - 1)
    for name in ("a.npz", "b.npz"):
        said(capsys, "sample", run.id, "-n", "9", "--seed", "5", "-o", str(tmp_path / name))
    with np.load(tmp_path / "a.npz") as one, np.load(tmp_path / "b.npz") as other:
        assert (one["images"].shape, one["images"].dtype) == ((9, 8, 8, 1), np.uint8)
        assert np.array_equal(one["images"], other["images"])
        z = sample.codes(run.model(), 9, seed=5)
        assert np.array_equal(one["codes"], z.numpy())
        assert np.array_equal(one["images"], sample.decode(run.model(), z).transpose(0, 2, 3, 1))


def test_samples_that_cannot_be_written_are_a_sentence(run, tmp_path, capsys):
    assert "cannot be written" in refused(capsys, "sample", run.id, "-o", str(tmp_path / "nowhere" / "x.png"))


def test_evaluate_prints_and_keeps_its_numbers(run, capsys):
    before = run.results()
    results = json.loads(said(capsys, "evaluate", run.id, "--json"))
    elbo, = (result for result in results if result["metric"] == "test_nll_elbo")
    assert (elbo["unit"], elbo["n"]) == ("nats per image", 360)
    assert {"test_nll_iwae_1000", "kl_per_dimension", "active_units", "psnr"} <= {each["metric"] for each in results}
    assert {"kid", "classes", "diversity", "sharpness"} <= {each["metric"] for each in results}
    assert run.results() == before + [result for result in results if result not in before]
    assert "test_nll_elbo" in said(capsys, "evaluate", run.id)
    assert len(run.results()) == len(results)     # nothing was measured twice
    said(capsys, "evaluate", run.id, "--metric", "kid", "--again")
    assert [row["metric"] for row in run.results()].count("kid") == 2
    assert "no metric 'fid'" in refused(capsys, "evaluate", run.id, "--metric", "fid")


@pytest.mark.parametrize(("assignment", "sentence"), [
    ("beta=99", "beta = 99 does not fit"), ("beta=NaN", "beta = nan does not fit"), ("betta=1", "Did you mean 'beta'"),
    ("latent_dim=3", "fixed when a run starts"), ("beta", "has no '='"), ("beta=2", "is finished: no worker is there")])
def test_settings_are_changed_only_while_it_trains_and_within_range(run, assignment, sentence, capsys):
    assert sentence in refused(capsys, "set", run.id, assignment)
    assert run.changes() == []


def test_resume_and_delete(run, root, capsys):
    assert "more steps" in refused(capsys, "resume", run.id)
    assert main(["resume", run.id, "--steps", "50"]) == 0
    assert RunStore(root).get(run.id).status.step == 50
    said(capsys, "stop", run.id)     # it has ended: nothing to do, nothing wrong
    said(capsys, "delete", run.id)
    assert RunStore(root).runs() == []


def test_a_failed_training_exits_with_1_and_its_sentence(root, capsys, monkeypatch):
    from genmodels.models.vae import VAE
    terms = VAE.elbo_terms
    monkeypatch.setattr(VAE, "elbo_terms", lambda *given: tuple(term * float("nan") for term in terms(*given)))
    assert main(["train", "vae", "digits", "--steps", "30", *SMALL]) == 1
    assert "learning rate" in capsys.readouterr().err


def weighed(run):
    """Bytes of what is made small: milestones are already."""
    return sum(file.stat().st_size for part in ("checkpoint-*", "snapshots") for file in run.folder.glob(f"{part}/*"))


def test_shipping_marks_a_run(run, root, capsys):
    before, steps = weighed(run), run.snapshots()
    said(capsys, "ship", run.id, "--title", "My digits", "--name", "my-digits")
    shipped = RunStore(root).get("my-digits")
    assert (shipped.title, shipped.shipped, shipped.snapshots()) == ("My digits", True, steps)
    assert weighed(shipped) < before / 2
    assert sample.decode(shipped.model(), sample.codes(shipped.model(), 2, seed=0)).shape == (2, 1, 8, 8)
    assert main(["ship", "my-digits", "--title", "Again"]) == 2
    assert "shipped already" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="sends the signal that Ctrl-C sends")
def test_ctrl_c_stops_with_a_checkpoint_and_a_second_process_goes_on(root):
    """Pause, resume and change a setting from another process; then Ctrl-C in the first one."""
    command = [sys.executable, "-m", "genmodels", "--root", str(root),
               "train", "vae", "digits", "--steps", "1000000", *SMALL]
    with subprocess.Popen(command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as process:
        id = process.stdout.readline().strip()
        run = RunStore(root).get(id)
        wait_for(lambda: run.metrics()[0])
        assert main(["pause", id]) == 0
        assert run.state == "paused"
        assert main(["resume", id]) == 0
        wait_for(lambda: run.state == "running")
        assert main(["set", id, "beta=2", "learning_rate=1e-3"]) == 0
        assert run.changed_settings() == {"beta": 2.0, "learning_rate": 0.001}
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert run.state == "stopped"
    assert run.checkpoints()[-1] == run.status.step
