"""A sweep from the command line, through the launcher: the runs are real, and so are the processes."""

import json
import os
import signal
import sys

import pytest

from genmodels.cli import main
from genmodels.runs import RunStore
from genmodels.runs.locks import held
from genmodels.sweep import SweepStore
from tests.running import wait_for

SMALL = ["--set", "width=16", "--set", "depth=0", "--set", "latent_dim=2", "--set", "batch_size=16"]


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "runs"
    yield root
    place = root / ".launcher.pid"
    if place.exists() and held(root / ".launcher.lock"):
        os.kill(int(place.read_text()), signal.SIGTERM)
        wait_for(lambda: not held(root / ".launcher.lock"))


def typed(root, *words):
    return main(["--root", str(root), *words])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the launcher forks as Linux does")
def test_a_sweep_over_the_digits(root, capsys):
    assert typed(root, "sweep", "vae", "digits", "--over", "beta=0.5,4", "--seeds", "2", "--steps", "20", *SMALL) == 0
    said = capsys.readouterr().out
    sweep, = SweepStore(root).sweeps()
    assert said.startswith(sweep.id)
    assert "beta = 0.5: " in said
    assert "2 of 2 seeds" in said
    assert {run.state for run in RunStore(root).runs()} == {"finished"}
    assert {run.status.steps for run in RunStore(root).runs()} == {20}
    assert typed(root, "sweeps", sweep.id, "--json") == 0
    facts = json.loads(capsys.readouterr().out)
    assert len(facts["runs"]) == 4
    point = facts["metrics"]["test_nll_elbo"][0]
    assert point["values"] == {"beta": 0.5}
    assert point["spread"]["n"] == 2
    assert point["spread"]["low"] < point["spread"]["mean"] < point["spread"]["high"]
    assert [seed["seed"] for seed in point["seeds"]] == [0, 1]
    assert typed(root, "sweeps") == 0
    assert f"{sweep.id}  4/4 ended" in capsys.readouterr().out


@pytest.mark.parametrize(("words", "said"), [
    (["--over", "beta"], "--over 'beta' names no values"),
    (["--over", "beta="], "beta has no values"),
    (["--over", "beta=1,99"], "beta = 99 cannot be trained"),
    (["--over", "beta=1,2", "--seeds", "9"], "seeds = 9 does not fit"),
    (["--over", "beta=1,2", "--over", "width=16,32", "--over", "depth=1,2"], "over = "),
])
def test_bad_usage_is_a_sentence_and_starts_nothing(words, said, root, capsys):
    assert typed(root, "sweep", "vae", "digits", *words) == 2
    assert said in capsys.readouterr().err
    assert RunStore(root).runs() == []


def test_a_stranger_is_a_sentence(root, capsys):
    assert typed(root, "sweeps", "gone") == 2
    assert "There is no sweep 'gone'" in capsys.readouterr().err
