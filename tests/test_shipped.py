"""The models in the repository: finished runs that open, draw, carry their numbers, and stay small."""

from pathlib import Path

import pytest

from benchmarks import numbers
from genmodels import sample
from genmodels.metrics import METRICS, evaluate
from genmodels.runs import RunStore
from genmodels.runs.milestones import milestone_schedule

ROOT = Path(__file__).parents[1] / "checkpoints"
SHIPPED = ("vae-2d-mnist", "conv-vae-mnist", "r3gan-mnist", "gan-mnist", "conv-vae-shapes")
LIMIT = 12_000_000     # bytes of all together


@pytest.fixture(params=SHIPPED)
def run(request):
    return RunStore(ROOT).get(request.param)


def test_it_is_a_finished_run_that_knows_no_machine(run):
    assert (run.problem, run.state, run.shipped) == (None, "finished", True)
    assert (run.status.pid, run.status.host) == (None, "")
    assert not (run.folder / "alarms.jsonl").exists()


def test_its_training_can_be_watched_again(run):
    assert len(run.snapshots()) >= 60
    assert run.snapshots()[-1] == run.status.steps
    assert run.metrics()[0][-1]["step"] == run.status.steps


def test_it_draws_with_contrast_and_variety(run):
    model = run.model()
    images = sample.decode(model, sample.codes(model, 16, seed=0), sample.labels(model, 16))
    assert images.max() > 200
    assert len({image.tobytes() for image in images}) == 16


def test_its_numbers_are_those_of_its_weights_and_say_how_they_were_got(run):
    results = run.results()
    assert {result["metric"] for result in results} >= {"pixel_fd"}
    for result in results:
        assert result["metric"] in METRICS
        assert result["low"] <= result["value"] <= result["high"]
        assert result["n"] >= 1_000
        assert result["step"] in run.checkpoints()


def test_its_settings_are_all_written_down(run):
    assert set(run.config.settings) == set(type(run.model().config).model_fields)


def test_together_they_are_small():
    sizes = [file.stat().st_size for name in SHIPPED for file in (ROOT / name).rglob("*") if file.is_file()]
    assert 0 < sum(sizes) <= LIMIT


def test_the_map_of_two_dimensions_can_be_watched_coming_about():
    run = RunStore(ROOT).get("vae-2d-mnist")
    assert run.milestones() == sorted(milestone_schedule(run.status.steps))
    images = [sample.decode(run.model(step), sample.codes(run.model(), 16, seed=0)).std(0).mean()
              for step in (0, run.milestones()[-1])]
    assert images[0] < 5 < images[1], "one average at first, sixteen pictures later"


def test_the_readmes_say_what_the_runs_say(capsys):
    assert numbers.main([]) == 0, "python -m benchmarks.numbers --write puts the tables right"
    assert "r3gan-mnist" in capsys.readouterr().out


def test_a_number_that_has_drifted_is_noticed(monkeypatch, tmp_path, capsys):
    text = (ROOT.parent / "README.md").read_text(encoding="utf-8")
    (tmp_path / "README.md").write_text(text.replace("| `r3gan-mnist` | 10,000", "| `r3gan-mnist` | 9,999"))
    monkeypatch.setattr(numbers, "ROOT", tmp_path)
    assert numbers.main([]) == 1
    assert "README.md does not say this" in capsys.readouterr().err


def test_the_newest_number_of_a_metric_counts():
    run = RunStore(ROOT).get("conv-vae-shapes")
    rows = numbers.numbers(run)
    assert list(rows) == [name for name in METRICS if name in rows]
    for name, row in rows.items():
        assert row == [result for result in run.results() if result["metric"] == name][-1]


def test_a_text_without_a_place_for_the_numbers_is_refused():
    with pytest.raises(ValueError, match="no place for the numbers"):
        numbers.with_table("Nothing here.", "| a |")


def test_a_published_number_comes_out_again():
    """The shapes are drawn by program, so this needs no download; the MNIST models' numbers come about alike."""
    run = RunStore(ROOT).get("conv-vae-shapes")
    published = numbers.numbers(run)["test_nll_elbo"]
    again, = evaluate(run, ["test_nll_elbo"], n=published["n"], seed=published["seed"], again=True)
    assert again["value"] == pytest.approx(published["value"], rel=1e-3)
    assert (again["n"], again["step"], again["judge"]) == (published["n"], published["step"], published["judge"])
