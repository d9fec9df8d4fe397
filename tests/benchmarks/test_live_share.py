"""The benchmark of the live share measures both ways, and holds the ratio to its floor. No times here."""

import json

import pytest

from benchmarks import live_share

QUICK = ["--model", "gan", "--dataset", "digits", "--rounds", "1", "--share", "0.5"]


def test_it_trains_with_and_without_and_counts_the_moments(capsys):
    code = live_share.main([*QUICK, "--seconds", "1.5", "--json"])
    report = json.loads(capsys.readouterr().out)
    assert report["images"] in (250, 360)
    assert report["floor"] == 0.5
    assert report["lowest"] <= report["ratio"] <= report["highest"]
    assert report["holds"] == (report["ratio"] >= 0.5 and report["moments"] >= 3)
    assert code == (0 if report["holds"] else 1)


@pytest.mark.parametrize(("ratio", "moments", "code"), [(0.98, 5, 0), (0.96, 5, 1), (0.98, 2, 1)])
def test_too_large_a_loss_or_too_few_moments_miss(capsys, monkeypatch, ratio, moments, code):
    monkeypatch.setattr(live_share, "_turn", lambda config, seconds, live: {
        "rate": 100 * ratio if live else 100.0, "moments": moments, "cost": 0.1, "images": 250})
    assert live_share.main(["--model", "gan", "--dataset", "digits"]) == code
    assert f"{ratio:.3f} of that" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--rounds", "0"], ["--seconds", "0"], ["--model", "zebra"]])
def test_bad_usage_is_refused(wrong, capsys):
    with pytest.raises(SystemExit) as leaving:
        live_share.main(wrong)
    assert leaving.value.code == 2
    capsys.readouterr()


def test_a_share_out_of_range_is_a_sentence(capsys):
    assert live_share.main([*QUICK[:4], "--share", "0.9"]) == 2
    assert "live_share = 0.9" in capsys.readouterr().err
