"""The benchmark of the metrics runs on any run with a judge, and holds its times to its limits. No times here."""

import json

import pytest

from benchmarks import evaluation
from genmodels.cli import main
from genmodels.runs import RunStore


@pytest.fixture
def run(tmp_path, capsys):
    words = ["--root", str(tmp_path), "train", "gan", "digits", "--steps", "5", "--precision", "float32",
             "--set", "width=16", "--set", "batch_size=16"]
    assert main(words) == 0
    return RunStore(tmp_path).get(capsys.readouterr().out.splitlines()[0])


def options(run, *more):
    return ["--root", str(run.folder.parent), "--run", run.id, "--threads", "1", "--repeats", "1", "--json", *more]


@pytest.mark.parametrize(("limit", "code"), [(1e9, 0), (0.0, 1)])
def test_it_times_all_metrics_and_the_live_ones(run, capsys, monkeypatch, limit, code):
    monkeypatch.setattr(evaluation, "LIMITS", {"all": limit, "live": limit})
    assert evaluation.main(options(run)) == code
    everything, live = json.loads(capsys.readouterr().out)["parts"]
    assert everything["n"] == live["n"] == 360
    assert set(everything["metrics"]) >= {"kid", "classes", "sharpness", "diversity"}
    assert list(live["metrics"]) == ["classes", "kid", "diversity"]
    assert everything["holds"] == live["holds"] == (code == 0)


def test_a_run_without_a_judge_is_a_sentence(run, capsys, monkeypatch):
    monkeypatch.setattr(evaluation, "judge_for", lambda name: None)
    assert evaluation.main(options(run)) == 2
    assert "judge" in capsys.readouterr().err
