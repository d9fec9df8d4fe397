"""Which numbers stand beside each other, and which of them is called the best."""

import pytest
import torch

from genmodels.compare import numbers as numbers_of
from genmodels.compare.best import best
from genmodels.compare.comparable import Difference, Subject
from genmodels.compare.numbers import numbers
from genmodels.metrics import METRICS
from genmodels.runs import RunStore
from tests.running import tiny


def row(value=1.0, half=0.1, **changes):
    return {"metric": "kid", "title": "KID", "unit": "", "value": value, "low": value - half, "high": value + half,
            "floor": 0.01, "n": 1000, "seed": 0, "judge": "j", "step": 5, "seconds": 1.0} | changes


def subject(*rows, dataset="mnist", step=5):
    return Subject(dataset, step, rows)


def line(*subjects):
    found, = numbers(subjects)
    return found


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_every_metric_says_which_of_two_is_better(metric):
    assert metric.better in ("lower", "higher", "as real", "neither")


@pytest.mark.parametrize(("better", "values", "first"), [
    ("lower", (1.0, 0.5, 2.0), 1), ("higher", (1.0, 0.5, 2.0), 2), ("as real", (1.0, 0.3, -0.6), 1),
    ("as real", (-1.0, 0.3), 1), ("neither", (1.0, 0.5), None), ("lower", (1.0,), None), ("lower", (), None)])
def test_the_best_lies_beyond_the_intervals_of_all_others(better, values, first):
    assert best([row(value, floor=0.0) for value in values], better) == first


@pytest.mark.parametrize("better", ["lower", "higher", "as real"])
def test_nothing_is_best_where_intervals_overlap_or_touch(better):
    assert best([row(1.0, floor=0.0), row(1.2, floor=0.0)], better) is None
    assert best([row(1.0, floor=0.0), row(1.5, 0.41, floor=0.0), row(9.0, floor=0.0)], better) != 0


def test_two_on_opposite_sides_of_real_images_are_equally_far():
    assert best([row(0.3, floor=0.0), row(-0.3, floor=0.0)], "as real") is None


def test_an_interval_around_the_floor_is_nearest_whatever_its_middle():
    assert best([row(0.05, 0.1, floor=0.0), row(0.5, 0.1, floor=0.0)], "as real") == 0


@pytest.mark.parametrize("missing", [{"low": None}, {"high": None}])
def test_without_an_interval_nothing_is_marked(missing):
    assert best([row(1.0), row(5.0, **missing)], "lower") is None


def test_without_a_floor_nothing_is_as_real():
    assert best([row(1.0, floor=None), row(5.0, floor=None)], "as real") is None


@pytest.mark.parametrize(("odd", "what"), [
    ({"n": 500}, Difference("n", 500, 1000)), ({"seed": 3}, Difference("seed", 3, 0)),
    ({"judge": "k"}, Difference("judge", "k", "j"))])
def test_what_was_got_in_another_way_stands_apart_and_is_never_best(odd, what):
    found = line(subject(row(1.0)), subject(row(2.0)), subject(row(0.1) | odd))
    assert [cell.differences for cell in found.cells] == [(), (), (what,)]
    assert [cell.best for cell in found.cells] == [True, False, False]


def test_another_dataset_is_named_and_its_judge_goes_without_saying():
    found = line(subject(row()), subject(row()), subject(row(judge="k"), dataset="digits"))
    assert found.cells[2].differences == (Difference("dataset", "digits", "mnist"),)
    assert found.floor == 0.01


def test_a_number_of_a_checkpoint_that_no_longer_stands_for_the_run_is_apart():
    found = line(subject(row()), subject(row(0.1, step=3)))
    assert found.cells[1].differences == (Difference("step", 3, 5),)
    assert not found.cells[0].best


def test_each_is_measured_at_its_own_step():
    found = line(subject(row(1.0)), subject(row(2.0, step=9), step=9))
    assert found.cells[0].best


def test_of_several_results_the_one_that_compares_is_taken_and_of_those_the_newest():
    found = line(subject(row(1.0, n=10000), row(1.5), row(1.6)), subject(row(2.0)), subject(row(0.5, n=10000, seed=1)))
    assert [cell.result["value"] for cell in found.cells] == [1.6, 2.0, 0.5]
    assert found.conditions.n == 1000


def test_where_as_many_share_either_the_larger_n_is_taken():
    both = (row(1.0, n=10000), row(1.5))
    assert line(subject(*both), subject(*both)).conditions.n == 10000


def test_a_stale_number_is_shown_where_there_is_no_other():
    found = line(subject(row(step=1), step=2), subject(row(step=1), step=2))
    assert all(cell.differences[0].what == "step" for cell in found.cells)
    assert (found.conditions, found.floor) == (None, None)


@pytest.mark.parametrize("damage", [
    {"value": None}, {"value": float("nan")}, {"value": True}, {"n": "many"}, {"judge": None}, {"low": "0"},
    {"step": None}, {"seed": 1.5}, {"metric": None}, {"metric": ["kid"]}])
def test_damaged_rows_are_left_out(damage):
    assert numbers([subject(row() | damage)]) == []


def test_a_number_that_does_not_exist_is_told_from_one_that_was_not_measured():
    nobody, vae, gan = (Subject("mnist", 5, [], suited) for suited in (None, {"test_nll_elbo"}, {"kid"}))
    found = line(subject(row(metric="test_nll_elbo")), nobody, vae, gan)
    assert [cell.exists for cell in found.cells] == [True, True, True, False]


def test_what_exists_for_a_model_is_found_without_drawing_its_weights(tmp_path):
    before = torch.get_rng_state()
    store = RunStore(tmp_path)
    vae, gan = (numbers_of.subject(store.create(tiny(model))).suited for model in ("vae", "gan"))
    assert "test_nll_elbo" in vae - gan
    assert "kid" in vae & gan
    assert torch.equal(torch.get_rng_state(), before)


def test_metrics_come_in_the_order_of_the_registry_and_strangers_last():
    found = numbers([subject(row(metric="new one"), row(metric="coverage"), row(metric="fd"))])
    assert [one.metric for one in found] == ["fd", "coverage", "new one"]
    assert found[-1].better == "neither"
