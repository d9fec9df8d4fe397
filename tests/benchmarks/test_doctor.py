"""The doctor's bank: enough cases, trained once, and the arithmetic of what is reported."""

import pytest

from benchmarks import bank
from benchmarks.bank import HEALTHY, SABOTAGED, Case, record
from benchmarks.doctor import alarmed, summary
from genmodels.doctor import RULES
from genmodels.models import find_model

TINY = Case("tiny", "gan", "digits", 200, {"width": 16, "batch_size": 16, "discriminator_rate": 0.0}, "too_slow")


def test_there_are_enough_runs_and_every_rule_is_held_against_one():
    assert len(HEALTHY) >= 20
    assert len(SABOTAGED) >= 20
    assert {case.made_for for case in SABOTAGED} == RULES.keys() - {"not_finite"}
    assert all(case.made_for is None for case in HEALTHY)
    assert len({case.name for case in HEALTHY + SABOTAGED}) == len(HEALTHY + SABOTAGED)


@pytest.mark.parametrize("case", HEALTHY + SABOTAGED, ids=lambda case: case.name)
def test_every_case_can_be_trained(case):
    find_model(case.model).Config(**case.settings | case.later)


def test_a_case_is_trained_once_and_its_rules_are_replayed(tmp_path, monkeypatch):
    monkeypatch.setitem(bank.CASES, "tiny", TINY)
    place = record(TINY, 3, tmp_path)
    assert {file.name for file in place.iterdir()} == {"case.json", "metrics.jsonl", "signs.jsonl", "live.jsonl"}
    assert "too_slow" in alarmed(place)
    before = (place / "case.json").stat().st_mtime_ns
    assert record(TINY, 3, tmp_path) == place
    assert (place / "case.json").stat().st_mtime_ns == before
    record(Case(**vars(TINY) | {"steps": 100}), 3, tmp_path)
    assert (place / "case.json").stat().st_mtime_ns != before, "another case under the same name is trained anew"


def test_only_the_rule_that_a_run_was_made_for_counts_as_found():
    healthy, sick = HEALTHY[0], SABOTAGED[0]
    told = [(healthy, set())] * 19 + [(healthy, {"collapse"})] + [(sick, {sick.made_for, "blurred"})] * 9
    report = summary([*told, (sick, {"blurred"})])
    assert (report["found"], report["sabotaged"], report["false_alarms"], report["healthy"]) == (9, 10, 1, 20)
    assert report["rules"][sick.made_for]["found"] == 9
    assert report["rules"]["collapse"]["false"] == 1
    assert report["holds"]
    assert not summary([*told, (sick, set()), (sick, set())])["holds"]
    assert not summary([*told, (healthy, {"blurred"})])["holds"]
