"""The models in the repository: finished runs that open, draw, carry their numbers, and stay small."""

from pathlib import Path

import pytest

from genmodels import sample
from genmodels.metrics import METRICS
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
